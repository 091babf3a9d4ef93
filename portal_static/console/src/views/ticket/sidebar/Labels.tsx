/** Labels, to put on and take off. */
import { LabelDot } from "../../../parts/badges";
import { Icon } from "../../../parts/icons";
import { removeLabel } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { pickLabels } from "../../ticketCommands/pickers";
import { w } from "../words";
import { Section } from "./Section";

export function Labels({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const { labels, ref } = ticket;
  if (!editable && labels.length === 0) return null;
  return (
    <Section name={w("side.labels")}>
      <div class="label-list">
        {labels.map((label) => (
          <span key={label.id} class="label">
            <LabelDot color={label.color} />
            <span class="label-name">{label.name}</span>
            {editable && (
              <button
                type="button"
                class="bare"
                aria-label={w("label.remove", { name: label.name })}
                onClick={() => void removeLabel([ref], label)}>
                <Icon name="close" />
              </button>
            )}
          </span>
        ))}
        {editable && (
          <button
            type="button"
            class="plain"
            aria-haspopup="dialog"
            onClick={(event) => pickLabels({ refs: [ref], anchor: event.currentTarget })}>
            {w("label.add")}
          </button>
        )}
      </div>
    </Section>
  );
}
