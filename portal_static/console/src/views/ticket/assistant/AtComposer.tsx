/** The assistant where one writes: a question, a drafted reply, and the reply in the customer's language. */
import { useSignal } from "@preact/signals";
import { tipOf } from "../../../parts/tips";
import { hasModel } from "../../../store/assistant/model";
import type { Field } from "../composer/Canned";
import { ask, draft, drafting } from "./commands";
import { translateReply } from "./translateReply";
import { w } from "./words";

interface AtComposerProps {
  reference: string;
  part: "draft" | "rest";
  /** That of a reply that is begun. */
  field: Field | null;
}

export default function AtComposer({ reference, part, field }: AtComposerProps) {
  if (part === "draft")
    return (
      <button
        type="button"
        class="plain"
        aria-disabled={drafting}
        aria-busy={drafting}
        {...tipOf("draft")}
        onClick={() => void draft(reference)}>
        {w("write.draft")}
      </button>
    );
  return (
    <>
      <button type="button" class="plain" {...tipOf("ask")} onClick={ask}>
        {w("ask.send")}
      </button>
      {field && hasModel.value && <Translate reference={reference} field={field} />}
    </>
  );
}

function Translate({ reference, field }: { reference: string; field: Field }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    await translateReply(reference, field);
    busy.value = false;
  };
  return (
    <button
      type="button"
      class="plain"
      aria-disabled={busy}
      aria-busy={busy}
      aria-label={w("translate.reply")}
      data-tip={w("translate.reply")}
      onClick={() => void press()}>
      {w("translate")}
    </button>
  );
}
