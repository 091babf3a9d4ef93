/** The bar over the list for all that is ticked, with what the desk refused of the last change. */

import { problemText } from "../../api/problemText";
import { type CommandId, keysOf } from "../../keys/commands";
import { Icon } from "../../parts/icons";
import { Keys, tipOf } from "../../parts/tips";
import { can } from "../../store/desk/session";
import { refused } from "../../store/tickets/actions";
import { clearSelection, selected } from "../../store/tickets/selection";
import { n, t } from "../../words";
import {
  type Asked,
  askToArchive,
  pickAssignee,
  pickLabels,
  pickPriority,
  pickStatus,
} from "../ticketCommands/pickers";
import { notifyCustomers } from "./commands";

export function BulkBar() {
  const refs = selected.value;
  if (refs.length === 0 || !can.value("tickets:write")) return null;
  return (
    <div class="bulk" role="region" aria-label={t("bulk")}>
      <Refused />
      <div class="bulk-line">
        <strong role="status">{n("selected", refs.length)}</strong>
        <Do id="status" ask={pickStatus} />
        <Do id="priority" ask={pickPriority} />
        <Do id="assign" ask={pickAssignee} />
        <Do id="labels" ask={pickLabels} />
        {can.value("tickets:delete") && <Do id="archive" ask={askToArchive} />}
        <label class="switch">
          <input
            type="checkbox"
            checked={notifyCustomers}
            onChange={(event) => (notifyCustomers.value = event.currentTarget.checked)}
          />{" "}
          {t("bulk.notify")}
        </label>
        <button
          type="button"
          class="bare"
          aria-label={t("bulk.clear")}
          data-tip={t("bulk.clear")}
          data-keys="Escape"
          onClick={clearSelection}>
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}

const SHORT = {
  status: "bulk.status",
  priority: "bulk.priority",
  assign: "bulk.assign",
  labels: "cmd.labels",
  archive: "cmd.archive",
} as const;

function Do({ id, ask }: { id: keyof typeof SHORT & CommandId; ask(asked: Asked): void }) {
  const open = (anchor: Element): void =>
    ask({ refs: selected.peek(), anchor, options: { notifyCustomers: notifyCustomers.peek() } });
  return (
    <button type="button" onClick={(event) => open(event.currentTarget)} {...tipOf(id)}>
      {t(SHORT[id])} <Keys keys={keysOf(id) ?? ""} />
    </button>
  );
}

/** Which were refused, and why: they stay ticked, to be tried again. */
function Refused() {
  const failed = refused.value;
  if (failed.length === 0) return null;
  return (
    <details open class="refused">
      <summary>{n("bulk.refused", failed.length)}</summary>
      <ul>
        {failed.map(({ ref, problem }) => (
          <li key={ref}>
            <span class="ref">{ref}</span> {problemText(problem)}
          </li>
        ))}
      </ul>
      <button type="button" class="plain" onClick={() => (refused.value = [])}>
        {t("close")}
      </button>
    </details>
  );
}
