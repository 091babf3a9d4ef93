/** Answering, or resolving, all tickets that report this one: the same words, each in a thread of its own. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Bulk } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { desk } from "../../../store/desk/session";
import { startOver } from "../../../store/tickets/details";
import { deedOfMany } from "../../../store/tickets/send";
import type { Known } from "../../../store/tickets/tickets";
import { sayDone } from "../../../store/tickets/undoing";
import { t } from "../../../words";
import { keepTyped, typedIn } from "./open";
import { w, wn } from "./words";

interface ReportsProps {
  ticket: Known;
  close(): void;
}

export function AnswerReports({ ticket, close }: ReportsProps) {
  const send = (words: string, key: string) => desk().answerReports(ticket.ref, words, key);
  return <Reports name="answer_reports" ticket={ticket} close={close} send={send} />;
}

export function ResolveReports({ ticket, close }: ReportsProps) {
  const send = (words: string, key: string) => desk().resolveReports(ticket.ref, words, key);
  return <Reports name="resolve_reports" ticket={ticket} close={close} send={send} />;
}

interface Sending extends ReportsProps {
  name: "answer_reports" | "resolve_reports";
  send(words: string, key: string): Promise<Bulk>;
}

function Reports({ name, ticket, close, send: sendTo }: Sending) {
  const words = useSignal(typedIn(name, ticket.ref));
  const failed = useSignal(0);
  const key = useMemo(() => crypto.randomUUID(), [words.value]); // the same words again go to those that are left
  const { problem, busy, send } = useSending(async () => {
    const told = await sendTo(words.value, key);
    const done = told.results.filter((each) => each.ok).map((each) => each.ref);
    const afterwards = (): Promise<void> => startOver(ticket.ref, ...done);
    if (done.length > 0) sayDone(wn(`${name}.done`, done.length), deedOfMany(told), afterwards);
    failed.value = told.results.length - done.length;
    await afterwards();
    if (failed.value > 0) return;
    keepTyped(name, ticket.ref, "");
    close();
  });
  const type = (text: string): void => {
    words.value = text;
    keepTyped(name, ticket.ref, text);
  };
  return (
    <Dialog title={w(`${name}.title`, { ref: ticket.ref })} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void send())}>
        <Field label={w(`${name}.words`)} hint={w("reports.hint")} problem={problem.value?.at("body")}>
          {(field) => (
            <textarea
              {...field}
              required
              autofocus
              rows={6}
              maxLength={10_000}
              value={words}
              onInput={(event) => type(event.currentTarget.value)}
            />
          )}
        </Field>
        {failed.value > 0 && <p class="warned">{wn("reports.failed", failed.value)}</p>}
        <Trouble problem={problem.value} shownAt={["body"]} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={busy}>
            {w(`${name}.yes`)}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
