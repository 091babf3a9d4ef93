/** Signing in: password, what the desk asks for on top, and the way to a forgotten password. */
import { useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { said } from "../../parts/said";
import { answerChallenge, type Challenge, forgotPassword, me, signIn } from "../../store/session";
import { t } from "../../words";

export function SignIn({ again = false }: { again?: boolean }) {
  const email = useSignal(again ? (me.peek()?.email ?? "") : "");
  const secret = useSignal("");
  const challenge = useSignal<Challenge | null>(null);
  const told = useSignal("");
  const busy = useSignal(false);

  const attempt = async (what: () => Promise<void>): Promise<void> => {
    busy.value = true;
    told.value = "";
    try {
      await what();
    } catch (failure) {
      told.value = said(failure);
    } finally {
      busy.value = false;
    }
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void attempt(async () => {
      const asked = challenge.value;
      challenge.value = asked
        ? await answerChallenge(asked, email.value, secret.value)
        : await signIn(email.value, secret.value);
      if (challenge.value) secret.value = "";
    });
  };
  const forgot = (): void =>
    void attempt(async () => {
      await forgotPassword(email.value);
      told.value = t("signin.mailed");
    });
  const asked = challenge.value?.name;
  const label = asked === "mfa" ? "signin.code" : asked ? "signin.new_password" : "signin.password";
  return (
    <form class="signin" onSubmit={submit}>
      <h1>{t("signin.title")}</h1>
      {again && <p>{t("signin.again")}</p>}
      <label>
        {t("signin.email")}
        <input type="email" required autocomplete="username" readOnly={again} value={email} onInput={(event) => (email.value = event.currentTarget.value)} />
      </label>
      <label>
        {t(label)}
        <input type="password" required autocomplete={asked === "mfa" ? "one-time-code" : asked ? "new-password" : "current-password"} value={secret} onInput={(event) => (secret.value = event.currentTarget.value)} />
      </label>
      <p role="alert">{told}</p>
      <button class="solid" disabled={busy}>{t("signin.button")}</button>
      {!asked && <button type="button" class="plain" disabled={busy} onClick={forgot}>{t("signin.forgot")}</button>}
    </form>
  );
}
