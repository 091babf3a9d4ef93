/** The dialogs of an open ticket. */
import { ticketSignal } from "../../../store/tickets";
import { EscalateDialog } from "./Escalate";
import { CustomerDialog } from "./Customer";
import { MergeDialog } from "./Merge";
import { closeDialog, opened } from "./open";
import { ResolveDialog } from "./Resolve";

const DIALOGS = { resolve: ResolveDialog, escalate: EscalateDialog, merge: MergeDialog, customer: CustomerDialog };

export function DialogHost({ reference }: { reference: string }) {
  const asked = opened.value;
  const ticket = asked?.ref === reference ? ticketSignal(reference)?.value : undefined;
  if (!asked || !ticket) return null;
  const Asked = DIALOGS[asked.name];
  return <Asked key={asked.name} ticket={ticket} close={closeDialog} />;
}
