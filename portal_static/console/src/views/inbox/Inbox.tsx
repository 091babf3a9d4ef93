/** What one was told: read by opening it, or all at once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import type { Notice } from "../../api/types";
import { useCommands } from "../../keys/handlers";
import { Icon, type LineName } from "../../parts/icons";
import { go, href, ticketHref } from "../../router/router";
import { unread } from "../../store/desk/directory";
import { inbox, loadInbox, loadOlder, markAllRead, markRead } from "../../store/desk/inbox";
import { toast } from "../../store/desk/toasts";
import { prefetch } from "../../store/tickets/tickets";
import { t } from "../../words";
import { SIGNS } from "../ticket/thread/eventText";
import { When } from "../ticket/when";
import { told, w, wn } from "./words";

export default function Inbox() {
  useFresh();
  const onlyUnread = useSignal(false);
  const { state, problem, notices, next } = inbox.value;
  const shown = onlyUnread.value ? notices.filter((each) => !each.read) : notices;
  const focusBy = (by: number): void => moveFocus(by);
  useCommands({ next: () => focusBy(1), previous: () => focusBy(-1) });
  return (
    <section class="page" aria-labelledby="inbox-title">
      <header class="page-head">
        <h1 id="inbox-title">{w("title")}</h1>
        <span class="quiet" role="status">
          {unread.value > 0 ? wn("unread", unread.value) : ""}
        </span>
        <span class="spring" />
        <label class="switch">
          <input
            type="checkbox"
            checked={onlyUnread}
            onChange={(event) => (onlyUnread.value = event.currentTarget.checked)}
          />{" "}
          {w("only_unread")}
        </label>
        <a class="button" href={href("settings/notifications")}>
          {w("settings")}
        </a>
        <button type="button" disabled={unread.value === 0} onClick={() => void markAllRead()}>
          {w("read_all")}
        </button>
      </header>
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
      {state === "ready" && shown.length === 0 && <Nothing all={notices.length === 0} />}
      <ul class="notices" aria-label={w("title")}>
        {shown.map((notice) => (
          <Line key={notice.id} notice={notice} />
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

/** Fetch it when it is opened, and again whenever there is more to read than before. */
function useFresh(): void {
  const before = useRef(-1);
  useEffect(() => {
    const grown = unread.value > before.current;
    before.current = unread.value;
    if (grown) void loadInbox();
  }, [unread.value]);
}

function Nothing({ all }: { all: boolean }) {
  if (!all) return <p class="empty">{w("empty.unread")}</p>;
  return (
    <div class="empty">
      <Icon name="inbox" />
      <h2>{w("empty")}</h2>
      <p>{w("empty.about")}</p>
    </div>
  );
}

/** What the conversation shows by a message of its own has a sign here alone. */
const ICONS: Record<string, LineName> = { ...SIGNS, customer_replied: "reply", mentioned: "inbox" };

function Line({ notice }: { notice: Notice }) {
  const open = (event: MouseEvent): void => {
    void markRead([notice.id]);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(ticketHref(notice.ref));
  };
  return (
    <li class={notice.read ? "notice-line" : "notice-line unread"} onPointerEnter={() => void prefetch(notice.ref)}>
      <span class="dot" aria-hidden="true" />
      <Icon name={ICONS[notice.event.replace("ticket.", "")] ?? "tickets"} />
      <a href={ticketHref(notice.ref)} onClick={open}>
        <span>{told(notice.event, notice.actor, notice.ref)}</span>
        <span class="quiet">{notice.title}</span>
        {!notice.read && <span class="unseen">{w("new")}</span>}
      </a>
      <When at={notice.at} />
      {!notice.read && (
        <button
          type="button"
          class="bare"
          aria-label={`${w("read_one")}: ${notice.ref}`}
          data-tip={w("read_one")}
          onClick={() => void markRead([notice.id])}>
          <Icon name="check" />
        </button>
      )}
    </li>
  );
}

/** j and k go through the notices as Tab would. */
function moveFocus(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(".notices a")];
  const at = links.findIndex((each) => each === document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus();
}
