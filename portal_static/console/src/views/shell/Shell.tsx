/** The frame around every view, and what it shows when there is nobody, nothing or no desk. */
import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useCommands } from "../../keys/handlers";
import { ConfirmHost } from "../../parts/Confirm";
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import { PickerHost } from "../../parts/picker";
import { styled } from "../../parts/styled";
import { Toasts } from "../../parts/Toasts";
import { TooltipHost } from "../../parts/tips";
import "../../parts/trusted";
import "../../parts/Why"; // where there is room for it: the ticket's own file has to stay small
import type { Workspace } from "../../api/types";
import { go, href, place } from "../../router/router";
import { forgetDirectory, loadDirectory } from "../../store/desk/directory";
import { resumeDevice } from "../../store/desk/heard";
import { finishNow, forgetInbox } from "../../store/desk/inbox";
import { followMailHeld } from "../../store/desk/mailHeld";
import { theme } from "../../store/desk/preferences";
import { ringForNews } from "../../store/desk/ring";
import { can, declineProof, me, phase, signInAgain, signInProblem, start, workspace } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { undoLast } from "../../store/desk/undo";
import { followChanges } from "../../store/tickets/feed";
import { forgetLists } from "../../store/tickets/list";
import { forgetPlaces } from "../../store/tickets/selection";
import { forgetTickets } from "../../store/tickets/tickets";
import { takeOrderAlong } from "../../store/tickets/viewOrder";
import { t, textsThere } from "../../words";
import { FilterHost } from "../filters/Host";
import { SaveViewHost } from "../list/SaveView";
import { startSearch } from "../list/search";
import { TicketList } from "../list/TicketList";
import { MacroHost } from "../macros/open";
import { NewTicketHost, openNewTicket } from "../newTicket/open";
import { TimeHost } from "../time/Host";
import { Banners } from "./Banners";
import { leave } from "./leaving";
import { OpenTicket, useTicketViewSoon } from "./OpenTicket";
import { openPalette, PaletteHost } from "./Palette";
import { Rail } from "./Rail";
import { openShortcuts, ShortcutsHost } from "./Shortcuts";
import { markIcon, titleOfPlace } from "./title";

/** Where the build has put the style sheet of the reports. */
declare const REPORTS_STYLE: string;

export function Shell() {
  const now = phase.value;
  if (now === "starting")
    return (
      <p role="status" class="quiet late">
        {t("loading")}
      </p>
    );
  if (now === "unreachable") return <Unreachable />;
  if (now === "signed_out")
    return (
      <main class="center">
        <Lazy load={signInView} props={{ again: null }} />
      </main>
    );
  const here = workspace.value;
  if (!here) return <Nowhere />;
  if (here.barred) return <Shut here={here} />;
  return <Desk key={here.id} />;
}

function Unreachable() {
  return (
    <main class="center">
      <div role="alert">
        <h1>{t("unreachable")}</h1>
      </div>
      <button onClick={() => void start()}>{t("retry")}</button>
    </main>
  );
}

function Nowhere() {
  return (
    <main class="center">
      <h1>{t("no_workspace")}</h1>
      <button onClick={leave}>{t("cmd.signout")}</button>
      <FirstHosts />
    </main>
  );
}

function Shut({ here }: { here: Workspace }) {
  return (
    <main class="center">
      <Lazy key={`${here.id} ${here.barred}`} load={barredView} props={{ here }} />
      <FirstHosts />
    </main>
  );
}

const settingsView = () => import("../settings/Settings");
const contactView = () => import("../contact/Contact");
const barredView = () => import("../account/Barred");
const signInView = () => import("../signin/SignIn");
const inboxView = () => import("../inbox/Inbox");
/** With its style sheet, which nothing else needs. */
const reportsView = async () => {
  const [view] = await Promise.all([import("../reports/Reports"), styled(REPORTS_STYLE)]);
  return view;
};

function Desk() {
  useEffect(() => {
    void loadDirectory().then(takeOrderAlong);
    const stops = [followChanges(), followMailHeld()];
    addEventListener("pagehide", finishNow);
    return () => {
      for (const stop of stops) stop();
      removeEventListener("pagehide", finishNow);
      forgetLists();
      forgetTickets();
      forgetInbox();
      forgetDirectory();
      forgetPlaces();
    };
  }, []);
  useDeskCommands();
  useTicketViewSoon();
  useSignalEffect(() => {
    document.title = titleOfPlace();
  });
  useSignalEffect(() => {
    if (me.value) void resumeDevice(); // also when somebody signs in again
  });
  useSignalEffect(() => {
    if (signInProblem.value !== null && signInAgain.value === null) void tellProblem(signInProblem.value);
  });
  useSignalEffect(markIcon);
  useSignalEffect(ringForNews);
  const here = place.value;
  return (
    <div class={here.view === "ticket" ? "desk split" : "desk"}>
      <Rail />
      <main>
        <Banners />
        {(here.view === "tickets" || (here.view === "ticket" && here.from === "tickets")) && <TicketList />}
        {here.view === "contact" && <Lazy key={here.id} load={contactView} props={{ id: here.id }} />}
        {(here.view === "inbox" || (here.view === "ticket" && here.from === "inbox")) && (
          <Lazy load={inboxView} props={{}} />
        )}
        {here.view === "settings" && <Lazy load={settingsView} props={{ section: here.section }} />}
        {here.view === "report" && <Lazy load={reportsView} props={{ name: here.name, facts: here.facts }} />}
        {here.view === "unknown" && (
          <div class="empty">
            <h1>{t("not_found")}</h1>
          </div>
        )}
        {here.view === "ticket" && <OpenTicket reference={here.ref} />}
      </main>
      <Hosts />
    </div>
  );
}

/** A sign-in by one's company failed, of somebody who is still signed in. */
async function tellProblem(code: string): Promise<void> {
  const { companyProblem } = await import("../signin/words");
  await textsThere();
  signInProblem.value = null;
  toast(companyProblem(code), { tone: "error" });
}

/** What any page may ask for on which somebody is signed in. */
function FirstHosts() {
  return (
    <>
      <Toasts />
      <ConfirmHost />
      {signInAgain.value && (
        <Dialog
          kind="again"
          title={t("signin.title")}
          close={() => signInAgain.peek() === "proof" && declineProof()}
          untitled>
          <Lazy load={signInView} props={{ again: signInAgain.value }} />
        </Dialog>
      )}
    </>
  );
}

/** What any part of the desk may ask for. */
function Hosts() {
  return (
    <>
      <FirstHosts />
      <PickerHost />
      <PaletteHost />
      <ShortcutsHost />
      <FilterHost />
      <SaveViewHost />
      <MacroHost />
      <NewTicketHost />
      <TimeHost />
      <TooltipHost />
    </>
  );
}

function useDeskCommands(): void {
  useCommands({
    "go.inbox": () => go(href("inbox")),
    "go.reports": can.value("tickets:read") ? () => go(href("reports")) : undefined,
    "go.settings": () => go(href("settings")),
    "go.tickets": () => go(href("tickets")),
    "go.mine": () => go(href("tickets", "tab=mine")),
    search: startSearch,
    new: can.value("tickets:write") ? openNewTicket : undefined,
    palette: openPalette,
    help: openShortcuts,
    undo: undoLast,
    "theme.light": () => (theme.value = "light"),
    "theme.dark": () => (theme.value = "dark"),
    "theme.system": () => (theme.value = "system"),
    signout: leave,
  });
}
