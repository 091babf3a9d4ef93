/** The labels that it starts with. */
import { LabelDot } from "../../parts/badges";
import { Icon } from "../../parts/icons";
import { labels } from "../../store/desk/directory";
import { fill, ticketForm } from "../../store/newTicket/form";
import { questionsAt } from "../../store/newTicket/fromSentence";
import type { TicketForm } from "../../store/newTicket/types";
import { t } from "../../words";
import { w as ticketWord } from "../ticket/words";
import { chooseLabels } from "../ticketCommands/labelChoices";
import { Offered } from "./Offered";

export function LabelsField({ draft, problem }: { draft: TicketForm; problem: string | null }) {
  const ids = draft.labels;
  return (
    <div class="field" role="group" aria-label={t("cmd.labels")}>
      <div class="label-list">
        {labels.value
          .filter((each) => ids.includes(each.id))
          .map(({ id, name, color }) => (
            <span key={id} class="label">
              <LabelDot color={color} />
              <span class="label-name">{name}</span>
              <button
                type="button"
                class="bare"
                aria-label={ticketWord("label.remove", { name })}
                onClick={() => toggle(id)}>
                <Icon name="close" />
              </button>
            </span>
          ))}
        <button type="button" class="plain" aria-haspopup="dialog" onClick={(event) => ask(event.currentTarget)}>
          {ticketWord("label.add")}
        </button>
      </div>
      {questionsAt("labels", draft).map(({ text, options }) => (
        <div key={text}>
          <p class="hint">{text}</p>
          <Offered label={text} options={options} pick={({ id }) => id && toggle(id)} />
        </div>
      ))}
      {problem && <p class="wrong">{problem}</p>}
    </div>
  );
}

function ask(anchor: Element): void {
  chooseLabels({
    anchor,
    chosen: (id) => (ticketForm().value.labels.includes(id) ? "on" : "off"),
    pick: toggle,
  });
}

function toggle(id: string): void {
  const now = ticketForm().peek().labels;
  fill({ labels: now.includes(id) ? now.filter((each) => each !== id) : [...now, id] });
}
