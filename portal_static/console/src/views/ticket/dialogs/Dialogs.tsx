/** The dialogs of an open ticket. */
import type { Known } from "../../../store/tickets/tickets";
import { CustomerDialog } from "./Customer";
import { EscalateDialog } from "./Escalate";
import { ForwardDialog } from "./Forward";
import { MergeDialog } from "./Merge";
import { closeDialog, type DialogName } from "./open";
import { ResolveDialog } from "./Resolve";

const DIALOGS = {
  resolve: ResolveDialog,
  escalate: EscalateDialog,
  merge: MergeDialog,
  customer: CustomerDialog,
  forward: ForwardDialog,
};

export default function Dialogs({ name, ticket }: { name: DialogName; ticket: Known }) {
  const Asked = DIALOGS[name];
  return <Asked key={name} ticket={ticket} close={closeDialog} />;
}
