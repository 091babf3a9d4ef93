/** Everything about the ticket that isn't said in it, each thing changed where it stands. */
import type { Known } from "../../../store/tickets/tickets";
import { isWhole } from "../../../store/tickets/tickets";
import { Assistant } from "../assistant/Assistant";
import { showPlace } from "../showPlace";
import { w } from "../words";
import { Assignee } from "./Assignee";
import { Buttons } from "./Buttons";
import { Copies } from "./Copies";
import { Csat } from "./Csat";
import { Customer } from "./Customer";
import { Dates } from "./Dates";
import { Labels } from "./Labels";
import { Metadata } from "./Metadata";
import { Related } from "./Related";
import { SlaBanner } from "./SlaBanner";

export function Sidebar({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <aside class="sidebar" id="properties" aria-label={w("properties")}>
      <SlaBanner sla={ticket.sla} />
      <Buttons ticket={ticket} editable={editable} />
      <Assignee ticket={ticket} editable={editable} />
      <Customer ticket={ticket} editable={editable} />
      {isWhole(ticket) && <Copies ticket={ticket} editable={editable} />}
      <Labels ticket={ticket} editable={editable} />
      <Dates ticket={ticket} />
      <Csat ticket={ticket} />
      {isWhole(ticket) && <Related ticket={ticket} editable={editable} />}
      <Metadata ticket={ticket} editable={editable} />
      <Jump />
      <Assistant ticket={ticket} editable={editable} />
    </aside>
  );
}

const PLACES = ["details", "description", "comments", "metadata"] as const;

function Jump() {
  return (
    <nav class="property jump" aria-label={w("jump")}>
      {PLACES.map((id) => (
        <button key={id} type="button" class="plain" onClick={() => showPlace(id)}>
          {w(`jump.${id}`)}
        </button>
      ))}
    </nav>
  );
}
