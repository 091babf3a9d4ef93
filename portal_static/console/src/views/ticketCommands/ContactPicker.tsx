/** Finding a customer as one types: somebody the desk knows, or somebody new by address, telephone number or name. */
import { useEffect } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { Avatar } from "../../parts/badges";
import { Choices } from "../../parts/Choices";
import { Trouble } from "../../parts/Field";
import type { Whom } from "../../store/newTicket/types";
import { addressIn } from "../../store/tickets/details";
import { w } from "../ticket/words";
import { useContacts } from "./useContacts";

const NEW = "new";
const PHONE = /^\+?[\d\s()/.-]{3,40}$/;

interface ContactPickerProps {
  /** Somebody new has no id yet. */
  pick(contact: Whom): void;
  /** What the desk said to the last pick. */
  problem?: Problem | null;
}

export function ContactPicker({ pick, problem = null }: ContactPickerProps) {
  const { text, found, trouble, waiting, search } = useContacts();
  useEffect(() => void search(""), []);
  const address = addressIn(text.value);
  const unknown = address === null && found.value.length === 0 ? text.value.trim() : "";
  const isPhone = PHONE.test(unknown);
  const isNew = address !== null && !found.value.some((each) => each.addresses.includes(address.toLowerCase()));
  const choices = [
    ...found.value.map((each) => ({
      value: each.id,
      label: each.name || (each.email ?? ""),
      icon: <Avatar name={each.name || (each.email ?? "")} customer />,
      hint: each.email ?? "",
    })),
    ...(isNew ? [{ value: NEW, label: w("customer.new", { address }) }] : []),
    ...(unknown && !waiting.value
      ? [{ value: NEW, label: w(isPhone ? "customer.new_phone" : "customer.new_named", { name: unknown }) }]
      : []),
  ];
  const picked = (value: string): void => {
    const known = found.value.find((each) => each.id === value);
    if (known) pick(known);
    else if (address) pick({ id: "", name: "", email: address });
    else if (unknown) pick({ id: "", name: isPhone ? "" : unknown, email: null, ...(isPhone && { phone: unknown }) });
  };
  return (
    <>
      <Choices
        label={w("customer.search")}
        choices={choices}
        typed={(value) => void search(value)}
        waiting={waiting.value}
        pick={picked}
        none={w("customer.nobody")}
      />
      <Trouble problem={problem ?? trouble.value} />
    </>
  );
}
