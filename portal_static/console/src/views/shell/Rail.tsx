/** The rail: where one can go, and who one is. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keysOf } from "../../keys/commands";
import { run } from "../../keys/handlers";
import { Avatar } from "../../parts/badges";
import { Icon, type LineName } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { Keys } from "../../parts/tips";
import { go, href, inInbox, place, query } from "../../router/router";
import { counts, unread, views } from "../../store/desk/directory";
import { chosenLanguage, type Theme, theme } from "../../store/desk/preferences";
import { can, me, switchWorkspace, workspace } from "../../store/desk/session";
import { narrow } from "../../store/desk/width";
import { LANGUAGES, language, number, t } from "../../words";
import { leave } from "./leaving";
import { openPalette } from "./Palette";
import { isHere, Place } from "./Place";
import { SavedView } from "./SavedView";
import { openShortcuts } from "./Shortcuts";
import { placeName } from "./title";

export function Rail() {
  return narrow.value ? <Bar /> : <Beside />;
}

function Beside() {
  return (
    <header class="rail">
      <WorkspaceName />
      <button type="button" class="finder" onClick={openPalette}>
        <span>{t("cmd.palette")}</span>
        <Keys keys={keysOf("palette") ?? ""} />
      </button>
      <Places />
      <Account />
    </header>
  );
}

/** On a phone one bar: where one is, which opens where one can go, and what is needed everywhere. */
function Bar() {
  const sheet = useRef<HTMLDivElement>(null);
  const here = useComputed(() => `${location.pathname} ${place.value.view} ${query.value}`).value;
  useEffect(() => sheet.current?.hidePopover(), [here]);
  return (
    <header class="rail">
      <button type="button" class="bare desk-name" popovertarget="places">
        <span class="mark" aria-hidden="true" />
        <span class="unseen">{t("nav")}: </span>
        <strong>{placeName() || workspace.value?.name}</strong>
        {unread.value > 0 && <span class="count">{number(unread.value)}</span>}
        <Icon name="down" />
      </button>
      <button type="button" class="bare" aria-label={t("search")} onClick={() => run("search")}>
        <Icon name="search" />
      </button>
      {can.value("tickets:write") && (
        <button type="button" class="bare" aria-label={t("cmd.new")} onClick={() => run("new")}>
          <Icon name="plus" />
        </button>
      )}
      <Account />
      <div ref={sheet} id="places" popover="auto" class="places">
        <WorkspaceName />
        <button type="button" class="finder" onClick={openPalette}>
          <span>{t("cmd.palette")}</span>
        </button>
        <Places />
      </div>
    </header>
  );
}

function Places() {
  return (
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
      {can.value("tickets:read") && (
        <Place icon="reports" to={href("reports")} here={place.value.view === "report"} count={null}>
          {t("nav.reports")}
        </Place>
      )}
      <Place icon="settings" to={href("settings")} here={place.value.view === "settings"} count={null}>
        {t("nav.settings")}
      </Place>
    </nav>
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
    { label: t("cmd.signout"), run: leave },
  ];
  return (
    <Menu class="bare account" label={t("account", { name })} items={items}>
      <Avatar name={name} />
      <span class="place-name">{name}</span>
    </Menu>
  );
}
