/** Several of a few to be ticked. What is ticked and no longer there can be unticked. */
import { useId } from "preact/hooks";

interface SeveralProps {
  legend: string;
  all: readonly { id: string; name: string }[];
  chosen: readonly string[];
  /** What one is called that is no longer there. */
  gone: string;
  /** What to say where there are none. */
  none: string;
  problem: string | null;
  change(chosen: readonly string[]): void;
}

export function Several({ legend, all, chosen, gone, none, problem, change }: SeveralProps) {
  const id = useId();
  const lost = chosen.filter((each) => !all.some((one) => one.id === each)).map((each) => ({ id: each, name: gone }));
  const shown = [...all, ...lost];
  const toggle = (one: string, on: boolean): void =>
    change(on ? [...chosen, one] : chosen.filter((each) => each !== one));
  return (
    <fieldset class="several" aria-describedby={problem ? id : undefined}>
      <legend>{legend}</legend>
      {shown.length === 0 && <p class="quiet">{none}</p>}
      {shown.map((each) => (
        <label key={each.id}>
          <input
            type="checkbox"
            checked={chosen.includes(each.id)}
            aria-invalid={problem ? true : undefined}
            onChange={({ currentTarget: { checked } }) => toggle(each.id, checked)}
          />{" "}
          {each.name}
        </label>
      ))}
      {problem && (
        <p id={id} class="wrong">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
