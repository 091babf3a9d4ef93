/** Putting the open ticket on hold. */
import { desk } from "../../../store/desk/session";
import { byForm } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { HoldDialog } from "../../holds/HoldDialog";
import { w } from "../../privacy/words";
import { keepTyped, typedIn } from "./open";

export function TicketHold({ ticket: { ref }, close }: { ticket: Known; close(): void }) {
  const hold = async (reason: string): Promise<void> => {
    await byForm(ref, {}, () => desk().hold(ref, reason), w("hold.done"));
    keepTyped("hold", ref, "");
  };
  return (
    <HoldDialog
      name={ref}
      hint={w("hold.hint")}
      begun={typedIn("hold", ref)}
      typed={(text) => keepTyped("hold", ref, text)}
      hold={hold}
      close={close}
    />
  );
}
