/** Having a link mailed that sets a new password. The answer is the same whether the address is known or not. */
import { useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { forgotPassword } from "../../store/desk/signIn";
import type { StepProps } from "./step";
import { w } from "./words";

export function Forgotten({ email, to }: StepProps) {
  const mailed = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    await forgotPassword(email.value);
    mailed.value = true;
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{w("signin.forgot")}</h1>
      <p class="quiet" role="status">
        {w(mailed.value ? "signin.mailed" : "signin.forgot.about")}
      </p>
      {!mailed.value && (
        <>
          <Field label={w("signin.email")} problem={problem.value?.at("email")}>
            {(field) => (
              <input
                {...field}
                type="email"
                required
                ref={focusNow}
                autocomplete="username"
                value={email}
                onInput={(event) => (email.value = event.currentTarget.value)}
              />
            )}
          </Field>
          <Trouble problem={problem.value} shownAt={["email"]} />
          <button class="solid" disabled={busy}>
            {w("signin.forgot.send")}
          </button>
        </>
      )}
      <button type="button" class="plain" onClick={() => to("password")}>
        {w("signin.restart")}
      </button>
    </form>
  );
}
