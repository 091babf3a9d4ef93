/** Contacts who are the same person: merging another one, and parting them again. */
import { useSignal } from "@preact/signals";
import type { ContactDetails } from "../../api/types";
import { confirm } from "../../parts/Confirm";
import { Dialog } from "../../parts/Dialog";
import { href } from "../../router/router";
import { desk } from "../../store/desk/session";
import type { Whom } from "../../store/newTicket/types";
import { attempt } from "../settings/collection";
import { w } from "../settings/words";
import { ContactPicker } from "../ticketCommands/ContactPicker";

interface MergingProps {
  contact: ContactDetails;
  editable: boolean;
  reload(): Promise<void>;
}

export function Merging({ contact, editable, reload }: MergingProps) {
  const choosing = useSignal(false);
  const name = contact.name || contact.email || "";
  const change = (what: "merge" | "unmerge", other: string) =>
    attempt(async () => {
      await desk().ask("POST", `contacts/${encodeURIComponent(contact.id)}/${what}`, { body: { other } });
      await reload();
    });
  const pick = (other: Whom): void => {
    choosing.value = false;
    if (other.id === "" || other.id === contact.id) return;
    confirm({
      title: w("contacts.merge_title", { other: other.name || (other.email ?? ""), name }),
      text: w("contacts.merge_text", { name }),
      yes: w("contacts.merge_yes"),
      run: () => change("merge", other.id),
    });
  };
  if (contact.merged_into !== null)
    return (
      <p class="banner">
        {w("contacts.part_of")}{" "}
        <a href={href(`contacts/${encodeURIComponent(contact.merged_into)}`)}>{w("contacts.part_of_go")}</a>
      </p>
    );
  return (
    <>
      {contact.merged.length > 0 && (
        <ul class="items" aria-label={w("contacts.merged")}>
          {contact.merged.map((each) => (
            <li key={each.id}>
              <span class="item-text">
                <a href={href(`contacts/${encodeURIComponent(each.id)}`)}>{each.name || each.email}</a>
                <span class="quiet">{w("contacts.merged_here", { address: each.email ?? "" })}</span>
              </span>
              {editable && (
                <button type="button" onClick={() => change("unmerge", each.id)}>
                  {w("contacts.part")}
                  <span class="unseen">: {each.name || each.email}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editable && (
        <p>
          <button type="button" aria-haspopup="dialog" onClick={() => (choosing.value = true)}>
            {w("contacts.merge")}
          </button>
        </p>
      )}
      {choosing.value && (
        <Dialog kind="finding" title={w("contacts.merge")} close={() => (choosing.value = false)}>
          <ContactPicker pick={pick} />
        </Dialog>
      )}
    </>
  );
}
