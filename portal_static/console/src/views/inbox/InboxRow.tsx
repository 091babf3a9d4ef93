/** A ticket in the inbox: what was told of it last, and how much in all. */
import { useComputed } from "@preact/signals";
import { keysOf } from "../../keys/commands";
import { Icon, type LineName } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { tipOf } from "../../parts/tips";
import { ticketHref } from "../../router/router";
import { type InboxTicket, inboxAt } from "../../store/desk/inboxTickets";
import { prefetch } from "../../store/tickets/tickets";
import { t } from "../../words";
import { SIGNS } from "../ticket/thread/eventText";
import { When } from "../ticket/when";
import { fromRow } from "./fromRow";
import { told, w, wn } from "./words";

/** What the conversation shows by a message of its own has a sign here alone. */
const ICONS: Record<string, LineName> = { ...SIGNS, customer_replied: "reply", mentioned: "inbox", reminded: "bell" };

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
        {newest.instead_of && <span class="quiet">{w("for", { name: newest.instead_of.name })}</span>}
        {newest.preview && <span class="quiet words">{newest.preview}</span>}
        {unread > 0 && <span class="unseen">{w("new")}</span>}
      </a>
      <When at={newest.at} />
      <span class="acts">
        <Menu label={w("acts", { ref })} items={acts(ref)} class="bare">
          <Icon name="more" />
        </Menu>
        <button type="button" class="bare" aria-label={w("done_one", { ref })} {...tipOf("done")} onClick={finish}>
          <Icon name="check" />
        </button>
      </span>
    </li>
  );
}

function acts(ref: string): MenuItem[] {
  const { snooze, remind } = fromRow(ref, () => document.getElementById(inboxTitleId(ref)));
  return [
    ...(snooze ? [{ label: t("cmd.snooze"), icon: <Icon name="clock" />, keys: keysOf("snooze"), run: snooze }] : []),
    ...(remind ? [{ label: t("cmd.remind"), icon: <Icon name="bell" />, keys: keysOf("remind"), run: remind }] : []),
  ];
}

/** The id of the link of a row, which has the focus where the keyboard is. */
export function inboxTitleId(ref: string): string {
  return `notice-${ref}`;
}
