/** One of a few values, by the browser's own list. */
import { Field } from "../../parts/Field";

interface PickProps<V extends string> {
  label: string;
  values: readonly V[];
  value: V;
  name(value: V): string;
  pick(value: V): void;
  problem: string | null;
}

export function Pick<V extends string>({ label, values, value, name, pick, problem }: PickProps<V>) {
  const picked = (typed: string): void => {
    const found = values.find((each) => each === typed);
    if (found !== undefined) pick(found);
  };
  return (
    <Field label={label} problem={problem}>
      {(field) => (
        <select {...field} value={value} onChange={(event) => picked(event.currentTarget.value)}>
          {values.map((each) => (
            <option key={each} value={each}>
              {name(each)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
