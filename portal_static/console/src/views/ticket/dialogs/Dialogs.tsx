/** The dialogs of an open ticket. */
import type { Known } from "../../../store/tickets/tickets";
import { CustomerDialog } from "./Customer";
import { EscalateDialog } from "./Escalate";
import { ForwardDialog } from "./Forward";
import { LinkDialog } from "./Link";
import { MergeDialog } from "./Merge";
import { closeDialog, type DialogName } from "./open";
import { RedactDialog } from "./Redact";
import { AnswerReports, ResolveReports } from "./Reports";
import { ResolveDialog } from "./Resolve";
import { TicketHold } from "./TicketHold";

const DIALOGS = {
  resolve: ResolveDialog,
  escalate: EscalateDialog,
  merge: MergeDialog,
  link: LinkDialog,
  answer_reports: AnswerReports,
  resolve_reports: ResolveReports,
  customer: CustomerDialog,
  forward: ForwardDialog,
  hold: TicketHold,
  redact: RedactDialog,
};

export default function Dialogs({ name, ticket }: { name: DialogName; ticket: Known }) {
  const Asked = DIALOGS[name];
  return <Asked key={name} ticket={ticket} close={closeDialog} />;
}
