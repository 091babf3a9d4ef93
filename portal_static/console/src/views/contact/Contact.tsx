/** One customer: who they are, where they are reached, what members noted of them, and their tickets. */
import type { ContactDetails } from "../../api/types";
import { href } from "../../router/router";
import { can } from "../../store/desk/session";
import { useSingle } from "../settings/collection";
import { Page } from "../settings/frame";
import { w } from "../settings/words";
import { ContactForm } from "./ContactForm";
import { Tickets } from "./Tickets";

export default function Contact({ id }: { id: string }) {
  const single = useSingle<ContactDetails>(`contacts/${encodeURIComponent(id)}`);
  const contact = single.found.value;
  return (
    <Page
      title={contact?.name || contact?.email || w("contacts.nameless")}
      loading={single.loading.value}
      reload={single.load}
      action={<a href={href("settings/contacts")}>{w("section.contacts")}</a>}>
      {contact && (
        <>
          <ContactForm contact={contact} editable={can.value("contacts:write")} change={single.change} />
          {can.value("tickets:read") && <Tickets of={id} />}
        </>
      )}
    </Page>
  );
}
