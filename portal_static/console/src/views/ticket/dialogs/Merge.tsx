/** Merging: find the duplicate, look at it, and say yes; across two customers that takes a second yes. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MergePreview, TicketRow } from "../../../api/types";
import { ChoiceBadge, LabelDot } from "../../../parts/badges";
import { Choices } from "../../../parts/Choices";
import { Dialog } from "../../../parts/Dialog";
import { Trouble } from "../../../parts/Field";
import { focusNow } from "../../../parts/focusNow";
import { ChoiceIcon } from "../../../parts/icons";
import { useSending } from "../../../parts/useSending";
import { desk } from "../../../store/desk/session";
import { merge } from "../../../store/tickets/details";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { When } from "../when";
import { w as ofTicket } from "../words";
import { useFoundTickets } from "./findTickets";
import { w, wn } from "./words";

export function MergeDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const picked = useSignal<TicketRow | null>(null);
  return (
    <Dialog title={w("merge.title", { ref: ticket.ref })} close={close} kind="finding">
      <p class="hint">{w("merge.explain")}</p>
      {picked.value ? (
        <Preview ticket={ticket} duplicate={picked.value} back={() => (picked.value = null)} close={close} />
      ) : (
        <Find label={w("merge.search")} ticket={ticket} pick={(found) => (picked.value = found)} />
      )}
    </Dialog>
  );
}

interface FindProps {
  label: string;
  ticket: Known;
  pick(found: TicketRow): void;
}

export function Find({ label, ticket, pick }: FindProps) {
  const { exact, found, same, problem, waiting, search } = useFoundTickets(ticket);
  useEffect(() => void search(""), []);
  const choice = (group: string) => (row: TicketRow) => ({
    value: row.ref,
    label: row.title,
    icon: <ChoiceIcon name="status" value={row.status} label={t(`status.${row.status}`)} />,
    hint: <span class="ref">{row.ref}</span>,
    group,
  });
  const named = exact.value ? [exact.value] : [];
  const choices = [
    ...named.map(choice(w("merge.found"))),
    ...same.value.map(choice(w("merge.same"))),
    ...found.value.map(choice(w("merge.found"))),
  ];
  const byRef = (ref: string): TicketRow | undefined =>
    [...named, ...same.value, ...found.value].find((each) => each.ref === ref);
  return (
    <>
      <Choices
        label={label}
        choices={choices}
        typed={(text) => void search(text)}
        waiting={waiting.value}
        none={w("merge.none")}
        pick={(ref) => {
          const row = byRef(ref);
          if (row) pick(row);
        }}
      />
      <Trouble problem={problem.value} />
    </>
  );
}

interface PreviewProps {
  ticket: Known;
  duplicate: TicketRow;
  back(): void;
  close(): void;
}

function Preview({ ticket, duplicate, back, close }: PreviewProps) {
  const across = Boolean(ticket.contact && duplicate.contact && ticket.contact.id !== duplicate.contact.id);
  const agreed = useSignal(false);
  const readers = useSignal<ReadonlySet<string>>(new Set());
  const found = useSignal<MergePreview | null>(null);
  const gaining = found.value?.readers ?? [];
  const preview = useSending(async () => {
    found.value = await desk().previewMerge(ticket.ref, duplicate.ref);
    readers.value = new Set(found.value.readers.filter((each) => each.usual).map((each) => each.address));
  });
  const previewed = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    previewed.current = preview.send();
  }, [duplicate.ref]);
  const { problem, busy, send } = useSending(async () => {
    await previewed.current;
    if (preview.problem.value) throw preview.problem.value;
    const told = w("merge.done", { ref: duplicate.ref });
    await merge(ticket.ref, duplicate.ref, agreed.value, [...readers.value], told);
    close();
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <Holds duplicate={duplicate} found={found.value} />
      {across && (
        <div class="warned">
          <p>{w("merge.across", { one: nameOf(ticket), other: nameOf(duplicate) })}</p>
          <label class="switch">
            <input
              type="checkbox"
              required
              checked={agreed}
              onChange={(event) => (agreed.value = event.currentTarget.checked)}
            />
            {w("merge.across.yes")}
          </label>
        </div>
      )}
      {gaining.length > 0 && (
        <fieldset class="readers">
          <legend>{w("merge.readers")}</legend>
          {gaining.map(({ address, proven }) => (
            <label key={address} class="switch">
              <input
                type="checkbox"
                checked={readers.value.has(address)}
                onChange={(event) => (readers.value = ticked(readers.value, address, event.currentTarget.checked))}
              />
              {address} {!proven && <span class="quiet">{ofTicket("identity.badge")}</span>}
            </label>
          ))}
        </fieldset>
      )}
      <Trouble problem={problem.value ?? preview.problem.value} />
      <footer>
        <button type="button" onClick={back}>
          {ofTicket("merge.other")}
        </button>
        <button class="solid" ref={focusNow} disabled={busy}>
          {w("merge.yes", { ref: duplicate.ref })}
        </button>
      </footer>
    </form>
  );
}

/** What the duplicate is and has: as the list knew it, until the desk tells it anew. */
function Holds({ duplicate, found }: { duplicate: TicketRow; found: MergePreview | null }) {
  const { ref, title, status, priority, contact, message_count: messages } = { ...duplicate, ...found };
  const coming = duplicate.labels.filter((label) => found?.labels.includes(label.id));
  return (
    <article class="preview" aria-label={ref}>
      <h3>
        <span class="ref">{ref}</span> {title}
      </h3>
      <p class="badges">
        <ChoiceBadge name="status" value={status} /> <ChoiceBadge name="priority" value={priority} />
      </p>
      <p class="quiet">
        {contact?.name || contact?.email || ofTicket("customer.none")} · {wn("merge.messages", messages)} ·{" "}
        <When at={duplicate.updated_at} />
      </p>
      {coming.length > 0 && (
        <ul class="label-list" aria-label={w("merge.labels")}>
          {coming.map((label) => (
            <li key={label.id} class="label">
              <LabelDot color={label.color} /> <span class="label-name">{label.name}</span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function ticked(all: ReadonlySet<string>, address: string, on: boolean): ReadonlySet<string> {
  const others = [...all].filter((each) => each !== address);
  return new Set(on ? [...others, address] : others);
}

function nameOf({ contact }: Pick<TicketRow, "contact">): string {
  return contact?.name || contact?.email || "";
}
