/** Choosing where resolving and sending lead. */
import { ADVANCES, takeAdvance } from "../../store/desk/advance";
import { toast } from "../../store/desk/toasts";
import { attempt, useSingle } from "./collection";
import { w } from "./words";

export function AdvanceChoice() {
  const { found, load, change } = useSingle<{ advance?: string }>("preferences");
  const { advance } = found.value ?? {};
  if (advance === undefined) return null; // not there yet, or a desk that keeps no such choice
  const choose = (value: string): void =>
    attempt(async () => {
      await change({ advance: value }).catch((failure: unknown) => {
        void load(); // what is chosen is what the desk keeps
        throw failure;
      });
      takeAdvance(value);
      toast(w("saved"));
    });
  return (
    <div>
      <label for="advance">{w("advance")}</label>{" "}
      <select
        id="advance"
        aria-describedby="advance-hint"
        value={advance}
        onChange={(event) => choose(event.currentTarget.value)}>
        {ADVANCES.map((each) => (
          <option key={each} value={each}>
            {w(`advance.${each}`)}
          </option>
        ))}
      </select>
      <p id="advance-hint" class="hint">
        {w("advance.hint")}
      </p>
    </div>
  );
}
