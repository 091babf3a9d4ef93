/** Everybody who ever wrote in. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Contact } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { href } from "../../../router/router";
import { can } from "../../../store/desk/session";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Loaded, Page } from "../frame";
import { Area, Check, Text } from "../inputs";
import { w } from "../words";

const PAUSE = 180;

export default function Contacts() {
  const start = useSignal("");
  const contacts = useCollection<Contact>("contacts", start.value ? { q: start.value } : {}, "first");
  const editing = useSignal<Contact | "new" | null>(null);
  const writes = can.value("contacts:write");
  const edited = editing.value;
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const typed = (text: string): void => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => (start.value = text.trim()), PAUSE);
  };
  const save = async (body: Written): Promise<void> => {
    if (edited === "new")
      await contacts.create({ name: body.name, email: body.addresses[0] ?? null, company: body.company });
    else if (edited) await contacts.change(edited.id, body);
  };
  return (
    <Page
      title={w("section.contacts")}
      about={w("contacts.about")}
      action={
        writes && (
          <button type="button" class="solid" onClick={() => (editing.value = "new")}>
            {w("contacts.new")}
          </button>
        )
      }>
      <div role="search">
        <input
          type="search"
          class="wide"
          maxLength={200}
          aria-label={w("contacts.search")}
          placeholder={w("contacts.search")}
          onInput={(event) => typed(event.currentTarget.value)}
        />
      </div>
      <Loaded loading={contacts.loading.value} reload={contacts.load}>
        <Items
          of={contacts}
          label={w("section.contacts")}
          empty={w(start.value ? "contacts.none" : "contacts.empty")}
          row={(contact) => (
            <>
              <Line contact={contact} />
              <Acts
                name={contact.name || contact.email || ""}
                edit={writes ? () => (editing.value = contact) : undefined}>
                <a class="button" href={href("tickets", `contact=${encodeURIComponent(contact.id)}`)}>
                  {w("contacts.tickets")}
                  <span class="unseen">: {contact.name || contact.email}</span>
                </a>
              </Acts>
            </>
          )}
        />
      </Loaded>
      {edited && (
        <ContactForm contact={edited === "new" ? null : edited} close={() => (editing.value = null)} send={save} />
      )}
    </Page>
  );
}

function Line({ contact }: { contact: Contact }) {
  const name = contact.name || contact.email || w("contacts.nameless");
  return (
    <>
      <Avatar name={name} customer />
      <div class="item-text">
        <span>
          <a href={href(`contacts/${encodeURIComponent(contact.id)}`)}>{name}</a>{" "}
          {contact.company && <span class="quiet">{contact.company}</span>}{" "}
          {contact.parked && <span class="badge">{w("contacts.parked")}</span>}
          {contact.blocked && <span class="badge">{w("contacts.blocked")}</span>}
        </span>
        <span class="quiet">{contact.addresses.join(", ")}</span>
        {contact.undeliverable.length > 0 && (
          <span class="wrong">{w("contacts.undeliverable", { addresses: contact.undeliverable.join(", ") })}</span>
        )}
      </div>
    </>
  );
}

interface Written {
  name: string;
  company: string | null;
  addresses: string[];
  blocked: boolean;
  parked: boolean;
}

function ContactForm({
  contact,
  close,
  send,
}: {
  contact: Contact | null;
  close(): void;
  send(body: Written): Promise<void>;
}) {
  const name = useSignal(contact?.name ?? "");
  const company = useSignal(contact?.company ?? "");
  const addresses = useSignal(contact?.addresses.join("\n") ?? "");
  const blocked = useSignal(contact?.blocked ?? false);
  const parked = useSignal(contact?.parked ?? false);
  const written = (): Written => ({
    name: name.value,
    company: company.value.trim() || null,
    addresses: addresses.value.split(/\s+/).filter((each) => each !== ""),
    blocked: blocked.value,
    parked: parked.value,
  });
  return (
    <FormDialog
      title={contact ? w("contacts.edit") : w("contacts.new")}
      close={close}
      send={() => send(written())}
      fields={["name", "company", "email", "addresses"]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} maxLength={200} autofocus problem={problem?.at("name")} />
          <Text label={w("contacts.company")} value={company} maxLength={200} problem={problem?.at("company")} />
          {contact ? (
            <Area
              label={w("contacts.addresses")}
              hint={w("contacts.addresses_hint")}
              rows={3}
              value={addresses}
              problem={problem?.at("addresses")}
            />
          ) : (
            <Text label={w("email")} type="email" value={addresses} problem={problem?.at("email")} />
          )}
          {contact && <Check label={w("contacts.block")} value={blocked} />}
          {contact && <Check label={w("contacts.park")} value={parked} />}
        </>
      )}
    </FormDialog>
  );
}
