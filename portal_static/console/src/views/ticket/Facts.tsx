/** What kind of ticket it is, in one line: what is changed most is changed here, the rest among the properties. */
import { Avatar, ChoiceBadge } from "../../parts/badges";
import { Icon } from "../../parts/icons";
import { SlaMark } from "../../parts/SlaMark";
import { tipOf } from "../../parts/tips";
import { wide } from "../../store/desk/width";
import { CHOICE_NAMES, type CommandedName, isCommanded } from "../../store/tickets/choices";
import type { Known } from "../../store/tickets/tickets";
import { t, textOf } from "../../words";
import { pickChoice } from "../ticketCommands/pickers";
import { shown, toggle } from "./properties";
import { w } from "./words";

export function Facts({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <div class="badges">
      {CHOICE_NAMES.map((name) =>
        editable && isCommanded(name) ? (
          <Changed key={name} name={name} ticket={ticket} />
        ) : (
          <ChoiceBadge key={name} name={name} value={ticket[name]} />
        ),
      )}
      <span class="badge">
        {ticket.assignee && <Avatar name={ticket.assignee.name} />} {ticket.assignee?.name ?? t("unassigned")}
      </span>
      {!shown.value && <SlaMark sla={ticket.sla} />}
      {!wide.value && (
        <button
          type="button"
          class="badge quiet-button"
          aria-expanded={shown.value}
          aria-controls="properties"
          onClick={toggle}>
          <Icon name="panel" /> {w("properties")}
        </button>
      )}
    </div>
  );
}

/** A value that is changed where it stands. */
function Changed<N extends CommandedName>({ name, ticket }: { name: N; ticket: Known }) {
  return (
    <button
      type="button"
      class="quiet-button changed"
      aria-haspopup="dialog"
      aria-label={`${t(`field.${name}`)}: ${textOf(`${name}.${ticket[name]}`)}`}
      {...tipOf(name)}
      onClick={(event) => pickChoice(name)({ refs: [ticket.ref], anchor: event.currentTarget })}>
      <ChoiceBadge name={name} value={ticket[name]} />
      <Icon name="down" />
    </button>
  );
}
