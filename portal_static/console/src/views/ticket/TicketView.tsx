/** A ticket to read: header, description and conversation. */
import { useEffect } from "preact/hooks";
import type { TimelineEntry } from "../../api/types";
import { said } from "../../parts/said";
import { href, query } from "../../router/router";
import { workspace } from "../../store/session";
import { conversation, isWhole, open, openEarlier, ticketSignal } from "../../store/tickets";
import { toast } from "../../store/toasts";
import { locale, t } from "../../words";

export function TicketView({ reference }: { reference: string }) {
  useEffect(() => void open(reference), [reference, workspace.value?.id]);
  const talk = conversation(reference).value;
  const ticket = ticketSignal(reference)?.value;
  const failed = talk.problem && <p role="alert">{said(talk.problem)} <button onClick={() => void open(reference)}>{t("retry")}</button></p>;
  return (
    <article class="ticket">
      <p><a href={href("tickets", query.value)}>← {t("back")}</a> <span class="ref">{reference}</span></p>
      {failed}
      {!ticket && !failed && <p role="status">{t("loading")}</p>}
      {ticket && (
        <>
          <h1>{ticket.title}</h1>
          <p class="badges">
            <span class={`status ${ticket.status}`}>{t(`tab.${ticket.status}`)}</span>
            <span class={`priority ${ticket.priority}`}>{t(`priority.${ticket.priority}`)}</span>
            <span class="who">{ticket.contact?.name || ticket.contact?.email}</span>
          </p>
          {isWhole(ticket) && ticket.description && <section aria-label={t("description")} class="message text">{ticket.description}</section>}
          <section aria-label={t("conversation")}>
            {talk.earlier && <button class="plain" onClick={() => void openEarlier(reference).catch((failure: unknown) => toast(said(failure), { tone: "error" }))}>{t("earlier_messages")}</button>}
            {talk.entries.filter((entry) => entry.kind !== "event").map((entry) => <Message key={entry.id} entry={entry} />)}
          </section>
        </>
      )}
    </article>
  );
}

const KINDS = { internal_note: "note", agent_reply: "reply", customer_message: "customer", event: "customer" } as const;

function Message({ entry }: { entry: TimelineEntry }) {
  return (
    <div class={`message ${entry.kind}`}>
      <p class="quiet"><b>{entry.author.name}</b> · {t(KINDS[entry.kind])} · <time dateTime={entry.at}>{new Date(entry.at).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" })}</time></p>
      <div class="text">{entry.body_text}</div>
    </div>
  );
}
