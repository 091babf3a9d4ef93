/** That a ticket is in the trash: who deleted it, until when it stays, and the way back. */
import { can } from "../../store/desk/session";
import { restore } from "../../store/tickets/actions";
import { conversation, type Known } from "../../store/tickets/tickets";
import { t } from "../../words";
import { w } from "../privacy/words";
import { day } from "./when";

export default function Deleted({ ticket }: { ticket: Known }) {
  const { ref, deleted_at: at, gone_at: gone } = ticket;
  const { entries } = conversation(ref).value;
  const name = entries.findLast((each) => each.event?.type === "ticket.deleted")?.author.name;
  if (!at || !gone) return null;
  return (
    <p class="notice">
      {name ? w("trash.by", { name, day: day(at) }) : w("trash", { day: day(at) })}{" "}
      {w("trash.about", { day: day(gone) })}{" "}
      {can.value("tickets:delete") && (
        <button type="button" class="plain" onClick={() => void restore([ref])}>
          {t("cmd.restore")}
        </button>
      )}
    </p>
  );
}
