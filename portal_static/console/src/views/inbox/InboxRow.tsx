/** A ticket in the inbox: what was told of it last, and how much in all. */
import { useComputed } from "@preact/signals";
import { Icon, type LineName } from "../../parts/icons";
import { tipOf } from "../../parts/tips";
import { ticketHref } from "../../router/router";
import { type InboxTicket, inboxAt } from "../../store/desk/inboxTickets";
import { prefetch } from "../../store/tickets/tickets";
import { SIGNS } from "../ticket/thread/eventText";
import { When } from "../ticket/when";
import { told, w, wn } from "./words";

/** What the conversation shows by a message of its own has a sign here alone. */
const ICONS: Record<string, LineName> = { ...SIGNS, customer_replied: "reply", mentioned: "inbox" };

interface InboxRowProps {
  row: InboxTicket;
  /** It stands beside the inbox. */
  open: boolean;
  finish(): void;
}

export function InboxRow({ row: { ref, newest, notices, unread }, open, finish }: InboxRowProps) {
  const kind = useComputed(() => (inboxAt.value === ref ? "current" : ""));
  const count = notices.length;
  return (
    <li
      class={`notice-line ${unread > 0 ? "unread" : ""} ${open ? "open" : ""} ${kind.value}`}
      data-notice={ref}
      onFocusIn={() => (inboxAt.value = ref)}
      onPointerEnter={() => void prefetch(ref)}>
      <span class="dot" aria-hidden="true" />
      <Icon name={ICONS[newest.event.replace("ticket.", "")] ?? "tickets"} />
      <a id={inboxTitleId(ref)} href={ticketHref(ref)} aria-current={open ? "true" : undefined}>
        <span>{newest.title}</span>
        {count > 1 && (
          <span class="count">
            {count}
            <span class="unseen"> {wn("told", count)}</span>
          </span>
        )}
        <span class="quiet what">{told(newest.event, newest.actor, ref)}</span>
        {newest.preview && <span class="quiet words">{newest.preview}</span>}
        {unread > 0 && <span class="unseen">{w("new")}</span>}
      </a>
      <When at={newest.at} />
      <button type="button" class="bare" aria-label={w("done_one", { ref })} {...tipOf("done")} onClick={finish}>
        <Icon name="check" />
      </button>
    </li>
  );
}

/** The id of the link of a row, which has the focus where the keyboard is. */
export function inboxTitleId(ref: string): string {
  return `notice-${ref}`;
}
