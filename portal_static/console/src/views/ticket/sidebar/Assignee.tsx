/** Who works on it. */
import { Avatar } from "../../../parts/badges";
import { awayText } from "../../../store/desk/absences";
import { workspace } from "../../../store/desk/session";
import { assign } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { pickAssignee } from "../../ticketCommands/pickers";
import { w } from "../words";
import { Section } from "./Section";

export function Assignee({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const { assignee, ref } = ticket;
  const name = assignee?.name ?? t("unassigned");
  const face = assignee ? <Avatar name={assignee.name} /> : <span class="avatar nobody" aria-hidden="true" />;
  const away = awayText(assignee?.absence);
  const me = workspace.value;
  const toMe = editable && me && assignee?.id !== me.member_id && (
    <button type="button" class="plain" onClick={() => void assign([ref], { id: me.member_id, name: me.member_name })}>
      {w("assign.me")}
    </button>
  );
  return (
    <Section name={w("side.assignee")} action={toMe}>
      {editable ? (
        <button
          type="button"
          class="bare person"
          aria-haspopup="dialog"
          data-tip={w("assign.change")}
          onClick={(event) => pickAssignee({ refs: [ref], anchor: event.currentTarget })}>
          {face} <span class="unseen">{w("assign.change")}: </span>
          {name}
        </button>
      ) : (
        <p class="person">
          {face} {name}
        </p>
      )}
      {away && <p class="quiet">{away}</p>}
    </Section>
  );
}
