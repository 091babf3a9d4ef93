/** Mails that were parked instead of becoming tickets, and why. */

import { useSignal } from "@preact/signals";
import type { SuspendedMail } from "../../../api/types";
import { Why } from "../../../parts/Why";
import { ticketHref } from "../../../router/router";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { When } from "../../ticket/when";
import { causeOf } from "../auditText";
import { attempt, useCollection } from "../collection";
import { Acts, Items, Page } from "../frame";
import { w } from "../words";

export default function Suspended() {
  const mails = useCollection<SuspendedMail>("suspended-mails");
  const released = useSignal<string | null>(null);
  const release = async (mail: SuspendedMail): Promise<void> => {
    const { ref } = await desk().ask<{ ref: string }>("POST", `suspended-mails/${encodeURIComponent(mail.id)}/release`);
    released.value = ref;
    toast(w("suspended.released", { ref }));
    await mails.load();
  };
  return (
    <Page title={w("section.suspended")} about={w("suspended.about")} loading={mails.loading.value} reload={mails.load}>
      <p role="status">
        {released.value && <a href={ticketHref(released.value)}>{w("suspended.released", { ref: released.value })}</a>}
      </p>
      <Items
        of={mails}
        label={w("section.suspended")}
        empty={w("suspended.empty")}
        row={(mail) => (
          <>
            <div class="item-text">
              <span>
                <b>{mail.subject || w("suspended.no_subject")}</b> <span class="badge">{causeOf(mail.cause)}</span>
              </span>
              <span class="quiet">
                {mail.sender} · <When at={mail.at} />
              </span>
              <span class="quiet one-line">{mail.detail || mail.preview}</span>
              <Why of={`cause.${mail.cause}`} about={mail.subject} />
            </div>
            <Acts
              name={mail.subject}
              remove={{ label: w("delete"), text: w("suspended.delete"), run: () => mails.remove(mail.id) }}>
              <button
                type="button"
                aria-label={`${w("suspended.release")}: ${mail.subject}`}
                onClick={() => attempt(() => release(mail))}>
                {w("suspended.release")}
              </button>
            </Acts>
          </>
        )}
      />
    </Page>
  );
}
