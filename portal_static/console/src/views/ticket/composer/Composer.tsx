/** Where one answers: to the customer, or to the team. What is typed is kept until the desk has it. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Attachment } from "../../../api/types";
import { useCommands } from "../../../keys/handlers";
import { Icon } from "../../../parts/icons";
import { Lazy } from "../../../parts/Lazy";
import {
  aroundText,
  type Draft,
  draftOf,
  isEmpty,
  keeping,
  type Mode,
  noAddress,
  saidSince,
  write,
} from "../../../store/composer/drafts";
import { sendLater } from "../../../store/composer/later";
import { noteStart, refusals, send } from "../../../store/composer/send";
import { isSending, MOST_FILES, upload } from "../../../store/composer/uploads";
import { typed } from "../../../store/desk/presence";
import { workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { conversation, type Known } from "../../../store/tickets/tickets";
import { goOn } from "../goOn";
import { w } from "../words";
import { CannedButton, Missing, offer } from "./Canned";
import { tools, useEditor } from "./editor/load";
import { MacroButton } from "./MacroButton";
import { showPictures, withoutPicture } from "./pictures";
import { Recipients } from "./Recipients";
import { pickHow, SendButton } from "./SendButton";
import { AttachButton, dropZone, FileList, pasting } from "./Uploads";

const atComposer = () => import("../assistant/AtComposer");
const mentions = () => import("./Mentions");
const newerMessages = () => import("./NewerMessages");
const preview = () => import("./editor/Preview");
const refusal = () => import("./Refusal");
const proposed = () => import("./Proposed");
const scheduled = () => import("./Scheduled");
const sendLaterDialog = () => import("./SendLater");

export function Composer({ ticket }: { ticket: Known }) {
  const ref = ticket.ref;
  const draft = useMemo(() => aroundText(ref), [ref]).value;
  const { mode } = draft;
  const text = draft[mode];
  const field = useRef<HTMLTextAreaElement>(null);
  const dropping = useSignal(false);
  const previewing = useSignal(false);
  const scheduling = useSignal(false);
  const problem = refusals.value.get(ref);
  const editor = useEditor();
  useEffect(() => noteStart(ref), [ref]);
  const change = (body: string): void => writeBody(ref, mode, body);
  const canned = {
    ticket,
    field,
    change: (body: string) => writeBody(ref, "reply", body), // never into a note, whatever is written just now
    missing: (gaps: readonly string[]) => write(ref, { gaps }),
  };
  const add = (files: readonly File[]): void => attach(ref, mode, files);
  const submit = (): void => {
    const wrong = mode === "reply" && noAddress(draft.cc);
    if (wrong) toast(w("send.cc", { address: wrong }), { tone: "error" });
    else if (isSending(placeOf(ref, mode))) toast(w("send.files"), { tone: "error" });
    else void send(ref).then((taken) => taken && mode === "reply" && isEmpty(draftOf(ref).peek().reply) && goOn(ref));
  };
  const later = (): void => {
    if (isSending(placeOf(ref, "reply"))) toast(w("send.files"), { tone: "error" });
    else scheduling.value = true;
  };
  const pickMode = (picked: Mode): void => {
    write(ref, { mode: picked });
    field.current?.focus();
  };
  const pickCanned = (): void => {
    pickMode("reply");
    void offer(field.current, canned);
  };
  const addShown = (files: readonly File[]): void => {
    add(files);
    if (field.current) showPictures(field.current, files);
  };
  const look = (): void => void (previewing.value = true);
  const sendSomehow = (): void => pickHow(field.current, (status) => (write(ref, { status }), submit()), later);
  const assistant = (part: "draft" | "rest") => (
    <Lazy
      load={atComposer}
      props={{ reference: ref, part, field: mode === "reply" && !isEmpty(text) ? field : null }}
      around={() => null}
    />
  );
  useCommands({
    reply: () => pickMode("reply"),
    canned: pickCanned,
    note: () => pickMode("note"),
    send: submit,
    preview: mode === "reply" ? look : undefined,
    "send.later": mode === "reply" && !isEmpty(text) ? later : undefined,
    "send.how": mode === "reply" && !isEmpty(text) ? sendSomehow : undefined,
  });
  return (
    <section
      class={`composer ${mode}`}
      data-empty={isEmpty(text) && !problem ? "" : undefined}
      aria-label={w("write.aria")}
      onFocusIn={editor.wake}
      data-drop={dropping.value ? w("write.drop") : undefined}
      {...dropZone(dropping, addShown)}>
      <Newer ticket={ticket} draft={draft} />
      {Boolean(ticket.participants_proposed?.length) && <Lazy load={proposed} props={{ ticket }} around={() => null} />}
      {Boolean(ticket.scheduled?.length) && (
        <Lazy load={scheduled} props={{ ticket, editable: true }} around={() => null} />
      )}
      {problem && <Lazy load={refusal} props={{ ticket, problem }} around={() => null} />}
      <Missing names={draft.gaps} />
      <div class="composer-bar">
        <Modes mode={mode} pick={pickMode} />
        {mode === "reply" && (
          <>
            {assistant("draft")}
            <CannedButton {...canned} />
          </>
        )}
        <MacroButton reference={ref} />
      </div>
      {mode === "reply" && <Recipients ticket={ticket} cc={draft.cc} change={(cc) => write(ref, { cc })} />}
      <Body
        ticket={ticket}
        mode={mode}
        field={field}
        wrong={problem?.at("body") ? true : undefined}
        change={(body) => {
          change(body);
          if (mode === "reply" && body === "/") void offer(field.current, canned);
        }}
        paste={pasting(addShown)}
      />
      {mode === "note" && editor.there && <Lazy load={mentions} props={{ field }} around={() => null} />}
      <FileList place={placeOf(ref, mode)} files={text.files} remove={(id) => removeFile(ref, mode, id)} />
      <div class="composer-bar">
        {editor.there && (
          <Lazy load={tools} props={{ field, look: mode === "reply" ? look : null }} around={() => null} />
        )}
        <AttachButton add={add} />
        {assistant("rest")}
        <span class="quiet kept" role="status">
          {draft.sending ? w("write.sending") : state(isEmpty(text))}
        </span>
        <SendButton draft={draft} choose={(status) => write(ref, { status })} submit={submit} later={later} />
      </div>
      {scheduling.value && (
        <Lazy
          load={sendLaterDialog}
          props={{
            keep: (at: Date) => sendLater(ref, at).then(() => void toast(w("later.done"))),
            close: () => void (scheduling.value = false),
          }}
          around={() => null}
        />
      )}
      {previewing.value && (
        <Lazy
          load={preview}
          props={{ reference: ref, draft: draftOf(ref).peek(), close: () => void (previewing.value = false) }}
          around={() => null}
        />
      )}
    </section>
  );
}

/** What others said while one was writing. */
function Newer({ ticket, draft }: { ticket: Known; draft: Draft }) {
  const newer = saidSince(conversation(ticket.ref).value.entries, draft.since, workspace.value?.member_id ?? "");
  return newer.length > 0 ? <Lazy load={newerMessages} props={{ ticket, newer }} around={() => null} /> : null;
}

