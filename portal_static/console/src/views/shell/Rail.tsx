/** The rail: where one can go, and who one is. */
import type { ComponentChildren } from "preact";
import { problemText } from "../../api/problemText";
import type { View } from "../../api/types";
import { keysOf } from "../../keys/commands";
import { Avatar } from "../../parts/badges";
import { confirm } from "../../parts/Confirm";
import { Icon, type LineName } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { Keys } from "../../parts/tips";
import { go, href, inInbox, place, query } from "../../router/router";
import { counts, unread, views } from "../../store/desk/directory";
import { chosenLanguage, type Theme, theme } from "../../store/desk/preferences";
import { can, me, signOut, switchWorkspace, workspace } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { filtersOf, searchOf } from "../../store/tickets/filters";
import { deleteView, filtersOfView } from "../../store/tickets/savedViews";
import { LANGUAGES, language, number, t } from "../../words";
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
        <Place icon="inbox" to={href("inbox")} here={inInbox.value} count={unread.value} most={99}>
          {t("nav.inbox")}
        </Place>
        <Tab icon="tickets" tab="all">
          {t("nav.all")}
        </Tab>
        <Tab icon="mine" tab="mine">
          {t("tab.mine")}
        </Tab>
        <Tab icon="unassigned" tab="unassigned">
          {t("tab.unassigned")}
        </Tab>
        {views.value.length > 0 && <h2>{t("nav.views")}</h2>}
        {views.value.map((view) => (
          <SavedView key={view.id} view={view} />
        ))}
        <h2>{t("nav.workspace")}</h2>
        <Place icon="settings" to={href("settings")} here={place.value.view === "settings"} count={null}>
          {t("nav.settings")}
        </Place>
      </nav>
      <Account />
    </header>
  );
}

function WorkspaceName() {
  const all = me.value?.workspaces ?? [];
  const name = (
    <>
      <span class="mark" aria-hidden="true" />
      <strong>{workspace.value?.name}</strong>
    </>
  );
  if (all.length < 2) return <p class="desk-name">{name}</p>;
  const items = all.map((each) => ({
    label: each.name,
    checked: each.id === workspace.value?.id,
    run: () => moveTo(each.id),
  }));
  return (
    <Menu class="bare desk-name" label={`${t("workspace")}: ${workspace.value?.name}`} items={items}>
      {name}
      <Icon name="down" />
    </Menu>
  );
}

function moveTo(id: string): void {
  go(href("tickets"));
  switchWorkspace(id);
}

function Tab({
  icon,
  tab,
  children,
}: {
  icon: LineName;
  tab: "all" | "mine" | "unassigned";
  children: ComponentChildren;
}) {
  const to = href("tickets", tab === "all" ? "" : `tab=${tab}`);
  const here = isHere(tab === "all" ? "" : `tab=${tab}`);
  return (
    <Place icon={icon} to={to} here={here} count={tab === "all" ? null : (counts.value?.[tab] ?? null)}>
      {children}
    </Place>
  );
}

function SavedView({ view }: { view: View }) {
  const search = searchOf(filtersOfView(view)).toString();
  const mayDelete = view.own || can.value("settings:write");
  return (
    <div class="saved-view">
      <Place icon="view" to={href("tickets", search)} here={isHere(search)} count={null}>
        {view.name}
      </Place>
      {mayDelete && (
        <button
          type="button"
          class="bare"
          aria-label={t("view.delete", { name: view.name })}
          data-tip={t("view.delete", { name: view.name })}
          onClick={() => askToDelete(view)}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function askToDelete(view: View): void {
  confirm({
    title: t("view.delete", { name: view.name }),
    text: view.shared ? t("view.delete.shared") : t("view.delete.text"),
    yes: t("delete"),
    run: () => void deleteView(view).catch((failure: unknown) => toast(problemText(failure), { tone: "error" })),
  });
}

interface PlaceProps {
  icon: LineName;
  to: string;
  here: boolean;
  count: number | null;
  /** The desk counts no further than this. */
  most?: number;
  children: ComponentChildren;
}

function Place({ icon, to, here, count, most = Infinity, children }: PlaceProps) {
  return (
    <a href={to} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      <span class="place-name">{children}</span>
      {count !== null && count > 0 && <span class="count">{count > most ? `${number(most)}+` : number(count)}</span>}
    </a>
  );
}

function isHere(search: string): boolean {
  const { view } = place.value;
  return (
    !inInbox.value &&
    (view === "tickets" || view === "ticket") &&
    searchOf(filtersOf(query.value)).toString() === search
  );
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const LANGUAGE_NAMES: Record<string, string> = { en: "English", de: "Deutsch", es: "Español", fr: "Français" };

function Account() {
  const name = workspace.value?.member_name ?? "";
  const items: MenuItem[] = [
    ...THEMES.map((each) => ({
      label: t(`theme.${each}`),
      group: t("theme"),
      checked: theme.value === each,
      run: () => void (theme.value = each),
    })),
    ...LANGUAGES.map((each) => ({
      label: LANGUAGE_NAMES[each] ?? each,
      group: t("language"),
      checked: language.value === each,
      run: () => void (chosenLanguage.value = each),
    })),
    { label: t("cmd.help"), keys: keysOf("help"), run: openShortcuts },
    { label: t("cmd.signout"), run: () => void signOut() },
  ];
  return (
    <Menu class="bare account" label={t("account", { name })} items={items}>
      <Avatar name={name} />
      <span class="place-name">{name}</span>
    </Menu>
  );
}
