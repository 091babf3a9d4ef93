/** One customer: who they are, where they are reached, what members noted of them, and their tickets. */
import type { ContactDetails } from "../../api/types";
import { href } from "../../router/router";
import { can } from "../../store/desk/session";
import { useSingle } from "../settings/collection";
import { Page } from "../settings/frame";
import { w } from "../settings/words";
import { ContactForm } from "./ContactForm";
import { Erasing } from "./Erasing";
import { Exporting } from "./Exporting";
import { Holding } from "./Holding";
import { Merging } from "./Merging";
import { Tickets } from "./Tickets";

export default function Contact({ id }: { id: string }) {
  const single = useSingle<ContactDetails>(`contacts/${encodeURIComponent(id)}`);
  const contact = single.found.value;
  const writes = can.value("contacts:write");
  return (
    <Page
      title={contact?.name || contact?.email || w("contacts.nameless")}
      loading={single.loading.value}
      reload={single.load}
      action={<a href={href("settings/contacts")}>{w("section.contacts")}</a>}>
      {contact && (
        <>
          <Holding contact={contact} reload={single.load} />
          <ContactForm contact={contact} editable={writes && contact.merged_into === null} change={single.change} />
          <Merging contact={contact} editable={writes} reload={single.load} />
          {writes && can.value("tickets:read") && <Exporting key={id} contact={contact} />}
          {can.value("rights:write") && <Erasing contact={contact} />}
          {can.value("tickets:read") && <Tickets key={contact.merged.length} of={id} />}
        </>
      )}
    </Page>
  );
}
