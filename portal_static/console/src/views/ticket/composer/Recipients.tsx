/** Who will get the reply; said before it is written. */
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { w } from "../words";

export function Recipients({ ticket }: { ticket: Known }) {
  const { contact, participants = [], public: told } = ticket;
  if (!contact?.email) return <p class="to warned">{w("write.to_nobody")}</p>;
  if (!told) return <p class="to warned">{w("write.silent")}</p>;
  const names = new Intl.ListFormat(locale()).format([contact.email, ...participants]);
  return <p class="to">{w("write.to", { names })}</p>;
}
