/** The mails "we have your request": whether they go out, why not, and the way to have them sent again. */
import { useRef } from "preact/hooks";
import type { DeskSettings } from "../../api/types";
import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { Why } from "../../parts/Why";
import { toast } from "../../store/desk/toasts";
import { confirmationsTold } from "./confirmationText";
import { w } from "./words";

export function Confirmations({ found, send }: { found: DeskSettings; send(body: unknown): Promise<void> }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const sending = useSending(async () => {
    await send({ confirmations_on: true });
    toast(w("confirmations.going"));
    heading.current?.focus(); // the button that had it is gone
  });
  return (
    <section aria-labelledby="confirmations-title">
      <h2 id="confirmations-title" ref={heading} tabIndex={-1}>
        {w("confirmations")}
      </h2>
      <p class={found.confirmations_on ? "hint" : "warned"}>{confirmationsTold(found)}</p>
      {!found.confirmations_on && found.confirmations_stopped_at && (
        <Why of="confirmations" about={w("confirmations")} />
      )}
      <Trouble problem={sending.problem.value} shownAt={[]} />
      {!found.confirmations_on && (
        <button type="button" disabled={sending.busy} onClick={() => void sending.send()}>
          {w("confirmations.again")}
        </button>
      )}
    </section>
  );
}
