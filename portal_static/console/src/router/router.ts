/**
 * Addresses and what they mean. Everything that a person might send to a colleague is in the address: the view, the
 * ticket, tab, filters and search. All of it lies under /console/.
 *
 *   /console/tickets?tab=open&priority=urgent,high   the list
 *   /console/tickets/TKT-0042?tab=open               a ticket, with the list it was opened from
 *   /console/contacts/<id>                           a customer
 *   /console/inbox/TKT-0042                          a ticket, with the inbox it was opened from
 *   /console/inbox · /console/settings/<section>
 *   /console/reports/<name> · /console/reports/<name>/tickets   a report, and what is behind one of its numbers
 */
import { computed, signal } from "@preact/signals";

export const ROOT = "/console";

export type Place =
  | { view: "tickets" }
  | { view: "ticket"; ref: string; from: "tickets" | "inbox" }
  | { view: "contact"; id: string }
  | { view: "inbox" }
  | { view: "settings"; section: string }
  | { view: "report"; name: string; facts: boolean }
  | { view: "unknown" };

const address = signal<URL>(new URL("http://localhost/console/"));

/** Where we are. It changes only when the place does, not with each change of the query. */
const path = computed(() => address.value.pathname);
export const place = computed<Place>(() => placeOf(path.value));
export const query = computed(() => address.value.searchParams);
/** Whether we are in the inbox: tickets are opened beside it then. */
export const inInbox = computed(() => path.value.startsWith(`${ROOT}/inbox`));

export function placeOf(pathname: string): Place {
  const parts = pathname.replace(/\/+$/, "").slice(ROOT.length).split("/").slice(1);
  const [first, second, ...rest] = parts.map(decoded);
  if (first === "reports" && (rest.length === 0 || (rest.length === 1 && rest[0] === "tickets")))
    return { view: "report", name: second || "overview", facts: rest.length === 1 };
  if (rest.length > 0) return { view: "unknown" };
  if (first === undefined || first === "") return { view: "tickets" };
  if (first === "tickets") return second ? ticketAt(second, first) : { view: "tickets" };
  if (first === "contacts" && second) return { view: "contact", id: second };
  if (first === "inbox") return second ? ticketAt(second, first) : { view: "inbox" };
  if (first === "settings") return { view: "settings", section: second ?? "" };
  return { view: "unknown" };
}

function ticketAt(ref: string, from: "tickets" | "inbox"): Place {
  return { view: "ticket", ref: ref.toUpperCase(), from };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray %; then there is no such place anyway
  }
}

/** The address of a place within the console, with a query of its own. */
export function href(to: string, search: URLSearchParams | string = ""): string {
  const text = search.toString().replaceAll("%2C", ",");
  return `${ROOT}/${to}${text ? `?${text}` : ""}`;
}

/** The address of a ticket, beside what is there to be gone through: the list as it is narrowed, or the inbox. */
export function ticketHref(ref: string): string {
  return href(`${inInbox.value ? "inbox" : "tickets"}/${encodeURIComponent(ref)}`, query.value);
}

/** The address of what tickets are opened beside. */
export function besideHref(): string {
  return inInbox.value ? href("inbox") : href("tickets", query.value);
}

interface Going {
  /** Take the place of the current entry in the history. */
  replace?: boolean;
}

/** Go to an address. Focus and scrolling are the views' own affair. */
export function go(to: string, { replace = false }: Going = {}): void {
  if (to === address.value.pathname + address.value.search) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  address.value = new URL(location.href);
}

/** Change the query and stay where we are. */
export function goQuery(search: URLSearchParams, going?: Going): void {
  const text = search.toString().replaceAll("%2C", ",");
  go(address.value.pathname + (text ? `?${text}` : ""), going);
}

/** Follow the browser's address, and take over clicks on links within the console. */
export function startRouter(): void {
  address.value = new URL(location.href);
  addEventListener("popstate", () => {
    address.value = new URL(location.href);
  });
  document.addEventListener("click", (event) => {
    const to = ownTarget(event);
    if (to === null) return;
    event.preventDefault();
    go(to);
  });
}

function ownTarget(event: MouseEvent): string | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return null;
  const inside = link.pathname === ROOT || link.pathname.startsWith(`${ROOT}/`);
  return inside && !link.hash ? link.pathname + link.search : null;
}
