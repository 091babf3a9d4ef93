/** One thing that was said: a customer's message, an agent's reply, or a note among agents. */
import { useSignal } from "@preact/signals";
import type { Attachment, Channel, TimelineEntry } from "../../../api/types";
import { When } from "../when";
import { w } from "../words";
import { Delivery } from "./Delivery";
import { Files } from "./Files";
import { MailFrame } from "./MailFrame";
import { RichText } from "./RichText";
import { Stranger } from "./Stranger";

export interface Spoken {
  id: string;
  kind: "customer_message" | "agent_reply" | "internal_note";
  name: string;
  at: string;
  html: string;
  hasHtml: boolean;
  attachments: readonly Attachment[];
  /** How it came, where that is known. */
  channel?: Channel;
  entry?: TimelineEntry;
}

const ROLES = { customer_message: "role.customer", agent_reply: "role.reply", internal_note: "role.note" } as const;

export function spokenOf(entry: TimelineEntry): Spoken {
  const kind = entry.kind === "event" ? "customer_message" : entry.kind;
  const { id, at, attachments } = entry;
  return { id, kind, name: entry.author.name, at, html: entry.body_html ?? "", hasHtml: entry.has_html, attachments, entry };
}

export function Message({ reference, spoken }: { reference: string; spoken: Spoken }) {
  const asSent = useSignal(false);
  const { entry } = spoken;
  const heading = `said-${spoken.id}`;
  return (
    <article class={`message ${spoken.kind}`} aria-labelledby={heading}>
      <header>
        <span id={heading}>
          <b>{spoken.name || w("role.customer")}</b> <span class="role">{w(ROLES[spoken.kind])}</span>
        </span>
        {spoken.channel && <span>· {w(`via.${spoken.channel}`)}</span>}
        {entry?.merged_from && <span>· {w("merged_from", { ref: entry.merged_from })}</span>}
        {entry?.delivery && <Delivery delivery={entry.delivery} />}
        <span>· <When at={spoken.at} /></span>
        {spoken.hasHtml && (
          <button type="button" class="plain as-sent" aria-pressed={asSent.value} onClick={() => (asSent.value = !asSent.value)}>
            {w(asSent.value ? "html.hide" : "html.show")}
          </button>
        )}
      </header>
      {entry?.from_address && <Stranger reference={reference} address={entry.from_address} />}
      {asSent.value ? <MailFrame reference={reference} id={spoken.id} /> : <RichText html={spoken.html} />}
      {entry?.quoted_text && !asSent.value && (
        <details class="quoted"><summary>{w("quoted.show")}</summary><blockquote>{entry.quoted_text}</blockquote></details>
      )}
      <Files reference={reference} files={spoken.attachments} />
    </article>
  );
}
