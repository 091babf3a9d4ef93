/** Having a link mailed that sets a new password. The answer is the same whether the address is known or not. */
import { type Signal, useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { forgotPassword } from "../../store/desk/session";
import { t } from "../../words";
import type { Step } from "./step";

export function Forgotten({ email, to }: { email: Signal<string>; to(step: Step): void }) {
  const mailed = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    await forgotPassword(email.value);
    mailed.value = true;
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{t("signin.forgot")}</h1>
      <p class="quiet" role="status">
        {t(mailed.value ? "signin.mailed" : "signin.forgot.about")}
      </p>
      {!mailed.value && (
        <>
          <Field label={t("signin.email")} problem={problem.value?.at("email")}>
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
            {t("signin.forgot.send")}
          </button>
        </>
      )}
      <button type="button" class="plain" onClick={() => to("password")}>
        {t("signin.restart")}
      </button>
    </form>
  );
}
