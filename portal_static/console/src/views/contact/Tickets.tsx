/** Everything that a customer ever asked, the newest first. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Page, TicketRow } from "../../api/types";
import { ChoiceIcon } from "../../parts/icons";
import { href } from "../../router/router";
import { desk } from "../../store/desk/session";
import { t } from "../../words";
import { attempt } from "../settings/collection";
import { w } from "../settings/words";
import { When } from "../ticket/when";

const STEP = 25;

export function Tickets({ of }: { of: string }) {
  const rows = useSignal<readonly TicketRow[] | null>(null);
  const next = useSignal<string | null>(null);
  const load = (cursor: string | null) =>
    attempt(async () => {
      const path = `contacts/${encodeURIComponent(of)}/tickets`;
      const page = await desk().ask<Page<TicketRow>>("GET", path, { query: { limit: STEP, cursor } });
      rows.value = [...(cursor ? (rows.peek() ?? []) : []), ...page.items];
      next.value = page.next_cursor;
    });
  useEffect(() => load(null), [of]);
  return (
    <section aria-labelledby="contact-tickets">
      <h2 id="contact-tickets">{w("contacts.tickets")}</h2>
      {rows.value?.length === 0 && <p class="empty">{w("contacts.no_tickets")}</p>}
      <ul class="related">
        {rows.value?.map((each) => (
          <li key={each.ref}>
            <ChoiceIcon name="status" value={each.status} label={t(`status.${each.status}`)} />
            <a href={href(`tickets/${each.ref}`)}>
              {each.ref} {each.title}
            </a>
            {(each.snoozed_until || each.snoozed_until_reply) && <span class="badge">{t("tab.snoozed")}</span>}
            {each.deleted_at && <span class="badge">{t("tab.trash")}</span>}
            {each.spam && <span class="badge">{t("tab.spam")}</span>}
            {each.archived && <span class="badge">{t("tab.archived")}</span>}
            {each.merged_into && <span class="badge">{w("contacts.merged_into", { ref: each.merged_into })}</span>}
            <span class="quiet">
              <When at={each.created_at} />
            </span>
          </li>
        ))}
      </ul>
      {next.value && (
        <button type="button" class="plain" onClick={() => load(next.value)}>
          {w("more")}
        </button>
      )}
    </section>
  );
}
