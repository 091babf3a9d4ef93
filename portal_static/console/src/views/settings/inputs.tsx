/** Fields bound to signals, each with its label, hint and problem. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Field } from "../../parts/Field";
import { toast } from "../../store/desk/toasts";
import { w } from "./words";

interface Bound<T> {
  label: string;
  value: Signal<T>;
  hint?: string;
  problem?: string | null;
}

interface Extra {
  type?: "text" | "email" | "number" | "color" | "time" | "date" | "url";
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  autofocus?: boolean;
  min?: number;
  max?: number;
  step?: "any";
}

/** One line. (The types know each kind of input by itself; what is used here, all of them have.) */
export function Text({ label, value, hint, problem, type = "text", ...extra }: Bound<string> & Extra) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <input
          {...field}
          {...extra}
          type={type as "text"}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function Area({
  label,
  value,
  hint,
  problem,
  rows = 6,
  maxLength,
  required,
}: Bound<string> & { rows?: number; maxLength?: number; required?: boolean }) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <textarea
          {...field}
          rows={rows}
          maxLength={maxLength}
          required={required}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

const zones = Intl.supportedValuesOf("timeZone");
const zoneHere = new Intl.DateTimeFormat().resolvedOptions().timeZone;
/** What stands in the field before anybody has chosen. */
const UNSET: readonly string[] = ["", "UTC"];

/** A time zone, by the name it has in the IANA database; the browser's is proposed until one is chosen. */
export function Zone({ value, hint, problem, required }: Omit<Bound<string>, "label"> & { required?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const take = (): void => {
    value.value = zoneHere;
    field.current?.focus(); // the button that had it is gone
  };
  return (
    <>
      <Field label={w("hours.zone")} hint={hint} problem={problem}>
        {(tied) => (
          <input
            {...tied}
            ref={field}
            list="zones"
            required={required}
            value={value}
            onInput={(event) => (value.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <datalist id="zones">
        {zones.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {UNSET.includes(value.value) && !UNSET.includes(zoneHere) && (
        <button type="button" class="plain proposal" onClick={take}>
          {w("hours.zone_here", { zone: zoneHere })}
        </button>
      )}
    </>
  );
}

export function Check({ label, value, disabled }: { label: string; value: Signal<boolean>; disabled?: boolean }) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={value}
        disabled={disabled}
        onChange={(event) => (value.value = event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

export function Select<V extends string>({
  label,
  value,
  hint,
  problem,
  options,
}: Bound<V> & { options: readonly { value: V; label: string }[] }) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <select
          {...field}
          value={value}
          onChange={(event) => {
            const picked = options.find((each) => each.value === event.currentTarget.value);
            if (picked) value.value = picked.value;
          }}>
          {options.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A text to be taken along by a press. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast(w("copied"));
    } catch {
      toast(w("not_copied"), { tone: "error" }); // refused by the browser; the text can be marked by hand
    }
  };
  return (
    <div class="copyable">
      <Field label={label}>
        {(field) => (
          <textarea
            {...field}
            readOnly
            rows={Math.min(4, Math.ceil(text.length / 60))}
            value={text}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <button type="button" onClick={() => void copy()}>
        {w("copy")}
      </button>
    </div>
  );
}
