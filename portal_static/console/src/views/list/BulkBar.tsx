/** The bar over the list for all that is ticked, with what the desk refused of the last change. */

import { useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { type CommandId, keysOf } from "../../keys/commands";
import { useCommands } from "../../keys/handlers";
import { Icon } from "../../parts/icons";
import { Keys, tipOf } from "../../parts/tips";
import { can } from "../../store/desk/session";
import { refused, spam } from "../../store/tickets/actions";
import { COMMANDED } from "../../store/tickets/choices";
import { clearSelection, selected } from "../../store/tickets/selection";
import { n, t } from "../../words";
import { type Asked, askToArchive, pickAssignee, pickChoice, pickLabels } from "../ticketCommands/pickers";
import { notifyCustomers, targetCommands } from "./commands";

export function BulkBar() {
  return selected.value.length > 0 && can.value("tickets:write") ? <Bar /> : null;
}

/** While it is seen, the keys that it names are about what is ticked, also beside an open ticket. */
function Bar() {
  const bar = useRef<HTMLDivElement>(null);
  useCommands({ ...targetCommands(), back: clearSelection }, () => (bar.current?.getClientRects().length ?? 0) > 0);
  return (
    <div ref={bar} class="bulk" role="region" aria-label={t("bulk")}>
      <Refused />
      <div class="bulk-line">
        <strong role="status">{n("selected", selected.value.length)}</strong>
        {COMMANDED.map((name) => (
          <Do key={name} id={name} name={t(`field.${name}`)} ask={pickChoice(name)} />
        ))}
        <Do id="assign" name={t("field.assignee")} ask={pickAssignee} />
        <Do id="labels" name={t("cmd.labels")} ask={pickLabels} />
        <Do id="spam" name={t("cmd.spam")} ask={({ refs: about, options }) => void spam(about, true, options)} />
        {can.value("tickets:delete") && <Do id="archive" name={t("cmd.archive")} ask={askToArchive} />}
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

function Do({ id, name, ask }: { id: CommandId; name: string; ask(asked: Asked): void }) {
  const keys = keysOf(id);
  const open = (anchor: Element): void =>
    ask({ refs: selected.peek(), anchor, options: { notifyCustomers: notifyCustomers.peek() } });
  return (
    <button type="button" onClick={(event) => open(event.currentTarget)} {...tipOf(id)}>
      {name} {keys && <Keys keys={keys} />}
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
