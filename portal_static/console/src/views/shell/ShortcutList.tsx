/** All shortcuts by group, made from the table of commands. */
import { COMMAND_IDS, COMMANDS, type CommandId, GROUPS, type Group } from "../../keys/commands";
import { shownKeys } from "../../keys/keymap";
import { MAC } from "../../keys/listen";
import { t } from "../../words";

export default function ShortcutList() {
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
