/** What else is known of it: type, where it came from, whether its customer hears of changes. */

import { problemText } from "../../../api/problemText";
import { type TicketType, TYPES } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { changeDetail } from "../../../store/tickets/details";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { w } from "../words";
import { Section } from "./Section";

export function Metadata({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const setType = (type: TicketType): void =>
    void changeDetail(ticket.ref, { type }, { type }).catch((failure: unknown) =>
      toast(problemText(failure), { tone: "error" }),
    );
  return (
    <Section name={w("side.metadata")} id="metadata">
      <dl class="facts">
        <div>
          <dt>
            <label for="ticket-type">{w("meta.type")}</label>
          </dt>
          <dd>
            <select
              id="ticket-type"
              disabled={!editable}
              value={ticket.type}
              onChange={(event) => {
                const type = TYPES.find((each) => each === event.currentTarget.value);
                if (type) setType(type);
              }}>
              {TYPES.map((type) => (
                <option key={type} value={type}>
                  {t(`type.${type}`)}
                </option>
              ))}
            </select>
          </dd>
        </div>
        <div>
          <dt>{w("meta.channel")}</dt>
          <dd>{t(`channel.${ticket.channel}`)}</dd>
        </div>
        <div>
          <dt>{w("meta.source")}</dt>
          <dd>{w(`source.${ticket.source}`)}</dd>
        </div>
        <div>
          <dt>{w("meta.reference")}</dt>
          <dd class="ref">{ticket.ref}</dd>
        </div>
        <div>
          <dt>{w("meta.public")}</dt>
          <dd>{w(ticket.public ? "meta.yes" : "meta.no")}</dd>
        </div>
      </dl>
    </Section>
  );
}
