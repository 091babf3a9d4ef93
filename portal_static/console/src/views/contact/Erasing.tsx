/** Erasing a person: what would go, their name typed to confirm it, and then how far it got. */
import { useSignal } from "@preact/signals";
import type { ContactDetails, ErasureTable } from "../../api/types";
import { Dialog } from "../../parts/Dialog";
import { Field, Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { go, href } from "../../router/router";
import { erase, isNamed, nameOf, previewErasure } from "../../store/privacy/erasure";
import { t } from "../../words";
import { ErasureRows } from "../privacy/ErasureRows";
import { Progress } from "../privacy/Progress";
import { useJob } from "../privacy/useJob";
import { w } from "../privacy/words";
import { dayOf } from "../ticket/when";

export function Erasing({ contact }: { contact: ContactDetails }) {
  const table = useSignal<ErasureTable | null>(null);
  const { problem, busy, send } = useSending(async () => {
    table.value = await previewErasure(contact.id);
  });
  return (
    <>
      <p>
        <button type="button" aria-haspopup="dialog" disabled={busy} onClick={() => void send()}>
          {w("erase")}
        </button>
      </p>
      <Trouble problem={problem.value} />
      {table.value && <Sure contact={contact} table={table.value} close={() => (table.value = null)} />}
    </>
  );
}

interface SureProps {
  contact: ContactDetails;
  table: ErasureTable;
  close(): void;
}

function Sure({ contact, table, close }: SureProps) {
  const name = nameOf(contact);
  const typed = useSignal("");
  const { job, problem, busy, start } = useJob(
    () => erase(contact.id),
    ({ id }) => go(href("settings/erasures", new URLSearchParams({ id }))),
  );
  const confirm = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isNamed(contact, typed.value)) void start();
  };
  return (
    <Dialog kind="wide" title={w("erase.title", { name })} close={close}>
      {busy.value || job.value ? (
        <Progress job={job.value} label={w("erase.running")} />
      ) : (
        <form onSubmit={confirm}>
          <p>{w("erase.about", { after: table.name_after })}</p>
          <ErasureRows rows={table.rows} />
          {table.more && <p class="hint">{w("erase.more")}</p>}
          <p class="hint">{w("erase.backups", { day: dayOf(table.backups_until) })}</p>
          <Field label={w("erase.type")} hint={name}>
            {(field) => (
              <input
                {...field}
                type="text"
                autocomplete="off"
                spellcheck={false}
                required
                autofocus
                value={typed}
                onInput={(event) => (typed.value = event.currentTarget.value)}
              />
            )}
          </Field>
          <footer>
            <button type="button" onClick={close}>
              {t("cancel")}
            </button>
            <button class="solid" disabled={!isNamed(contact, typed.value)}>
              {w("erase.yes")}
            </button>
          </footer>
        </form>
      )}
      <Trouble problem={problem.value} />
    </Dialog>
  );
}
