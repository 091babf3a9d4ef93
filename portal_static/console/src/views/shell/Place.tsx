/** A place in the rail, with how much there is. */
import type { ComponentChildren } from "preact";
import { Icon, type LineName } from "../../parts/icons";
import { inInbox, place, query } from "../../router/router";
import { filtersOf, searchOf } from "../../store/tickets/filters";
import { number } from "../../words";

interface PlaceProps {
  icon: LineName;
  to: string;
  here: boolean;
  count: number | null;
  /** There are at least as many. */
  orMore?: boolean;
  /** The desk counts no further than this. */
  most?: number;
  children: ComponentChildren;
}

export function Place({ icon, to, here, count, orMore = false, most = Infinity, children }: PlaceProps) {
  return (
    <a href={to} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      <span class="place-name">{children}</span>
      {count !== null && count > 0 && (
        <span class="count">{count > most ? `${number(most)}+` : number(count) + (orMore ? "+" : "")}</span>
      )}
    </a>
  );
}

/** Whether the list is shown that an address stands for. */
export function isHere(search: string): boolean {
  const { view } = place.value;
  return (
    !inInbox.value &&
    (view === "tickets" || view === "ticket") &&
    searchOf(filtersOf(query.value)).toString() === search
  );
}
