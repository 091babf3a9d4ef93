/** Whose ticket it is: somebody the desk knows, or a new address. */
import { useRef } from "preact/hooks";
import { Dialog } from "../../../parts/Dialog";
import { useSending } from "../../../parts/useSending";
import { somebodyNew } from "../../../store/newTicket/form";
import type { Whom } from "../../../store/newTicket/types";
import { changeDetail } from "../../../store/tickets/details";
import type { Known } from "../../../store/tickets/tickets";
import { ContactPicker } from "../../ticketCommands/ContactPicker";
import { w } from "./words";

export function CustomerDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const chosen = useRef<Whom | null>(null);
  const { problem, send } = useSending(async () => {
    const contact = chosen.current;
    if (!contact) return;
    const given = contact.id ? { id: contact.id } : somebodyNew(contact);
    await changeDetail(
      ref,
      { contact },
      { contact: given },
      w("done.contact", { name: contact.name || contact.email || "" }),
    );
    close();
  });
  const pick = (contact: Whom): void => {
    chosen.current = contact;
    void send();
  };
  return (
    <Dialog title={w("customer.title", { ref })} close={close} kind="finding">
      <ContactPicker pick={pick} problem={problem.value} />
    </Dialog>
  );
}
