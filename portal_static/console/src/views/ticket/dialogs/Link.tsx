/** Linking: what the other ticket is to this one, and which it is. */
import { useSignal } from "@preact/signals";
import type { LinkKind } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { link } from "../../../store/tickets/details";
import type { Known } from "../../../store/tickets/tickets";
import { Find } from "./Merge";
import { w } from "./words";

const KINDS = ["related", "report", "problem"] as const satisfies readonly LinkKind[];

export function LinkDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const kind = useSignal<LinkKind>("related");
  const other = useSignal("");
  const { problem, send } = useSending(async () => {
    await link(ticket.ref, other.value, kind.value);
    close();
  });
  return (
    <Dialog title={w("link.title", { ref: ticket.ref })} close={close} kind="finding">
      <fieldset class="scores">
        <legend>{w("link.kind")}</legend>
        {KINDS.map((each) => (
          <label key={each}>
            <input type="radio" name="kind" checked={kind.value === each} onChange={() => (kind.value = each)} />
            {w(`link.${each}`)}
          </label>
        ))}
      </fieldset>
      <Find
        label={w("link.search")}
        ticket={ticket}
        pick={(found) => {
          other.value = found.ref;
          void send();
        }}
      />
      <Trouble problem={problem.value} />
    </Dialog>
  );
}
