/** Whether the domain of an address is set up for mail, and which records the DNS still needs. */
import type { MailboxCheck } from "../../api/types";
import { Dialog } from "../../parts/Dialog";
import { useSingle } from "./collection";
import { Loaded } from "./frame";
import { type Standing, Verdict } from "./Verdict";
import { w } from "./words";

/** What must be there for mail to leave and to come in at all; the rest makes it trusted. */
const NEEDED: readonly MailboxCheck["name"][] = ["identity", "mx"];

function standingOf({ name, state }: MailboxCheck): Standing {
  if (state === "ok") return "ok";
  return state === "wrong" || (state === "missing" && NEEDED.includes(name)) ? "wrong" : "warning";
}

export function Checks({ id, address, close }: { id: string; address: string; close(): void }) {
  const checks = useSingle<{ items: readonly MailboxCheck[] }>(`mailboxes/${encodeURIComponent(id)}/checks`);
  return (
    <Dialog title={`${w("checks")}: ${address}`} close={close} kind="wide" light>
      <Loaded loading={checks.loading.value} reload={checks.load}>
        <ul class="items" aria-label={w("checks")}>
          {checks.found.value?.items.map((check) => (
            <Check key={check.name} check={check} />
          ))}
        </ul>
        <button type="button" onClick={() => void checks.load()}>
          {w("checks.again")}
        </button>
      </Loaded>
    </Dialog>
  );
}

function Check({ check }: { check: MailboxCheck }) {
  return (
    <li>
      <div class="item-text">
        <span>
          <b>{w(`check.${check.name}`)}</b> <Verdict standing={standingOf(check)}>{w(`check.${check.state}`)}</Verdict>
        </span>
        <span class="quiet">{check.detail}</span>
        {check.state !== "ok" &&
          check.records.map(({ type, name, value }) => (
            <code key={name + value} class="pre">{`${type}  ${name}  ${value}`}</code>
          ))}
      </div>
    </li>
  );
}
