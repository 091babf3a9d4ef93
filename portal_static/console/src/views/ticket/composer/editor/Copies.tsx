/** Whom the reply goes to as well: addresses, however they are parted. */
import { useId } from "preact/hooks";
import { focusNow } from "../../../../parts/focusNow";
import { noAddress } from "../../../../store/composer/drafts";
import { w as words } from "../../words";
import { w } from "./words";

interface CopiesProps {
  cc: string;
  change(cc: string): void;
  leave(): void;
}

export default function Copies({ cc, change, leave }: CopiesProps) {
  const [field, hint] = [useId(), useId()];
  const wrong = noAddress(cc.replace(/[^,;\s]+$/, "")); // the last one may still be typed
  return (
    <div class="cc">
      <label for={field}>{w("cc")}</label>
      <input
        id={field}
        ref={cc === "" ? focusNow : undefined}
        type="text"
        inputMode="email"
        autocomplete="off"
        spellcheck={false}
        placeholder="name@example.com"
        aria-describedby={hint}
        aria-invalid={wrong ? true : undefined}
        value={cc}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && cc === "" && (event.stopPropagation(), leave())}
      />
      <small id={hint} class={wrong ? "wrong" : "quiet"}>
        {wrong ? words("send.cc", { address: wrong }) : w("cc.hint")}
      </small>
    </div>
  );
}
