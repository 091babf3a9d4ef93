/** Whose request it is, and whether they hear of it. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { WishContact } from "../../api/types";
import { Avatar } from "../../parts/badges";
import { Dialog } from "../../parts/Dialog";
import { Field, Trouble } from "../../parts/Field";
import { Icon } from "../../parts/icons";
import { useSending } from "../../parts/useSending";
import { fill } from "../../store/newTicket/form";
import { chooseCompany, questionAt } from "../../store/newTicket/fromSentence";
import type { TicketForm, Whom } from "../../store/newTicket/types";
import { w as ticketWord } from "../ticket/words";
import { ContactPicker } from "../ticketCommands/ContactPicker";
import { Offered } from "./Offered";
import { w } from "./words";

interface ContactFieldProps {
  draft: TicketForm;
  problem: string | null;
}

export function ContactField({ draft, problem }: ContactFieldProps) {
  const { contact, notify } = draft;
  const asked = questionAt("contact", draft) ?? questionAt("company", draft);
  const choosing = useSignal(false);
  const leave = (): void => {
    choosing.value = false;
  };
  const chosen = contact ? nameOf(contact) : w("contact.choose");
  const pick = ({ id, name, email, phone }: Whom): void => {
    leave();
    const told = id === "" ? draft.wished?.whom : null; // who the sentence named may now have an address
    fill({ contact: { ...told, id, name: name || (told?.name ?? ""), email, phone } });
  };
  const company = useRef("");
  const { problem: unread, send } = useSending(() => chooseCompany(company.current));
  const pickOption = (option: WishContact): void => {
    if (asked?.field === "company") {
      company.current = option.name;
      return void send();
    }
    pick({ ...option, id: option.id ?? "" });
  };
  const offers = !contact && draft.wished && draft.wished.offered.length > 0 ? draft.wished.company : null;
  return (
    <>
      <Field
        label={w("contact")}
        hint={asked?.text ?? (offers ? w("contact.offered", { company: offers }) : undefined)}
        problem={problem}>
        {(field) => (
          <div class="contact-field">
            <button
              {...field}
              type="button"
              class="person"
              aria-haspopup="dialog"
              aria-label={`${w("contact")}: ${chosen}`}
              onClick={() => (choosing.value = true)}>
              {contact && <Avatar name={contact.name || (contact.email ?? contact.phone ?? "")} customer />} {chosen}
            </button>
            {contact && (
              <button
                type="button"
                class="bare"
                aria-label={w("contact.remove")}
                onClick={() => fill({ contact: null })}>
                <Icon name="close" />
              </button>
            )}
          </div>
        )}
      </Field>
      {asked && <Offered label={asked.text} options={asked.options} name={optionName} pick={pickOption} />}
      {unread.value && <Trouble problem={unread.value} />}
      {!asked && offers && (
        <Offered
          label={w("contact.offered", { company: offers })}
          options={draft.wished?.offered ?? []}
          name={optionName}
          pick={pickOption}
        />
      )}
      {contact && !contact.email && <p class="hint">{ticketWord("customer.no_address")}</p>}
      {contact?.id === "" && (
        <Field label={w(contact.email || contact.phone ? "contact.name" : "contact.name_needed")} problem={null}>
          {(field) => (
            <input
              {...field}
              required={!contact.email && !contact.phone}
              maxLength={200}
              autocomplete="off"
              value={contact.name}
              onInput={(event) => fill({ contact: { ...contact, name: event.currentTarget.value } })}
            />
          )}
        </Field>
      )}
      {contact?.email && (
        <label class="switch">
          <input type="checkbox" checked={notify} onChange={(event) => fill({ notify: event.currentTarget.checked })} />
          {w("notify", { address: contact.email })}
        </label>
      )}
      {choosing.value && (
        <Dialog kind="finding" title={ticketWord("customer.search")} close={leave}>
          <ContactPicker pick={pick} />
        </Dialog>
      )}
    </>
  );
}

function optionName(option: WishContact): string {
  return nameOf({ ...option, id: option.id ?? "" });
}

function nameOf({ id, name, email, phone }: Whom): string {
  if (id === "") return email ?? phone ?? name;
  return name ? `${name}${email ? ` · ${email}` : ""}` : (email ?? "");
}
