/** Everything about the ticket that isn't said in it, each thing changed where it stands. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../parts/icons";
import { wide } from "../../../store/desk/width";
import type { Known } from "../../../store/tickets/tickets";
import { isWhole } from "../../../store/tickets/tickets";
import { Assistant } from "../assistant/Assistant";
import { toggle } from "../properties";
import { showPlace } from "../showPlace";
import { w } from "../words";
import { Assignee } from "./Assignee";
import { Copies } from "./Copies";
import { Csat } from "./Csat";
import { Customer } from "./Customer";
import { Dates } from "./Dates";
import { Labels } from "./Labels";
import { Metadata } from "./Metadata";
import { Related } from "./Related";
import { SlaBanner } from "./SlaBanner";

export function Sidebar({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const aside = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!wide.peek()) aside.current?.focus(); // it lies over the ticket: keys go on in it
  }, []);
  return (
    <aside
      class={wide.value ? "sidebar" : "sidebar over"}
      id="properties"
      aria-label={w("properties")}
      ref={aside}
      tabIndex={-1}>
      {!wide.value && (
        <button type="button" class="bare close" aria-label={w("properties.hide")} onClick={toggle}>
          <Icon name="close" />
        </button>
      )}
      <SlaBanner sla={ticket.sla} />
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
