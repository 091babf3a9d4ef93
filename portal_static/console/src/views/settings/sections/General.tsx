/** What the desk is called, how it looks to customers, when tickets close, and whether requests are confirmed. */

import { useSignal } from "@preact/signals";
import type { DeskSettings, Mailbox } from "../../../api/types";
import { Field } from "../../../parts/Field";
import { toast } from "../../../store/desk/toasts";
import { Confirmations } from "../Confirmations";
import { useCollection, useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Check, Select, Text } from "../inputs";
import { MailHeld } from "../MailHeld";
import { w } from "../words";

export default function General() {
  const desk = useSingle<DeskSettings>("settings");
  const found = desk.found.value;
  return (
    <Page title={w("section.general")} loading={desk.loading.value} reload={desk.load}>
      {found && (
        <>
          <MailHeld found={found} />
          <Form found={found} send={desk.change} />
          <Confirmations found={found} send={desk.change} />
        </>
      )}
    </Page>
  );
}

const MAILS = ["mail_created", "mail_replied", "mail_status", "mail_resolved"] as const;

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["es", "Español"],
  ["fr", "Français"],
] as const;

function Form({ found, send }: { found: DeskSettings; send(body: unknown): Promise<void> }) {
  const mailboxes = useCollection<Mailbox>("mailboxes");
  const name = useSignal(found.name);
  const prefix = useSignal(found.prefix);
  const language = useSignal(found.language);
  const color = useSignal(found.color);
  const days = useSignal(found.auto_close_days === null ? "" : String(found.auto_close_days));
  const largest = useSignal(String(found.max_mail_mb));
  const sender = useSignal(found.sender);
  const assigns = useSignal(found.assign_by_answer);
  const mails = {
    mail_created: useSignal(found.mail_created),
    mail_replied: useSignal(found.mail_replied),
    mail_status: useSignal(found.mail_status),
    mail_resolved: useSignal(found.mail_resolved),
  };
  const save = async (): Promise<void> => {
    const auto_close_days = days.value === "" ? null : Number(days.value);
    await send({
      name: name.value,
      prefix: prefix.value,
      language: language.value,
      color: color.value,
      auto_close_days,
      max_mail_mb: Number(largest.value),
      assign_by_answer: assigns.value,
      ...Object.fromEntries(MAILS.map((kind) => [kind, mails[kind].value])),
      ...(sender.value && { sender: sender.value }),
    });
    toast(w("saved"));
  };
  const senders = [...new Set([sender.value, ...mailboxes.items.value.map((each) => each.address)])].filter(
    (each) => each !== "",
  );
  return (
    <PageForm send={save} fields={["name", "prefix", "language", "color", "auto_close_days", "max_mail_mb", "sender"]}>
      {(problem) => (
        <>
          <Text
            label={w("general.name")}
            value={name}
            required
            maxLength={200}
            hint={w("general.name_hint")}
            problem={problem?.at("name")}
          />
          <Text
            label={w("general.prefix")}
            value={prefix}
            required
            maxLength={8}
            hint={w("general.prefix_hint", { ref: `${prefix.value.toUpperCase()}-0042` })}
            problem={problem?.at("prefix")}
          />
          <Select
            label={w("general.language")}
            value={language}
            hint={w("general.language_hint")}
            options={LANGUAGES.map(([value, label]) => ({ value, label }))}
            problem={problem?.at("language")}
          />
          <Field label={w("color")} hint={w("general.color_hint")} problem={problem?.at("color")}>
            {(field) => (
              <input
                {...field}
                type="color"
                value={color}
                onInput={(event) => (color.value = event.currentTarget.value)}
              />
            )}
          </Field>
          <Text
            label={w("general.close")}
            type="number"
            min={1}
            max={90}
            value={days}
            hint={w("general.close_hint")}
            problem={problem?.at("auto_close_days")}
          />
          <Text
            label={w("general.max_mail")}
            type="number"
            min={1}
            max={38}
            value={largest}
            required
            hint={w("general.max_mail_hint")}
            problem={problem?.at("max_mail_mb")}
          />
          <Select
            label={w("general.sender")}
            value={sender}
            hint={w("general.sender_hint")}
            options={senders.map((each) => ({ value: each, label: each }))}
            problem={problem?.at("sender")}
          />
          <Check label={w("general.assign")} value={assigns} />
          <fieldset>
            <legend>{w("general.mails")}</legend>
            {MAILS.map((kind) => (
              <Check key={kind} label={w(`general.${kind}`)} value={mails[kind]} />
            ))}
          </fieldset>
        </>
      )}
    </PageForm>
  );
}
