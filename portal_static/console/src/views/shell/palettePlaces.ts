/** Where the palette leads besides commands and tickets: lists, saved views, and the pages of the settings. */
import { signal } from "@preact/signals";
import type { Choice } from "../../parts/Choices";
import { href } from "../../router/router";
import { views } from "../../store/desk/directory";
import { NONE, searchOf, TABS } from "../../store/tickets/filters";
import { filtersOfView } from "../../store/tickets/savedViews";
import { t, textsThere } from "../../words";

export type SavedPlace = Pick<Choice, "label" | "group"> & { to: string };

/** The table of the settings with its words, once they were fetched. */
const table = signal<typeof import("../settings/sectionTable") | null>(null);

/** Fetch what the pages of the settings are called. Without it the palette does without them. */
export async function fetchSettingsPages(): Promise<void> {
  try {
    const found = await import("../settings/sectionTable");
    await textsThere();
    table.value = found;
  } catch {
    // Offline, or another version of the console is there by now: opening the settings will tell.
  }
}

export function savedPlaces(): SavedPlace[] {
  return [...lists(), ...views.value.map(viewPlace), ...settingsPages()];
}

/** The lists by their tabs: what is put away has no other place to be found at. */
function lists(): SavedPlace[] {
  return TABS.map((tab) => ({
    to: href("tickets", searchOf({ ...NONE, tab })),
    label: `${t("tickets")}: ${t(`tab.${tab}`)}`,
    group: t("tickets"),
  }));
}

function viewPlace(view: (typeof views.value)[number]): SavedPlace {
  return {
    to: href("tickets", searchOf(filtersOfView(view))),
    label: t("palette.view", { name: view.name }),
    group: t("nav.views"),
  };
}

function settingsPages(): SavedPlace[] {
  const found = table.value;
  if (!found) return [];
  return found.openSections().map(({ id }) => ({
    to: href(`settings/${id}`),
    label: t("palette.settings", { page: found.sectionName(id) }),
    group: t("nav.settings"),
  }));
}
