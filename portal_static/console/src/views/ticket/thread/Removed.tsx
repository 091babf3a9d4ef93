/** Beside a text that something was removed from for good: who did, and when, where only one removal can be meant. */
import { conversation } from "../../../store/tickets/tickets";
import { w } from "../../privacy/words";
import { day } from "../when";

export default function Removed({ reference, id }: { reference: string; id: string }) {
  const { entries } = conversation(reference).value;
  const said = entries.findIndex((entry) => entry.id === id); // the description is before all others
  const removals = entries.slice(said + 1).filter((entry) => entry.event?.type === "ticket.redacted");
  const [removal] = removals;
  return (
    <p class="quiet">
      {removal && removals.length === 1
        ? w("redacted.by", { name: removal.author.name, day: day(removal.at) })
        : w("redacted")}
    </p>
  );
}
