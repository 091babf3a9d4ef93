/** What a text of the assistant's rests on, each a button that leads to where it stands in the ticket. */
import { useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import { toast } from "../../../store/desk/toasts";
import { conversation, openEarlier } from "../../../store/tickets/tickets";
import { showPlace } from "../showPlace";
import { short } from "../when";
import { w as ticketWord } from "../words";
import { placeOf } from "./sourcePlaces";
import { w } from "./words";

export function Sources({ reference, ids }: { reference: string; ids: readonly string[] }) {
  const busy = useSignal(false);
  if (ids.length === 0) return null;
  const press = async (id: string): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    await show(reference, id).catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
    busy.value = false;
  };
  return (
    <span class="rests" role="group" aria-label={w("sources")}>
      {ids.map((id) => (
        <button key={id} type="button" class="plain" disabled={busy} onClick={() => void press(id)}>
          {nameOf(reference, id)}
        </button>
      ))}
    </span>
  );
}

function nameOf(reference: string, id: string): string {
  const { id: place, at } = placeOf(id);
  if (place === "details") return w("source.details");
  if (place !== `entry-${id}`) return ticketWord(place as "description" | "resolution");
  const entry = conversation(reference).value.entries.find((each) => each.id === id);
  if (entry) return `${entry.author.name || ticketWord("role.customer")}, ${short(entry.at)}`;
  return at ? `${w("source.earlier")}, ${short(at)}` : w("source.earlier");
}

/** Show a place, and fetch what was said before if it isn't on the page yet. */
async function show(reference: string, id: string): Promise<void> {
  const { id: place } = placeOf(id);
  while (!showPlace(place)) {
    if (conversation(reference).peek().earlier === null) return void toast(w("source.gone"), { tone: "error" });
    await openEarlier(reference);
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }
}
