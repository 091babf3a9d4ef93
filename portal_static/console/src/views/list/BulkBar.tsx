/** The bar over the list for all that is ticked, with what the desk refused of the last change. */

import { useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { type CommandId, keysOf } from "../../keys/commands";
import { useCommands } from "../../keys/handlers";
import { Icon } from "../../parts/icons";
import { Keys, tipOf } from "../../parts/tips";
import { can } from "../../store/desk/session";
import { progress, refused, restore, snooze, spam } from "../../store/tickets/actions";
import { COMMANDED } from "../../store/tickets/choices";
import { list } from "../../store/tickets/list";
import { clearSelection, selected } from "../../store/tickets/selection";
import { n, number, t } from "../../words";
import { pickMacro } from "../ticketCommands/commands";
import {
  type Asked,
  askToArchive,
  askToDelete,
  pickAssignee,
  pickChoice,
  pickLabels,
  pickSnooze,
} from "../ticketCommands/pickers";
import { notifyCustomers, targetCommands } from "./commands";

export function BulkBar() {
  return selected.value.length > 0 && can.value("tickets:write") ? <Bar /> : null;
}

/** While it is seen, the keys that it names are about what is ticked, also beside an open ticket. */
function Bar() {
  const bar = useRef<HTMLDivElement>(null);
  const { tab } = list.value.filters;
  useCommands({ ...targetCommands(), back: clearSelection }, () => (bar.current?.getClientRects().length ?? 0) > 0);
  return (
    <div ref={bar} class="bulk" role="region" aria-label={t("bulk")}>
      <Refused />
      <div class="bulk-line">
        <strong role="status">{progressText() ?? n("selected", selected.value.length)}</strong>
        {tab !== "trash" && <Changes />}
        {(tab === "trash" || tab === "archived") && can.value("tickets:delete") && (
          <Do id="restore" name={t("cmd.restore")} ask={({ refs, options }) => void restore(refs, options)} />
        )}
        {tab === "snoozed" && (
          <Do id="wake" name={t("cmd.wake")} ask={({ refs, options }) => void snooze(refs, null, options)} />
        )}
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

/** How far a macro got on all that is ticked. */
function progressText(): string | null {
  const now = progress.value;
  return now && t("bulk.progress", { name: now.name, done: number(now.done), all: number(now.all) });
}

/** What can be done to all but those in the trash. */
function Changes() {
  return (
    <>
      {COMMANDED.map((name) => (
        <Do key={name} id={name} name={t(`field.${name}`)} ask={pickChoice(name)} />
      ))}
      <Do id="assign" name={t("field.assignee")} ask={pickAssignee} />
      <Do id="labels" name={t("cmd.labels")} ask={pickLabels} />
      <Do id="snooze" name={t("cmd.snooze")} ask={pickSnooze} />
      <Do id="macro" name={t("bulk.macro")} ask={(asked) => void pickMacro(asked)} />
      <Do id="spam" name={t("cmd.spam")} ask={({ refs, options }) => void spam(refs, true, options)} />
      {can.value("tickets:delete") && (
        <>
          <Do id="archive" name={t("cmd.archive")} ask={askToArchive} />
          <Do id="delete" name={t("cmd.delete")} ask={askToDelete} />
        </>
      )}
      <label class="switch">
        <input
          type="checkbox"
          checked={notifyCustomers}
          onChange={(event) => (notifyCustomers.value = event.currentTarget.checked)}
        />{" "}
        {t("bulk.notify")}
      </label>
    </>
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
