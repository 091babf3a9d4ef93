/** The frame around every view, and what it shows when there is nobody, nothing or no desk. */
import { useEffect, useRef } from "preact/hooks";
import { place } from "../../router/router";
import { followChanges } from "../../store/changes";
import { loadDirectory } from "../../store/directory";
import { forgetLists } from "../../store/list";
import { online } from "../../store/online";
import { type Theme, theme } from "../../store/preferences";
import { me, phase, signInAgain, signOut, start, switchWorkspace, workspace } from "../../store/session";
import { forgetTickets } from "../../store/tickets";
import { toasts } from "../../store/toasts";
import { t } from "../../words";
import { TicketList } from "../list/TicketList";
import { SignIn } from "../signin/SignIn";
import { TicketView } from "../ticket/TicketView";

export function Shell() {
  const now = phase.value;
  if (now === "starting") return <p role="status" class="quiet">{t("loading")}</p>;
  if (now === "unreachable") return <main class="center"><p role="alert">{t("unreachable")}</p><button onClick={() => void start()}>{t("retry")}</button></main>;
  if (now === "signed_out") return <main class="center"><SignIn /></main>;
  if (!workspace.value) return <main class="center"><p>{t("no_workspace")}</p><SignOut /></main>;
  return <Desk key={workspace.value.id} />;
}

function Desk() {
  useEffect(() => {
    void loadDirectory();
    return followChanges();
  }, []);
  const here = place.value;
  return (
    <div class={here.view === "ticket" ? "desk split" : "desk"}>
      <Rail />
      <main>
        {!online.value && <p role="status" class="banner">{t("offline")}</p>}
        {here.view === "tickets" || here.view === "ticket" ? <TicketList /> : <p class="quiet">{t("not_found")}</p>}
        {here.view === "ticket" && <TicketView reference={here.ref} />}
      </main>
      <div class="toasts" role="status">{toasts.value.map((each) => <p key={each.id}>{each.text}</p>)}</div>
      {signInAgain.value && <Again />}
    </div>
  );
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];

function Rail() {
  return (
    <header class="rail">
      <strong>{workspace.value?.name}</strong>
      {(me.value?.workspaces.length ?? 0) > 1 && (
        <label>{t("workspace")}
          <select value={workspace.value?.id} onChange={(event) => {
            forgetLists();
            forgetTickets();
            switchWorkspace(event.currentTarget.value);
          }}>{me.value?.workspaces.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</select>
        </label>
      )}
      <span>{workspace.value?.member_name}</span>
      <label>{t("theme")}
        <select value={theme} onChange={(event) => (theme.value = THEMES.find((each) => each === event.currentTarget.value) ?? "system")}>
          {THEMES.map((each) => <option key={each} value={each}>{t(`theme.${each}`)}</option>)}
        </select>
      </label>
      <SignOut />
    </header>
  );
}

function SignOut() {
  return <button onClick={() => void signOut()}>{t("signout")}</button>;
}

function Again() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return <dialog ref={dialog} aria-label={t("signin.title")} onCancel={(event) => event.preventDefault()}><SignIn again /></dialog>;
}
