/** Address and password. */
import { type Signal, useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { signIn } from "../../store/desk/session";
import { t } from "../../words";
import type { Step } from "./step";

export function PasswordForm({ email, again, to }: { email: Signal<string>; again: boolean; to(step: Step): void }) {
  const password = useSignal("");
  const { problem, busy, send } = useSending(async () => {
    const challenge = await signIn(email.value, password.value);
    if (challenge) to(challenge);
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{t("signin.title")}</h1>
      {again && <p class="quiet">{t("signin.again")}</p>}
      <Field label={t("signin.email")} problem={problem.value?.at("email")}>
        {(field) => (
          <input
            {...field}
            type="email"
            required
            ref={again ? undefined : focusNow}
            autocomplete="username"
            readOnly={again}
            value={email}
            onInput={(event) => (email.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t("signin.password")} problem={problem.value?.at("password")}>
        {(field) => (
          <input
            {...field}
            type="password"
            required
            ref={again ? focusNow : undefined}
            autocomplete="current-password"
            value={password}
            onInput={(event) => (password.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble problem={problem.value} shownAt={["email", "password"]} />
      <button class="solid" disabled={busy}>
        {t("signin.button")}
      </button>
      <button type="button" class="plain" onClick={() => to("forgotten")}>
        {t("signin.forgot")}
      </button>
    </form>
  );
}