interface BodyProps {
  ticket: Known;
  mode: Mode;
  field: RefObject<HTMLTextAreaElement | null>;
  wrong: true | undefined;
  change(body: string): void;
  paste: ReturnType<typeof pasting>;
}

/** The field alone is drawn anew with each letter. */
function Body({ ticket, mode, field, wrong, change, paste }: BodyProps) {
  const { body } = draftOf(ticket.ref).value[mode];
  useGrowing(field, body);
  return (
    <textarea
      ref={field}
      aria-label={w(`write.body.${mode}`)}
      aria-invalid={wrong}
      placeholder={placeholder(ticket, mode)}
      maxLength={100_000}
      rows={3}
      value={body}
      onInput={(event) => change(event.currentTarget.value)}
      onPaste={paste}
    />
  );
}

function writeBody(ref: string, mode: Mode, body: string): void {
  const draft = draftOf(ref).peek();
  write(ref, { [mode]: { ...draft[mode], body }, ...(body === "" && { since: null, gaps: [] }) });
  typed();
}

function removeFile(ref: string, mode: Mode, id: string): void {
  const { body, files } = draftOf(ref).peek()[mode];
  const gone = files.find((file) => file.id === id);
  const text = { body: withoutPicture(body, gone?.name ?? ""), files: files.filter((file) => file !== gone) };
  write(ref, { [mode]: text });
}

function state(empty: boolean): string {
  if (empty) return "";
  return keeping.value ? w("write.saved") : w("write.not_kept");
}

function placeholder(ticket: Known, mode: Mode): string {
  if (mode === "note") return w("write.note_here");
  const name = ticket.contact?.name.split(" ")[0];
  return name ? w("write.reply_to", { name }) : w("write.reply_here");
}

function placeOf(ref: string, mode: Mode): string {
  return `${ref} ${mode}`;
}

function attach(ref: string, mode: Mode, files: readonly File[]): void {
  const there = draftOf(ref).peek()[mode].files.length;
  if (there + files.length > MOST_FILES) return void toast(w("upload.many", { count: MOST_FILES }), { tone: "error" });
  for (const file of files) {
    upload(placeOf(ref, mode), ref, file, (sent: Attachment) => {
      const text = draftOf(ref).peek()[mode];
      write(ref, { [mode]: { ...text, files: [...text.files, sent] } });
    });
  }
}

function Modes({ mode, pick }: { mode: Mode; pick(mode: Mode): void }) {
  return (
    <div class="modes" role="group" aria-label={w("write.aria")}>
      {(["reply", "note"] as const).map((each) => (
        <button key={each} type="button" class={`mode ${each}`} aria-pressed={mode === each} onClick={() => pick(each)}>
          {each === "note" && <Icon name="lock" />} {w(`write.${each}`)}
        </button>
      ))}
    </div>
  );
}

/** Whether browsers give a field the height of its text by themselves, which they do for less than it costs us. */
const GROWS = CSS.supports("field-sizing", "content");

/** The field is as high as its text, within what the style sheet allows. */
function useGrowing(field: { current: HTMLTextAreaElement | null }, body: string): void {
  useEffect(() => {
    const area = field.current;
    if (!area || GROWS) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  }, [body]);
}
