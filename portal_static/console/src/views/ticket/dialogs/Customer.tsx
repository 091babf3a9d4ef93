/** Whose ticket it is: somebody the desk knows, or a new address. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../../api/problem";
import type { Contact } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { Choices } from "../../../parts/Choices";
import { Dialog } from "../../../parts/Dialog";
import { Trouble } from "../../../parts/Field";
import { addressIn, changeDetail } from "../../../store/details";
import { desk } from "../../../store/session";
import type { Known } from "../../../store/tickets";
import { w } from "../words";
import { useSending } from "../../../parts/useSending";

const WAIT = 150;
const NEW = "new";

export function CustomerDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const found = useSignal<readonly Contact[]>([]);
  const text = useSignal("");
  const trouble = useSignal<Problem | null>(null);
  const last = useRef<AbortController | null>(null);
  const chosen = useRef("");
  const search = async (typed: string): Promise<void> => {
    text.value = typed;
    last.current?.abort();
    const mine = new AbortController();
    last.current = mine;
    await new Promise((done) => setTimeout(done, WAIT));
    try {
      if (!mine.signal.aborted) found.value = (await desk().contacts(typed.trim(), mine.signal)).items;
    } catch (failure) {
      if (mine.signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      trouble.value = failure;
    }
  };
  useEffect(() => void search(""), []);
  const { problem, send } = useSending(async () => {
    const known = found.value.find((each) => each.id === chosen.current);
    const address = addressIn(text.value);
    if (known) await changeDetail(ref, { contact: known }, { contact: { id: known.id } });
    else if (address) await changeDetail(ref, { contact: { id: "", name: "", email: address } }, { contact: { email: address } });
    close();
  });
  const address = addressIn(text.value);
  const isNew = address !== null && !found.value.some((each) => each.addresses.includes(address.toLowerCase()));
  const choices = [
    ...found.value.map((each) => ({ value: each.id, label: each.name || (each.email ?? ""), icon: <Avatar name={each.name || (each.email ?? "")} customer />, hint: each.email ?? "" })),
    ...(isNew ? [{ value: NEW, label: w("customer.new", { address }) }] : []),
  ];
  const pick = (value: string): void => {
    chosen.current = value;
    void send();
  };
  return (
    <Dialog title={w("customer.title", { ref })} close={close} kind="merge">
      <Choices label={w("customer.search")} choices={choices} typed={(typed) => void search(typed)} pick={pick} none={w("customer.nobody")} />
      <Trouble problem={problem.value ?? trouble.value} />
    </Dialog>
  );
}
