/** Who changed what of the desk, the newest first. */
import { useSignal } from "@preact/signals";
import type { AuditEntry } from "../../../api/types";
import { Trouble } from "../../../parts/Field";
import { saveFile } from "../../../parts/saveFile";
import { useSending } from "../../../parts/useSending";
import { members } from "../../../store/desk/directory";
import { desk } from "../../../store/desk/session";
import { When } from "../../ticket/when";
import { causeOf, fieldName, shownValue } from "../auditText";
import { useCollection } from "../collection";
import { Items, Loaded, Page } from "../frame";
import { Select, Text } from "../inputs";
import { hasWord, type SettingsKey, w, wn } from "../words";

/** What can be asked for, by the first word of what was done, and what the settings call it. */
const KINDS: readonly (readonly [string, SettingsKey])[] = [
  ["ticket", "audit.tickets"],
  ["contact", "section.contacts"],
  ["canned_response", "section.canned-responses"],
  ["label", "section.labels"],
  ["member", "section.members"],
  ["sign_in_rules", "section.sign-in"],
  ["weekly_report", "section.weekly-report"],
  ["masking", "section.masking"],
  ["sla_policy", "section.sla"],
  ["business_hours", "section.business-hours"],
  ["workspace", "section.general"],
  ["mailbox", "section.mailboxes"],
  ["mail_domain", "section.mail-domains"],
  ["suspended_mail", "section.suspended"],
  ["widget", "section.widgets"],
  ["ai_engine", "section.ai-engine"],
  ["api_key", "section.api-keys"],
  ["audit", "section.audit"],
];

export default function Audit() {
  const [action, member, from, to] = [useSignal(""), useSignal(""), useSignal(""), useSignal("")];
  const given = Object.entries({ action, member, from, to }).flatMap(([name, { value }]) =>
    value ? [[name, value] as const] : [],
  );
  const wanted = Object.fromEntries(given);
  const entries = useCollection<AuditEntry>("audit", wanted);
  const exporting = useSending(async () => saveFile("audit.csv", "text/csv", await desk().auditCsv(wanted)));
  const kinds = KINDS.map(([value, key]) => ({ value, label: w(key) }));
  const people = members.value.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Page
      title={w("section.audit")}
      about={w("audit.about")}
      action={
        <button type="button" aria-busy={exporting.busy} onClick={() => void exporting.send()}>
          {w("audit.export")}
        </button>
      }>
      <Trouble problem={exporting.problem.value} shownAt={[]} />
      <div class="narrowing">
        <Select
          label={w("audit.kind")}
          value={action}
          options={[{ value: "", label: w("audit.everything") }, ...kinds]}
        />
        <Select
          label={w("audit.who")}
          value={member}
          options={[{ value: "", label: w("audit.everybody") }, ...people]}
        />
        <Text label={w("audit.from")} type="date" value={from} />
        <Text label={w("audit.to")} type="date" value={to} />
      </div>
      <Loaded loading={entries.loading.value} reload={entries.load}>
        <Items
          of={entries}
          label={w("section.audit")}
          empty={w(given.length > 0 ? "audit.none" : "audit.empty")}
          row={(entry) => (
            <>
              <div class="item-text">
                <span>
                  <b>{entry.actor.name || w("audit.system")}</b> {done(entry.action)}{" "}
                  {entry.name && <b>{nameOf(entry)}</b>}
                </span>
                <Changes of={entry.changes} />
              </div>
              <span class="quiet">
                <When at={entry.at} />
              </span>
            </>
          )}
        />
      </Loaded>
    </Page>
  );
}

/** What was done in words; as the desk names it where a newer desk does what this page has no words for. */
function done(action: string) {
  const key = `audit.did.${action}`;
  return hasWord(key) ? w(key) : <code>{action}</code>;
}

/** A suspended mail is called by its cause and its sender. */
function nameOf({ action, name }: AuditEntry): string {
  const [cause = "", sender] = name.split(": ", 2);
  return action.startsWith("suspended_mail.") && sender ? `${causeOf(cause)}: ${sender}` : name;
}

/** A change of one thing stands there as it is; more of them open up. */
function Changes({ of }: { of: AuditEntry["changes"] }) {
  const changes = Object.entries(of);
  const lines = changes.map(([field, { from, to }]) => (
    <p key={field}>
      {fieldName(field)}: <del>{shownValue(field, from)}</del> → <ins>{shownValue(field, to)}</ins>
    </p>
  ));
  if (changes.length < 2) return <>{lines}</>;
  return (
    <details>
      <summary>{wn("audit.changes", changes.length)}</summary>
      {lines}
    </details>
  );
}
