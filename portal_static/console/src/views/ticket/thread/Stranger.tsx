/** A mail on the ticket by somebody who isn't on it, with the way to let them in. */
import { problemText } from "../../../api/problemText";
import { can, desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { deedOf } from "../../../store/tickets/send";
import { ticketSignal, tickets } from "../../../store/tickets/tickets";
import { sayDone } from "../../../store/tickets/undoing";
import { w } from "../words";

export default function Stranger({ reference, address }: { reference: string; address: string }) {
  const ticket = ticketSignal(reference)?.value;
  const known = ticket?.participants?.includes(address) || ticket?.contact?.email === address;
  return (
    <p class="stranger">
      {w("stranger", { address })}{" "}
      {!known && can.value("tickets:write") && (
        <button type="button" class="plain" onClick={() => void add(reference, address)}>
          {w("stranger.add")}
        </button>
      )}
    </p>
  );
}

async function add(reference: string, address: string): Promise<void> {
  const participants = [...(ticketSignal(reference)?.peek().participants ?? []), address];
  try {
    const answer = await desk().change(reference, { participants });
    tickets.put(reference, answer);
    sayDone(w("stranger.added", { address }), deedOf(answer));
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}
