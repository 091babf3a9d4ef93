/** One thing that was said: a customer's message, an agent's reply, or a note among agents. */
import { type Signal, useSignal } from "@preact/signals";
import type { Attachment, Channel, Member, TimelineEntry } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { Countdown } from "../../../parts/Countdown";
import { Icon } from "../../../parts/icons";
import { Lazy } from "../../../parts/Lazy";
import { Keys, tipOf } from "../../../parts/tips";
import { Why } from "../../../parts/Why";
import { members } from "../../../store/desk/directory";
import { can, workspace } from "../../../store/desk/session";
import { isLast, undoOf } from "../../../store/desk/undo";
import { locale, plain, t } from "../../../words";
import { identityText } from "../identityText";
import { When } from "../when";
import { w } from "../words";
import { Delivery } from "./Delivery";
import { Files } from "./Files";
import { Picture } from "./Picture";
import { RichText } from "./RichText";

const mailFrame = () => import("./MailFrame");
const noteText = () => import("./NoteText");
const translating = () => import("../assistant/Translating");
const stranger = () => import("./Stranger");
const removed = () => import("./Removed");
const messageMenu = () => import("./MessageMenu");

/** What stands where something was removed for good. */
const BLANK = "█████";

export interface Spoken {
  id: string;
  kind: "customer_message" | "agent_reply" | "internal_note";
  name: string;
  at: string;
  /** Null while it is on its way: then `text` is all there is. */
  html: string | null;
  text?: string;
  /** How the text is meant. */
  format: string | null;
  hasHtml: boolean;
  attachments: readonly Attachment[];
  /** How it came, where that is known. */
  channel?: Channel;
  entry?: TimelineEntry;
  /** It opened the ticket. */
  opening?: boolean;
  /** What the mail was signed by, which nobody checked. */
  signed?: TimelineEntry["signed"];
}

const ROLES = { customer_message: "role.customer", agent_reply: "role.reply", internal_note: "role.note" } as const;

export function spokenOf(entry: TimelineEntry): Spoken {
  const { id, at, attachments } = entry;
  const opening = id.endsWith(".description");
  const typed = opening && entry.author.kind === "agent";
  const kind = typed ? "agent_reply" : entry.kind === "event" ? "customer_message" : entry.kind;
  return {
    id,
    kind,
    name: entry.author.name,
    at,
    html: entry.body_html,
    text: entry.body_text ?? "",
    format: entry.body_format,
    hasHtml: entry.has_html,
    attachments,
    entry,
    opening,
    signed: entry.signed,
  };
}

/** An agent may have typed what opened the ticket, which answers nothing. */
function role({ kind, opening }: Spoken): string {
  if (opening && kind === "agent_reply") return w("role.agent");
  return ROLES[kind] ? w(ROLES[kind]) : plain(kind);
}

