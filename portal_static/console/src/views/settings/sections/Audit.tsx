/** Who changed what of the desk, the newest first. */
import type { AuditEntry } from "../../../api/types";
import { When } from "../../ticket/when";
import { causeOf, fieldName, shownValue } from "../auditText";
import { useCollection } from "../collection";
import { Items, Page } from "../frame";
import { hasWord, w, wn } from "../words";

export default function Audit() {
  const entries = useCollection<AuditEntry>("audit");
  return (
    <Page title={w("section.audit")} about={w("audit.about")} loading={entries.loading.value} reload={entries.load}>
      <Items
        of={entries}
        label={w("section.audit")}
        empty={w("audit.empty")}
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
