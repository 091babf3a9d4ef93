/** Who will get the reply; said before it is written. */
import { useSignal } from "@preact/signals";
import { Lazy } from "../../../parts/Lazy";
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { w } from "../words";

const copies = () => import("./editor/Copies");

interface RecipientsProps {
  ticket: Known;
  cc: string;
  change(cc: string): void;
}

export function Recipients({ ticket, cc, change }: RecipientsProps) {
  const adding = useSignal(false);
  const { contact, participants = [], public: told } = ticket;
  if (!contact?.email) return <p class="to warned">{w("write.to_nobody")}</p>;
  if (!told) return <p class="to warned">{w("write.silent")}</p>;
  const names = new Intl.ListFormat(locale()).format([contact.email, ...participants]);
  const open = adding.value || cc !== "";
  return (
    <>
      <p class="to">
        {w("write.to", { names })}{" "}
        {!open && (
          <button type="button" class="plain" onClick={() => (adding.value = true)}>
            {w("write.cc")}
          </button>
        )}
      </p>
      {open && <Lazy load={copies} props={{ cc, change, leave: () => (adding.value = false) }} around={() => null} />}
    </>
  );
}
