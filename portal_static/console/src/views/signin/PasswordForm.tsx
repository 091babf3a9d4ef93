/** Address and password, or on to one's company. */
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { signIn } from "../../store/desk/signIn";
import { t } from "../../words";
import type { StepProps } from "./step";
import { w } from "./words";

const ABOUT = { over: "signin.again", proof: "signin.proof" } as const;

export function PasswordForm({ email, password, again, to }: StepProps) {
  const { problem, busy, send } = useSending(async () => {
    const challenge = await signIn(email.value, password.value);
    if (challenge) to(challenge);
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{t("signin.title")}</h1>
      {again && <p class="quiet">{w(ABOUT[again])}</p>}
      <Field label={w("signin.email")} problem={problem.value?.at("email")}>
        {(field) => (
          <input
            {...field}
            type="email"
            required
            ref={again ? undefined : focusNow}
            autocomplete="username"
            readOnly={again !== null}
            value={email}
            onInput={(event) => (email.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={w("signin.password")} problem={problem.value?.at("password")}>
        {(field) => (
          <input
            {...field}
            type="password"
            required
            ref={again ? focusNow : undefined}
            autofocus={again !== null}
            autocomplete="current-password"
            value={password}
            onInput={(event) => (password.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble problem={problem.value} shownAt={["email", "password"]} />
      <button class="solid" disabled={busy}>
        {w("signin.button")}
      </button>
      {again !== "proof" && (
        <button type="button" class="company" onClick={() => to("company")}>
          {w("company")}
        </button>
      )}
      <button type="button" class="plain" onClick={() => to("forgotten")}>
        {w("signin.forgot")}
      </button>
    </form>
  );
}
