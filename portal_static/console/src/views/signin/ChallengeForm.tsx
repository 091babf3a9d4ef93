/** What the desk asks for after the password: a new password, or a code from an authenticator. */
import { useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { answerChallenge, type Challenge } from "../../store/desk/session";
import { t } from "../../words";
import type { Step } from "./step";

export function ChallengeForm({ challenge, email, to }: { challenge: Challenge; email: string; to(step: Step): void }) {
  const answer = useSignal("");
  const isCode = challenge.name === "mfa";
  const { problem, busy, send } = useSending(async () => {
    const next = await answerChallenge(challenge, email, isCode ? answer.value.trim() : answer.value);
    if (next) to(next);
  });
  const kind = isCode
    ? ({ type: "text", inputMode: "numeric", autocomplete: "one-time-code", maxLength: 12 } as const)
    : ({ type: "password", autocomplete: "new-password" } as const);
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{t(isCode ? "signin.mfa" : "signin.first")}</h1>
      <p class="quiet">{t(isCode ? "signin.mfa.about" : "signin.first.about")}</p>
      <Field label={t(isCode ? "signin.code" : "signin.new_password")} problem={problem.value?.at("answer")}>
        {(field) => (
          <input
            {...field}
            {...kind}
            required
            ref={focusNow}
            value={answer}
            onInput={(event) => (answer.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble problem={problem.value} shownAt={["answer"]} />
      <button class="solid" disabled={busy}>
        {t("signin.button")}
      </button>
      <button type="button" class="plain" onClick={() => to("password")}>
        {t("signin.restart")}
      </button>
    </form>
  );
}