export function Message({ reference, spoken }: { reference: string; spoken: Spoken }) {
  const asSent = useSignal(false);
  const pointedAt = useSignal(false);
  const note = useSignal<"text" | "history" | "editor">("text");
  const { entry } = spoken;
  const heading = `said-${spoken.id}`;
  const translates = Boolean(workspace.value?.has_model && spoken.html);
  const splits = spoken.kind === "customer_message" && !spoken.opening && isOwn(entry) && can.value("tickets:write");
  const removes = spoken.html !== null && can.value("tickets:delete");
  const offers = translates || (pointedAt.value && (splits || removes));
  const mine = { reference, id: spoken.id };
  return (
    <article
      id={`entry-${spoken.id}`}
      tabIndex={-1}
      class={`message ${spoken.kind}`}
      aria-labelledby={heading}
      onPointerEnter={() => (pointedAt.value = true)}>
      <header>
        <Avatar name={spoken.name} customer={spoken.kind === "customer_message"} />
        <span id={heading}>
          <b>{spoken.name || w("role.customer")}</b>{" "}
          <span class="role">
            {spoken.kind === "internal_note" && <Icon name="lock" />} {role(spoken)}
          </span>
        </span>
        {spoken.channel && <span>{t(`channel.${spoken.channel}`)}</span>}
        {entry?.merged_from && <span>{w("merged_from", { ref: entry.merged_from })}</span>}
        {entry?.split_into && <span>{w("split_into", { ref: entry.split_into })}</span>}
        {entry && <Delivery reference={reference} entry={entry} />}
        {spoken.signed && (
          <small class="badge" title={w("signed.hint")}>
            {w(`signed.${spoken.signed}`)}
          </small>
        )}
        <span>
          <When at={spoken.at} />
        </span>
        <Held id={spoken.id} />
        {entry?.kind === "internal_note" && <NoteMarks entry={entry} shown={note} />}
        {spoken.hasHtml && (
          <button
            type="button"
            class="plain as-sent"
            aria-pressed={asSent.value}
            onClick={() => (asSent.value = !asSent.value)}>
            {w(asSent.value ? "html.hide" : "html.show")}
          </button>
        )}
        {offers && <Lazy load={messageMenu} props={{ ...mine, translates, splits }} around={() => null} />}
      </header>
      {entry?.authenticated && entry.authenticated.standing !== "proven" && (
        <div class="stranger">
          <span class="badge">{w("identity.badge")}</span> {identityText(entry.authenticated)}
          <Why of="unverified" />
        </div>
      )}
      {entry?.from_address && (
        <Lazy load={stranger} props={{ reference, address: entry.from_address }} around={() => null} />
      )}
      {asSent.value && <Lazy load={mailFrame} props={{ reference, id: spoken.id }} />}
      {!asSent.value && note.value !== "editor" && <Said reference={reference} spoken={spoken} />}
      {spoken.text?.includes(BLANK) && <Lazy load={removed} props={mine} around={() => null} />}
      {translates && <Lazy load={translating} props={mine} around={() => null} />}
      {entry && note.value !== "text" && (
        <Lazy
          load={noteText}
          props={{ reference, entry, history: note.value === "history", leave: () => (note.value = "text") }}
        />
      )}
      {entry?.quoted_text && !asSent.value && (
        <details class="quoted">
          <summary>{w("quoted.show")}</summary>
          <blockquote>{entry.quoted_text}</blockquote>
        </details>
      )}
      <Files reference={reference} files={spoken.attachments} sent={spoken.kind === "customer_message"} />
    </article>
  );
}

/** Whether it was said on this very ticket, and is no other one's beginning as well. */
function isOwn(entry: TimelineEntry | undefined | null): boolean {
  return Boolean(entry && !entry.merged_from && !entry.split_into);
}

/** To whom a note was forwarded, that it was changed, and, for whoever wrote it, the way to change it. */
function NoteMarks({ entry, shown }: { entry: TimelineEntry; shown: Signal<"text" | "history" | "editor"> }) {
  const { forwarded_to: to = [], edited_at: edited, author } = entry; // the release before tells of no forwarding
  if (to.length > 0) return <span>{w("forwarded", { names: new Intl.ListFormat(locale()).format(to) })}</span>;
  const mine = author.id !== null && author.id === workspace.value?.member_id && can.value("tickets:write");
  const show = (what: "history" | "editor") => () => (shown.value = shown.value === what ? "text" : what);
  return (
    <>
      {edited && (
        <button type="button" class="plain" aria-expanded={shown.value === "history"} onClick={show("history")}>
          {w("note.edited")}
        </button>
      )}
      {mine && shown.value !== "editor" && (
        <button type="button" class="plain" onClick={show("editor")}>
          {w("note.edit")}
        </button>
      )}
    </>
  );
}

function Said({ reference, spoken }: { reference: string; spoken: Spoken }) {
  const { html, text, format, attachments, kind } = spoken;
  if (html === null) return <p class="text pre">{text}</p>;
  if (html === "") return <p class="text quiet">{w("no_text")}</p>;
  const draw = (file: Attachment) => <Picture key={file.id} inText {...{ reference, file, files: attachments }} />;
  const called = kind === "internal_note" ? members.value : NOBODY;
  return <RichText html={html} format={format} pictures={attachments} draw={draw} called={called} />;
}

const NOBODY: readonly Member[] = [];

/** A reply that isn't out yet can be taken back. */
function Held({ id }: { id: string }) {
  const held = undoOf(id);
  if (!held) return null;
  return (
    <span>
      <Countdown until={held.until} say={(seconds) => w("send.held", { seconds })} />{" "}
      <button type="button" class="plain" {...tipOf("undo")} onClick={held.run}>
        {w("send.undo")} {isLast(held) && <Keys keys="z" />}
      </button>
    </span>
  );
}
