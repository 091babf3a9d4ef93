/** One of the recovery codes in the second factor's place. Address and password are as they were typed before. */
import { useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { signInByRecovery } from "../../store/desk/signIn";
import { language } from "../../words";
import type { StepProps } from "./step";
import { w } from "./words";

export function RecoveryForm({ email, password, to }: StepProps) {
  const code = useSignal("");
  const { problem, busy, send } = useSending(async () => {
    const challenge = await signInByRecovery(email.value, password.value, code.value.trim());
    if (challenge) to(challenge);
  });
  const told = problem.value?.at("recovery_code");
  const refused = told && language.value !== "en" ? w("recovery.wrong") : told;
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{w("recovery")}</h1>
      <p class="quiet">{w("recovery.about")}</p>
      <Field label={w("recovery.code")} problem={refused}>
        {(field) => (
          <input
            {...field}
            required
            ref={focusNow}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={64}
            value={code}
            onInput={(event) => (code.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble problem={refused ? null : problem.value} />
      <button class="solid" disabled={busy}>
        {w("signin.button")}
      </button>
      <button type="button" class="plain" onClick={() => to("password")}>
        {w("signin.restart")}
      </button>
    </form>
  );
}
