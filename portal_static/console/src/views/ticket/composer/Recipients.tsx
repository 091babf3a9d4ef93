/** Who will get the reply; said before it is written. */
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { w } from "../words";

export function Recipients({ ticket }: { ticket: Known }) {
  const { contact, participants = [], public: told } = ticket;
  const addresses = [...(contact?.email ? [contact.email] : []), ...participants];
  if (addresses.length === 0) return <p class="to warned">{w("write.to_nobody")}</p>;
  if (!told) return <p class="to warned">{w("write.silent")}</p>;
  const names = new Intl.ListFormat(locale()).format(addresses);
  return <p class="to">{w("write.to", { names })}</p>;
}
