/** What is to be removed: words wherever they stand, a whole message, or a file. */
import type { Signal } from "@preact/signals";
import type { Problem } from "../../../api/problem";
import { Field } from "../../../parts/Field";
import { w } from "../../privacy/words";
import { short } from "../when";
import type { Forwardable } from "./forwardable";

const KINDS = ["words", "entry", "file"] as const;

export interface Chosen {
  kind: (typeof KINDS)[number];
  /** One a line. */
  words: string;
  entry: string;
  file: string;
}

interface ChoiceProps {
  offered: readonly Forwardable[];
  chosen: Signal<Chosen>;
  problem: Problem | null;
}

export function RedactChoice({ offered, chosen, problem }: ChoiceProps) {
  const now = chosen.value;
  const set = (change: Partial<Chosen>): void => {
    chosen.value = { ...chosen.value, ...change };
  };
  const files = offered.flatMap(({ attachments }) => attachments);
  const kinds = KINDS.filter((kind) => kind !== "file" || files.length > 0);
  return (
    <>
      <fieldset class="scores">
        <legend>{w("redact.what")}</legend>
        {kinds.map((kind) => (
          <label key={kind}>
            <input type="radio" name="kind" checked={now.kind === kind} onChange={() => set({ kind })} />
            {w(`redact.${kind}`)}
          </label>
        ))}
      </fieldset>
      {now.kind === "words" && (
        <Field label={w("redact.words_field")} hint={w("redact.words_hint")} problem={problem?.at("words") ?? null}>
          {(field) => (
            <textarea
              {...field}
              required
              autofocus
              rows={3}
              value={now.words}
              onInput={(event) => set({ words: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {now.kind === "entry" && (
        <Select
          label={w("redact.entry_field")}
          value={now.entry}
          options={offered.map(({ id, name, at, text }) => ({ id, text: `${name}, ${short(at)}: ${text}` }))}
          choose={(entry) => set({ entry })}
        />
      )}
      {now.kind === "file" && (
        <Select
          label={w("redact.file_field")}
          value={now.file || (files[0]?.id ?? "")}
          options={files.map(({ id, name }) => ({ id, text: name }))}
          choose={(file) => set({ file })}
        />
      )}
    </>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly { id: string; text: string }[];
  choose(id: string): void;
}

function Select({ label, value, options, choose }: SelectProps) {
  return (
    <Field label={label}>
      {(field) => (
        <select {...field} value={value} onChange={(event) => choose(event.currentTarget.value)}>
          {options.map(({ id, text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
