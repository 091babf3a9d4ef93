/** The sheet of shortcuts, made from the table of commands, with the switch that turns single keys off. */
import { signal } from "@preact/signals";
import { COMMAND_IDS, COMMANDS, type CommandId, GROUPS, type Group } from "../../keys/commands";
import { shownKeys } from "../../keys/keymap";
import { MAC } from "../../keys/listen";
import { Dialog } from "../../parts/Dialog";
import { singleKeys } from "../../store/desk/preferences";
import { t } from "../../words";

const opened = signal(false);

export function openShortcuts(): void {
  opened.value = true;
}

export function ShortcutsHost() {
  if (!opened.value) return null;
  return (
    <Dialog kind="sheet" title={t("cmd.help")} close={() => (opened.value = false)} light>
      <Shortcuts />
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={singleKeys}
          onChange={(event) => (singleKeys.value = event.currentTarget.checked)}
        />
        {t("single_keys")}
      </label>
      <p class="quiet">{t("single_keys.about")}</p>
    </Dialog>
  );
}

/** All of them, by group. */
export function Shortcuts() {
  return (
    <div class="sheet-groups">
      {GROUPS.map((group) => (
        <Commands key={group} group={group} />
      ))}
    </div>
  );
}

function Commands({ group }: { group: Group }) {
  const ids = COMMAND_IDS.filter((id) => COMMANDS[id].group === group && COMMANDS[id].keys.length > 0);
  return (
    <section aria-label={t(`group.${group}`)}>
      <h3>{t(`group.${group}`)}</h3>
      <dl>
        {ids.map((id) => (
          <Shortcut key={id} id={id} />
        ))}
      </dl>
    </section>
  );
}

function Shortcut({ id }: { id: CommandId }) {
  return (
    <div>
      <dt>{t(`cmd.${id}`)}</dt>
      <dd>
        {COMMANDS[id].keys.map((keys, index) => (
          <span key={keys}>
            {index > 0 && ` ${t("or")} `}
            {shownKeys(keys, MAC).map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
