/** Escalating: why it is urgent from now on. */
import { ReasonDialog } from "../../../parts/ReasonDialog";
import { escalate } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { keepTyped, typedIn } from "./open";
import { w } from "./words";

export function EscalateDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  return (
    <ReasonDialog
      title={w("escalate.title", { ref })}
      label={w("escalate.reason")}
      hint={w("escalate.hint")}
      yes={w("escalate.yes")}
      longest={10_000}
      begun={typedIn("escalate", ref)}
      typed={(text) => keepTyped("escalate", ref, text)}
      send={async (reason) => {
        await escalate(ref, reason);
        keepTyped("escalate", ref, "");
      }}
      close={close}
    />
  );
}
