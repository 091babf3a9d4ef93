/** What could be done next: a button each, with why it is suggested. */
import { useSignal } from "@preact/signals";
import type { Suggestion } from "../../../api/types";
import { valueNamed } from "../../../store/tickets/choices";
import { textOf } from "../../../words";
import { carryOut, fieldOf } from "./carryOut";
import { w, worded } from "./words";

export function Suggestions({ reference, suggestions }: { reference: string; suggestions: readonly Suggestion[] }) {
  const busy = useSignal(false);
  if (suggestions.length === 0) return null;
  const press = async (one: Suggestion): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    await carryOut(reference, one);
    busy.value = false;
  };
  return (
    <>
      <h3>{w("suggested")}</h3>
      <ul class="suggestions">
        {suggestions.map((one) => (
          <li key={`${one.do} ${one.value}`}>
            <button type="button" disabled={busy} onClick={() => void press(one)}>
              {named(one)}
            </button>
            <span class="quiet">{why(one)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The reason, and behind its colon what was read that says so. */
function why({ reason, evidence }: Suggestion): string {
  const text = worded("reason", reason);
  return evidence ? `${text} “${evidence}”`.trim() : text.replace(/\s?:$/, ".");
}

function named({ do: what, value, label }: Suggestion): string {
  const field = fieldOf(what);
  const known = field && valueNamed(field, value);
  return w(`do.${what}`, { name: known ? textOf(`${field}.${known}`) : label || value, ref: value });
}
