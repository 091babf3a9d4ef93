/** The rail: where one can go, and who one is. */
import type { ComponentChildren } from "preact";
import { Avatar } from "../../parts/badges";
import { Icon, type LineName } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { Keys } from "../../parts/tips";
import { keysOf } from "../../keys/commands";
import { go, href, place, query } from "../../router/router";
import { counts, views } from "../../store/directory";
import { filtersOf, searchOf } from "../../store/filters";
import { chosenLanguage, theme, type Theme } from "../../store/preferences";
import { me, signOut, switchWorkspace, workspace } from "../../store/session";
import { language, LANGUAGES, number, t } from "../../words";
import { openPalette } from "./Palette";
import { openShortcuts } from "./Shortcuts";

export function Rail() {
  return (
    <header class="rail">
      <WorkspaceName />
      <button type="button" class="finder" onClick={openPalette}>
        <span>{t("cmd.palette")}</span>
        <Keys keys={keysOf("palette") ?? ""} />
      </button>
      <nav aria-label={t("nav")}>
        <Tab icon="tickets" tab="all">{t("nav.all")}</Tab>
        <Tab icon="mine" tab="mine">{t("tab.mine")}</Tab>
        <Tab icon="unassigned" tab="unassigned">{t("tab.unassigned")}</Tab>
        {views.value.length > 0 && <h2>{t("nav.views")}</h2>}
        {views.value.map((view) => <SavedView key={view.id} name={view.name} filters={view.filters} />)}
      </nav>
      <Account />
    </header>
  );
}

function WorkspaceName() {
  const all = me.value?.workspaces ?? [];
  const name = <><span class="mark" aria-hidden="true" /><strong>{workspace.value?.name}</strong></>;
  if (all.length < 2) return <p class="desk-name">{name}</p>;
  const items = all.map((each) => ({ label: each.name, checked: each.id === workspace.value?.id, run: () => moveTo(each.id) }));
  return <Menu class="bare desk-name" label={`${t("workspace")}: ${workspace.value?.name}`} items={items}>{name}<Icon name="down" /></Menu>;
}

function moveTo(id: string): void {
  go(href("tickets"));
  switchWorkspace(id);
}

function Tab({ icon, tab, children }: { icon: LineName; tab: "all" | "mine" | "unassigned"; children: ComponentChildren }) {
  const to = href("tickets", tab === "all" ? "" : `tab=${tab}`);
  const here = isHere(tab === "all" ? "" : `tab=${tab}`);
  return <Place icon={icon} to={to} here={here} count={tab === "all" ? null : (counts.value?.[tab] ?? null)}>{children}</Place>;
}

function SavedView({ name, filters }: { name: string; filters: Record<string, string | boolean> }) {
  const wanted = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]));
  const search = searchOf(filtersOf(wanted)).toString();
  return <Place icon="view" to={href("tickets", search)} here={isHere(search)} count={null}>{name}</Place>;
}

function Place({ icon, to, here, count, children }: { icon: LineName; to: string; here: boolean; count: number | null; children: ComponentChildren }) {
  return (
    <a href={to} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      <span class="place-name">{children}</span>
      {count !== null && count > 0 && <span class="count">{number(count)}</span>}
    </a>
  );
}

function isHere(search: string): boolean {
  const { view } = place.value;
  return (view === "tickets" || view === "ticket") && searchOf(filtersOf(query.value)).toString() === search;
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const LANGUAGE_NAMES: Record<string, string> = { en: "English", de: "Deutsch", es: "Español", fr: "Français" };

function Account() {
  const name = workspace.value?.member_name ?? "";
  const items: MenuItem[] = [
    ...THEMES.map((each) => ({ label: t(`theme.${each}`), group: t("theme"), checked: theme.value === each, run: () => void (theme.value = each) })),
    ...LANGUAGES.map((each) => ({ label: LANGUAGE_NAMES[each] ?? each, group: t("language"), checked: language.value === each, run: () => void (chosenLanguage.value = each) })),
    { label: t("cmd.help"), keys: keysOf("help"), run: openShortcuts },
    { label: t("cmd.signout"), run: () => void signOut() },
  ];
  return <Menu class="bare account" label={t("account", { name })} items={items}><Avatar name={name} /><span class="place-name">{name}</span></Menu>;
}
