/** What the tab of the browser shows: the number of notices, the place, then the desk; and its icon, with a dot. */
import { place, query } from "../../router/router";
import { unread } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { filtersOf } from "../../store/tickets/filters";
import { conversation, ticketSignal } from "../../store/tickets/tickets";
import { t } from "../../words";

/** As many notices as the desk counts. */
const MOST = 99;
/** The icon without a dot. */
let plain: string | undefined;

export function titleOfPlace(): string {
  const place = [placeName(), workspace.value?.name ?? t("app")].filter((part) => part !== "").join(" · ");
  return unread.value > 0 ? `(${unread.value > MOST ? `${MOST}+` : unread.value}) ${place}` : place;
}

/** Draw the icon with a dot, or without. Both are in the page as it was built. */
export function markIcon(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  plain ??= link?.href;
  const wanted = unread.value > 0 ? link?.dataset.unread : plain;
  if (link && wanted) link.href = wanted;
}

/** What the place is called that one is at; empty where it has no name of its own. */
export function placeName(): string {
  const here = place.value;
  if (here.view === "ticket") {
    conversation(here.ref).value; // comes with the ticket: one that isn't known yet tells nobody when it is
    return `${here.ref} ${ticketSignal(here.ref)?.value.title ?? ""}`.trim();
  }
  if (here.view === "tickets") return t(`tab.${filtersOf(query.value).tab}`);
  if (here.view === "settings") return t("nav.settings");
  if (here.view === "report") return t("nav.reports");
  return here.view === "inbox" ? t("nav.inbox") : "";
}
