/** Forwarding: what of the conversation is sent to somebody outside of it, and to whom. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Said } from "../../../api/types";
import { Dialog, submitByKey } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { type Attempt, addressesIn, sameAttempt } from "../../../store/composer/drafts";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { markOwn } from "../../../store/tickets/feed";
import { addEntries, type Known } from "../../../store/tickets/tickets";
import { locale, t } from "../../../words";
import { When } from "../when";
import { type Forwardable, forwardable } from "./forwardable";
import { keepTyped, typedIn } from "./open";
import { w } from "./words";

const AT = ["to", "body", "messages", "attachments"];

export function ForwardDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const offered = useMemo(() => forwardable(ticket), [ref]);
  const [to, body] = [useSignal(""), useSignal(typedIn("forward", ref))];
  const chosen = useSignal<readonly string[]>(offered.slice(-1).map(({ id }) => id));
  const attempt = useRef<Attempt | null>(null);
  const { problem, busy, send } = useSending(async () => {
    const sent = { to: addressesIn(to.value), body: body.value, messages: chosen.value };
    attempt.current = sameAttempt(attempt.current, sent) ?? { key: crypto.randomUUID(), sent };
    const entry = await desk().ask<Said>("POST", `tickets/${ref}/forward`, { body: sent, key: attempt.current.key });
    keepTyped("forward", ref, "");
    addEntries(ref, [entry]);
    markOwn([ref]);
    toast(w("forward.done", { names: new Intl.ListFormat(locale()).format(entry.forwarded_to) }));
    close();
  });
  const type = (text: string): void => {
    body.value = text;
    keepTyped("forward", ref, text);
  };
  const choose = (id: string, wanted: boolean): void => {
    chosen.value = offered
      .map((each) => each.id)
      .filter((each) => (each === id ? wanted : chosen.value.includes(each)));
  };
  return (
    <Dialog title={w("forward.title", { ref })} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void send())} onKeyDown={submitByKey}>
        <Field label={w("forward.to")} hint={w("forward.to_hint")} problem={problem.value?.at("to")}>
          {(field) => (
            <input
              {...field}
              type="text"
              inputMode="email"
              autocomplete="off"
              spellcheck={false}
              required
              autofocus
              value={to}
              onInput={(event) => (to.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={w("forward.body")} problem={problem.value?.at("body")}>
          {(field) => (
            <textarea {...field} rows={4} value={body} onInput={(event) => type(event.currentTarget.value)} />
          )}
        </Field>
        <Choice offered={offered} chosen={chosen.value} choose={choose} wrong={problem.value?.at("messages") ?? null} />
        <Trouble problem={problem.value} shownAt={AT}>
          {problem.value?.at("attachments")}
        </Trouble>
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={busy}>
            {t("cmd.forward")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  offered: readonly Forwardable[];
  chosen: readonly string[];
  choose(id: string, wanted: boolean): void;
  wrong: string | null;
}

function Choice({ offered, chosen, choose, wrong }: ChoiceProps) {
  return (
    <fieldset class="forwarded">
      <legend>{w("forward.messages")}</legend>
      {offered.map(({ id, name, at, text, attachments }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) => choose(id, event.currentTarget.checked)}
          />
          <span>
            <b>{name}</b> <When at={at} />{" "}
            <span class="quiet">{[text, ...attachments.map((file) => file.name)].join(" · ")}</span>
          </span>
        </label>
      ))}
      {wrong && <p class="wrong">{wrong}</p>}
    </fieldset>
  );
}
