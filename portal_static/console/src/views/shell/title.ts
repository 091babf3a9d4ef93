/** What the tab of the browser is called: the place, then the desk. */
import { place, query } from "../../router/router";
import { workspace } from "../../store/desk/session";
import { filtersOf } from "../../store/tickets/filters";
import { ticketSignal } from "../../store/tickets/tickets";
import { t } from "../../words";

export function titleOfPlace(): string {
  return [placeName(), workspace.value?.name ?? t("app")].filter((part) => part !== "").join(" · ");
}

function placeName(): string {
  const here = place.value;
  if (here.view === "ticket") return `${here.ref} ${ticketSignal(here.ref)?.value.title ?? ""}`.trim();
  if (here.view === "tickets") return t(`tab.${filtersOf(query.value).tab}`);
  return here.view === "inbox" ? t("nav.inbox") : "";
}
