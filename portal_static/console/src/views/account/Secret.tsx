/** Fields for a password and for a code, with what password managers and phones go by. */
import type { Signal } from "@preact/signals";
import { Field } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { me } from "../../store/desk/session";
import { w } from "./words";

interface SecretProps {
  label: string;
  value: Signal<string>;
  hint?: string;
  problem?: string | null;
  focused?: boolean;
}

export function Password({ label, value, hint, problem, focused, fresh = false }: SecretProps & { fresh?: boolean }) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <input
          {...field}
          type="password"
          required
          maxLength={256}
          ref={focused ? focusNow : undefined}
          autofocus={focused}
          autocomplete={fresh ? "new-password" : "current-password"}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function Code({ value, problem }: Pick<SecretProps, "value" | "problem">) {
  return (
    <Field label={w("factor.code")} hint={w("factor.code.hint")} problem={problem}>
      {(field) => (
        <input
          {...field}
          type="text"
          required
          maxLength={12}
          inputMode="numeric"
          autocomplete="one-time-code"
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Whose password it is, for those programs that fill it in. */
export function WhosePassword() {
  return (
    <input
      type="email"
      class="unseen"
      aria-hidden="true"
      tabIndex={-1}
      readOnly
      autocomplete="username"
      value={me.value?.email ?? ""}
    />
  );
}
