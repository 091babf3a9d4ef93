/** What the desk keeps of a contact. What was typed stays when it is refused. */
import { type Signal, useSignal } from "@preact/signals";
import type { Problem } from "../../api/problem";
import type { ContactDetails } from "../../api/types";
import { toast } from "../../store/desk/toasts";
import { attempt } from "../settings/collection";
import { PageForm } from "../settings/frame";
import { Area, Check, Text } from "../settings/inputs";
import { w } from "../settings/words";

interface FormProps {
  contact: ContactDetails;
  editable: boolean;
  change(body: unknown): Promise<void>;
}

const FIELDS = ["name", "company", "addresses", "email", "phones", "notes"];

export function ContactForm({ contact, editable, change }: FormProps) {
  const name = useSignal(contact.name);
  const company = useSignal(contact.company ?? "");
  const addresses = useSignal<readonly string[]>(contact.addresses);
  const phones = useSignal(contact.phones.join("\n"));
  const notes = useSignal(contact.notes ?? "");
  const blocked = useSignal(contact.blocked);
  const parked = useSignal(contact.parked);
  const save = async (): Promise<void> => {
    await change({
      name: name.value,
      company: company.value.trim() || null,
      addresses: addresses.value.map((each) => each.trim()).filter((each) => each !== ""),
      phones: lines(phones.value),
      notes: notes.value,
      blocked: blocked.value,
      parked: parked.value,
    });
    toast(w("saved"));
  };
  const tryAgain = (address: string) =>
    attempt(async () => {
      await change({ try_again: [address] });
      toast(w("contacts.tried_again", { address }));
    });
  return (
    <PageForm send={save} fields={FIELDS} disabled={!editable}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} maxLength={200} problem={problem?.at("name")} />
          <Addresses contact={contact} addresses={addresses} problem={problem} tryAgain={tryAgain} />
          <Area
            label={w("contacts.phones")}
            hint={w("contacts.phones_hint")}
            rows={2}
            value={phones}
            problem={problem?.at("phones")}
          />
          <Text label={w("contacts.company")} value={company} maxLength={200} problem={problem?.at("company")} />
          <Area
            label={w("contacts.notes")}
            hint={w("contacts.notes_hint")}
            rows={4}
            maxLength={5000}
            value={notes}
            problem={problem?.at("notes")}
          />
          <Check label={w("contacts.block")} value={blocked} />
          <Check label={w("contacts.park")} value={parked} />
        </>
      )}
    </PageForm>
  );
}

interface AddressesProps {
  contact: ContactDetails;
  addresses: Signal<readonly string[]>;
  problem: Problem | null;
  tryAgain(address: string): void;
}

const MOST = 5;

/** The first is where mail goes. */
function Addresses({ contact, addresses, problem, tryAgain }: AddressesProps) {
  const all = addresses.value;
  const put = (at: number, text: string) => (addresses.value = all.map((each, index) => (index === at ? text : each)));
  const first = (at: number) => (addresses.value = [all[at] ?? "", ...all.filter((_, index) => index !== at)]);
  const wrong = problem?.at("addresses") ?? problem?.at("email");
  return (
    <fieldset class="addresses">
      <legend>{w("contacts.addresses")}</legend>
      {all.length === 0 && <p class="quiet">{w("contacts.no_address")}</p>}
      {all.map((address, index) => (
        <p key={index} class="address-line">
          <input
            type="email"
            aria-label={w("contacts.address_number", { number: index + 1 })}
            value={address}
            maxLength={320}
            onInput={(event) => put(index, event.currentTarget.value)}
          />
          {index === 0 ? (
            <span class="badge">{w("contacts.preferred")}</span>
          ) : (
            <button type="button" aria-label={`${w("contacts.prefer")}: ${address}`} onClick={() => first(index)}>
              {w("contacts.prefer")}
            </button>
          )}
          <button
            type="button"
            aria-label={`${w("contacts.remove_address")}: ${address}`}
            onClick={() => (addresses.value = all.filter((_, at) => at !== index))}>
            {w("contacts.remove_address")}
          </button>
          {contact.undeliverable.includes(address) && (
            <span class="wrong">
              {w("contacts.bounces")}{" "}
              <button type="button" onClick={() => tryAgain(address)}>
                {w("contacts.try_again")}
              </button>
            </span>
          )}
          {contact.complained.includes(address) && <span class="wrong">{w("contacts.complained")}</span>}
        </p>
      ))}
      {wrong && <p class="wrong">{wrong}</p>}
      {all.length < MOST && (
        <button type="button" class="plain" onClick={() => (addresses.value = [...all, ""])}>
          {w("contacts.add_address")}
        </button>
      )}
    </fieldset>
  );
}

function lines(text: string): string[] {
  const each = text.split("\n").map((line) => line.trim());
  return each.filter((line) => line !== "");
}
