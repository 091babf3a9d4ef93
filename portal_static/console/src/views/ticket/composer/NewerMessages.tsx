/** What others said while one was writing: shown before the reply goes out, so that nobody answers what is past. */
import type { TimelineEntry } from "../../../api/types";
import { readAll, refusals, send } from "../../../store/composer/send";
import type { Known } from "../../../store/tickets/tickets";
import { w, wn } from "../words";

export default function NewerMessages({ ticket, newer }: { ticket: Known; newer: readonly TimelineEntry[] }) {
  const [first] = newer;
  if (!first) return null;
  const refused = refusals.value.get(ticket.ref)?.code === "stale_conversation";
  const look = (): void =>
    document.getElementById(`said-${first.id}`)?.closest("article")?.scrollIntoView({ block: "start" });
  const anyway = (): void => {
    readAll(ticket.ref);
    void send(ticket.ref);
  };
  return (
    <div class="newer" role="alert">
      <p>
        <b>{wn("newer", newer.length)}</b>
      </p>
      <ul>
        {newer.slice(-3).map((entry) => (
          <li key={entry.id}>
            <b>{entry.author.name}</b> {entry.body_text?.slice(0, 200)}
          </li>
        ))}
      </ul>
      <p>
        <button type="button" onClick={look}>
          {w("newer.look")}
        </button>{" "}
        <button type="button" onClick={() => readAll(ticket.ref)}>
          {w("newer.seen")}
        </button>{" "}
        {refused && (
          <button type="button" onClick={anyway}>
            {w("newer.anyway")}
          </button>
        )}
      </p>
    </div>
  );
}
