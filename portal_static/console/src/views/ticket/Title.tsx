/** The title, changed where it stands: a press opens it, Enter saves, Escape leaves it as it was. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { toast } from "../../store/desk/toasts";
import { changeDetail } from "../../store/tickets/details";
import type { Known } from "../../store/tickets/tickets";
import { w } from "./words";

const LONGEST = 300;

export function Title({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const editing = useSignal<string | null>(null);
  const returning = useRef(false);
  if (!editable)
    return (
      <h1 id="details" tabIndex={-1}>
        {ticket.title}
      </h1>
    );
  const leave = (byKey: boolean): void => {
    editing.value = null;
    returning.current = byKey;
  };
  const back = (button: HTMLButtonElement | null): void => {
    if (!button) return;
    if (returning.current) button.focus();
    returning.current = false;
  };
  if (editing.value !== null)
    return <Editor ticket={ticket} begun={editing.value} leave={leave} again={(typed) => (editing.value = typed)} />;
  return (
    <h1 id="details" tabIndex={-1}>
      <button
        ref={back}
        type="button"
        class="title"
        data-tip={w("title.edit")}
        onClick={() => (editing.value = ticket.title)}>
        {ticket.title}
      </button>
    </h1>
  );
}

interface EditorProps {
  ticket: Known;
  begun: string;
  /** By a key, the focus goes back to the title; else it is where one pressed. */
  leave(byKey: boolean): void;
  /** Open the field again with what was typed. */
  again(typed: string): void;
}

function Editor({ ticket, begun, leave, again }: EditorProps) {
  const text = useSignal(begun);
  const known = useRef(ticket.title);
  const done = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.select(), []); // before the next letter, which is meant for it
  const close = (): void => {
    done.current = true; // leaving takes the focus away, which would save again
    leave(document.activeElement === field.current);
  };
  const save = (): void => {
    const title = text.value.replaceAll(/\s+/g, " ").trim();
    if (done.current) return;
    if (title === "" || title === ticket.title) return close();
    if (ticket.title !== known.current) {
      known.current = ticket.title;
      toast(w("title.moved", { title: ticket.title }), { tone: "error" });
      return;
    }
    close();
    changeDetail(ticket.ref, { title }, { title }, w("done.title")).catch((failure: unknown) => {
      toast(w("title.refused", { why: problemText(failure) }), { tone: "error" });
      again(title);
    });
  };
  return (
    <h1 id="details">
      <textarea
        ref={field}
        class="title"
        aria-label={w("title.label")}
        rows={Math.min(4, Math.ceil(text.value.length / 55) || 1)}
        maxLength={LONGEST}
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Enter") save();
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </h1>
  );
}
