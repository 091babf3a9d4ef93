/** What could be done next: a button each, with why it is suggested. */
import { useSignal } from "@preact/signals";
import type { Suggestion } from "../../../api/types";
import { t } from "../../../words";
import { carryOut } from "./carryOut";
import { isPriority, isType } from "./requests";
import { w, worded } from "./words";

export function Suggestions({ reference, suggestions }: { reference: string; suggestions: readonly Suggestion[] }) {
  const busy = useSignal(false);
  if (suggestions.length === 0) return null;
  const press = async (one: Suggestion): Promise<void> => {
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
  return evidence ? `${text} “${evidence}”` : text.replace(/\s?:$/, ".");
}

function named({ do: what, value, label }: Suggestion): string {
  if (what === "set_priority" && isPriority(value)) return w("do.set_priority", { name: t(`priority.${value}`) });
  if (what === "set_type" && isType(value)) return w("do.set_type", { name: t(`type.${value}`) });
  return w(`do.${what}`, { name: label || value, ref: value });
}
