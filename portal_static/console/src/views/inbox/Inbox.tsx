/** What one was told, by ticket: each is opened beside it, and leaves it when it is done with. */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { useCommands } from "../../keys/handlers";
import { besideHref, go, href, place, ticketHref } from "../../router/router";
import { unread } from "../../store/desk/directory";
import { finishUndoably, hasNews, inbox, loadInbox, loadOlder, markAllRead } from "../../store/desk/inbox";
import {
  finishTicket,
  inboxAt,
  inboxNeighbour,
  inboxTickets,
  isInboxZero,
  onlyUnread,
  showUnread,
} from "../../store/desk/inboxTickets";
import { toast } from "../../store/desk/toasts";
import { t } from "../../words";
import { fromRow } from "./fromRow";
import { InboxRow, inboxTitleId } from "./InboxRow";
import { Nothing } from "./Nothing";
import { w, wn } from "./words";

export default function Inbox() {
  const here = place.value;
  const beside = here.view === "ticket" ? here.ref : null;
  useEffect(() => void loadInbox(), []);
  usePlace(beside);
  const at = inboxAt.value;
  useCommands({
    ...(beside === null && at !== null && fromRow(at, () => titleOf(at))), // an open ticket has its own
    next: () => step(beside, 1),
    previous: () => step(beside, -1),
    open: () => inboxAt.peek() !== null && go(ticketHref(inboxAt.peek() ?? "")),
    done: () => inboxAt.peek() !== null && finishHere(inboxAt.peek() ?? ""),
  });
  const { state, problem, next } = inbox.value;
  const rows = inboxTickets.value;
  return (
    <section class={beside === null ? "inbox page" : "inbox list beside"} aria-labelledby="inbox-title">
      <Head />
      {problem && (
        <p role="alert">
          {problemText(problem)}{" "}
          <button type="button" onClick={() => void loadInbox()}>
            {t("retry")}
          </button>
        </p>
      )}
      {state === "loading" && (
        <p role="status" class="quiet late">
          {t("loading")}
        </p>
      )}
      {state === "ready" && rows.length === 0 && <Nothing all={isInboxZero.value} />}
      <ul class="notices" aria-label={w("title")}>
        {rows.map((row) => (
          <InboxRow key={row.ref} row={row} open={row.ref === beside} finish={() => finishHere(row.ref)} />
        ))}
      </ul>
      {next && (
        <button
          type="button"
          class="plain"
          onClick={() => void loadOlder().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }))}>
          {w("more")}
        </button>
      )}
    </section>
  );
}

function Head() {
  return (
    <header class="page-head">
      <h1 id="inbox-title">{w("title")}</h1>
      <span class="quiet" role="status">
        {unread.value > 0 ? wn("unread", unread.value) : ""}
      </span>
      {hasNews.value && (
        <button type="button" class="chip" onClick={() => void loadInbox()}>
          {w("news")}
        </button>
      )}
      <span class="spring" />
      <label class="switch">
        <input type="checkbox" checked={onlyUnread} onChange={(event) => showUnread(event.currentTarget.checked)} />{" "}
        {w("only_unread")}
      </label>
      <a class="button" href={href("settings/notifications")}>
        {w("settings")}
      </a>
      <button type="button" disabled={unread.value === 0} onClick={() => void markAllRead()}>
        {w("read_all")}
      </button>
    </header>
  );
}

/** How far down the inbox was looked at, as long as it has the page to itself. */
let scrolled = 0;

/** Coming back from a ticket one is at its row, as far down as before; and the focus never falls out of the inbox. */
function usePlace(beside: string | null): void {
  useEffect(() => {
    const keep = (): void => {
      if (place.peek().view === "inbox") scrolled = scrollY;
    };
    addEventListener("scroll", keep, { passive: true });
    return () => removeEventListener("scroll", keep);
  }, []);
  useLayoutEffect(() => {
    if (beside !== null) inboxAt.value = beside;
    else scrollTo(0, scrolled);
  }, [beside]);
  const rows = inboxTickets.value;
  useEffect(() => {
    if (beside === null && document.activeElement === document.body) focusRow(inboxAt.peek());
  }, [beside, rows]);
}

/** To the next row; beside an open ticket, to the next ticket. */
function step(beside: string | null, by: number): void {
  const ref = inboxNeighbour(beside ?? inboxAt.peek(), by);
  if (ref === null) return;
  if (beside !== null) go(ticketHref(ref));
  else focusRow(ref);
}

function finishHere(ref: string): void {
  const here = place.peek();
  const next = finishTicket(ref, (notices) => finishUndoably(notices, w("done_one", { ref })));
  if (here.view === "ticket" && here.ref === ref) go(next === null ? besideHref() : ticketHref(next));
}

function focusRow(ref: string | null): void {
  if (ref !== null) titleOf(ref)?.focus();
}

function titleOf(ref: string): HTMLElement | null {
  return document.getElementById(inboxTitleId(ref));
}
