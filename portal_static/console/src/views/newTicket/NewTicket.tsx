/** The form for a new ticket. Closing it keeps what was filled in; only making it or discarding it empties it. */
import { useSignal } from "@preact/signals";
import { keysOf } from "../../keys/commands";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { Keys } from "../../parts/tips";
import { useSending } from "../../parts/useSending";
import { go, href, query } from "../../router/router";
import { isSending, MOST_FILES, upload } from "../../store/composer/uploads";
import { awayText } from "../../store/desk/absences";
import { assignable } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { BLANK, fill, isBegun, make, ticketForm } from "../../store/newTicket/form";
import { questionAt } from "../../store/newTicket/fromSentence";
import { CHOICE_NAMES, CHOICES } from "../../store/tickets/choices";
import { t } from "../../words";
import { AttachButton, dropZone, FileList, pasting } from "../ticket/composer/Uploads";
import { w as ticketWord } from "../ticket/words";
import { ContactField } from "./ContactField";
import { FilledFrom } from "./FilledFrom";
import { LabelsField } from "./LabelsField";
import { Offered } from "./Offered";
import { Pick, PickChoice } from "./Pick";
import { w } from "./words";

const PLACE = "new ticket";
const FILLED = "filled-from";
/** What the request is comes first, then where it stands, then what never changes. */
const CHOSEN = [
  ...CHOICE_NAMES.filter((name) => name !== "status" && CHOICES[name].control),
  "status" as const,
  ...CHOICE_NAMES.filter((name) => !CHOICES[name].control),
];
const SHOWN_AT = [
  "title",
  "description",
  ...CHOICE_NAMES,
  "assignee_id",
  "contact",
  "labels",
  "participants",
  "attachments",
];

export default function NewTicket({ close }: { close(): void }) {
  const draft = ticketForm().value;
  const dropping = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    if (isSending(PLACE)) return void toast(ticketWord("send.files"), { tone: "error" });
    const ref = await make();
    close();
    toast(w("made", { ref }));
    go(href(`tickets/${encodeURIComponent(ref)}`, query.peek()));
  });
  const whoTakesIt = questionAt("assignee", draft);
  const wrong = (field: string): string | null => problem.value?.at(field) ?? null;
  return (
    <form
      class="new-ticket-form"
      data-drop={dropping.value ? ticketWord("write.drop") : undefined}
      {...dropZone(dropping, attach)}
      onSubmit={(event) => (event.preventDefault(), void send())}>
      {draft.wished && <FilledFrom id={FILLED} wished={draft.wished} />}
      <Field
        label={w("title")}
        hint={questionAt("title", draft)?.text}
        described={draft.wished ? FILLED : undefined}
        problem={wrong("title")}>
        {(field) => (
          <input
            {...field}
            ref={focusNow}
            autofocus
            required
            maxLength={300}
            autocomplete="off"
            value={draft.title}
            onInput={(event) => fill({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <ContactField draft={draft} problem={wrong("contact")} />
      <Field label={t("description")} problem={wrong("description")}>
        {(field) => (
          <textarea
            {...field}
            rows={5}
            maxLength={100_000}
            value={draft.description}
            onInput={(event) => fill({ description: event.currentTarget.value })}
            onPaste={pasting(attach)}
          />
        )}
      </Field>
      <FileList
        place={PLACE}
        files={draft.files}
        remove={(id) => fill({ files: draft.files.filter((file) => file.id !== id) })}
      />
      <AttachButton add={attach} />
      <div class="new-ticket-facts">
        {CHOSEN.map((name) => (
          <PickChoice key={name} name={name} draft={draft} problem={wrong(name)} />
        ))}
        <Pick
          label={t("field.assignee")}
          values={["", ...assignable.value.map((each) => each.id)]}
          value={draft.assignee}
          name={memberName}
          pick={(assignee) => fill({ assignee })}
          hint={whoTakesIt?.text || awayText(memberOf(draft.assignee)?.absence) || undefined}
          problem={wrong("assignee_id")}
        />
        {whoTakesIt && (
          <Offered
            label={whoTakesIt.text}
            options={whoTakesIt.options}
            pick={({ id }) => fill({ assignee: id ?? "" })}
          />
        )}
        <Field label={ticketWord("side.cc")} hint={w("copies.hint")} problem={wrong("participants")}>
          {(field) => (
            <input
              {...field}
              inputMode="email"
              autocomplete="off"
              spellcheck={false}
              value={draft.copies}
              onInput={(event) => fill({ copies: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <LabelsField draft={draft} problem={wrong("labels")} />
      <Trouble problem={problem.value} shownAt={SHOWN_AT} />
      <footer>
        {isBegun(draft) && (
          <button type="button" class="plain discard" onClick={() => fill(BLANK)}>
            {w("discard")}
          </button>
        )}
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {w("make")} <Keys keys={keysOf("send") ?? ""} />
        </button>
      </footer>
    </form>
  );
}

const memberOf = (id: string) => assignable.value.find((each) => each.id === id);

function memberName(id: string): string {
  const found = memberOf(id);
  if (!found) return t("unassigned");
  return id === workspace.value?.member_id ? t("me", { name: found.name }) : found.name;
}

function attach(files: readonly File[]): void {
  const draft = ticketForm();
  if (draft.peek().files.length + files.length > MOST_FILES)
    return void toast(ticketWord("upload.many", { count: MOST_FILES }), { tone: "error" });
  for (const file of files)
    upload(PLACE, null, file, (sent) => (draft.value = { ...draft.peek(), files: [...draft.peek().files, sent] }));
}
