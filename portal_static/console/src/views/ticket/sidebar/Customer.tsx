/** Whose ticket it is, and what else they asked. */
import { useEffect } from "preact/hooks";
import type { ContactRef, TicketRow } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { ChoiceIcon } from "../../../parts/icons";
import { href, ticketHref } from "../../../router/router";
import { customerOf, loadCustomer } from "../../../store/desk/customers";
import { can } from "../../../store/desk/session";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { openDialog } from "../dialogs/open";
import { w } from "../words";
import { Section } from "./Section";

export function Customer({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const { contact } = ticket;
  return (
    <Section
      name={w("side.customer")}
      action={
        editable && (
          <button type="button" class="plain" aria-haspopup="dialog" onClick={() => openDialog("customer", ticket.ref)}>
            {w(contact ? "customer.change" : "customer.add")}
          </button>
        )
      }>
      {contact ? (
        <Known_ key={contact.id} contact={contact} open={ticket.ref} />
      ) : (
        <p class="quiet">{w("customer.none")}</p>
      )}
    </Section>
  );
}

function Known_({ contact, open }: { contact: ContactRef; open: string }) {
  useEffect(() => void loadCustomer(contact.id), [contact.id]);
  const known = customerOf(contact.id).value;
  const name = contact.name || contact.email || "";
  const others = known?.tickets.filter((each) => each.ref !== open) ?? [];
  return (
    <>
      <p class="person">
        <Avatar name={name} customer />{" "}
        {contact.id && can.value("contacts:read") ? (
          <a href={href(`contacts/${encodeURIComponent(contact.id)}`)}>{name}</a>
        ) : (
          <span>{name}</span>
        )}
      </p>
      {contact.email ? <p class="quiet address">{contact.email}</p> : <p class="warned">{w("customer.no_address")}</p>}
      {known?.contact?.company && <p class="quiet">{known.contact.company}</p>}
      {known?.contact?.parked && <p class="wrong">{w("customer.parked")}</p>}
      {known?.contact?.blocked && <p class="wrong">{w("customer.blocked")}</p>}
      {known?.contact?.undeliverable.map((address) => (
        <p key={address} class="wrong">
          {w("customer.undeliverable", { address })}
        </p>
      ))}
      {known?.contact?.complained.map((address) => (
        <p key={address} class="wrong">
          {w("customer.complained", { address })}
        </p>
      ))}
      {others.length > 0 && <Earlier tickets={others.slice(0, 5)} />}
      {(known?.more || others.length > 5) && (
        <a href={href("tickets", `contact=${encodeURIComponent(contact.id)}`)}>{w("customer.all", { name })}</a>
      )}
    </>
  );
}

function Earlier({ tickets }: { tickets: readonly TicketRow[] }) {
  return (
    <ul class="related" aria-label={w("customer.earlier")}>
      {tickets.map((each) => (
        <li key={each.ref}>
          <ChoiceIcon name="status" value={each.status} label={t(`status.${each.status}`)} />
          <a href={ticketHref(each.ref)}>{each.title}</a>
        </li>
      ))}
    </ul>
  );
}
