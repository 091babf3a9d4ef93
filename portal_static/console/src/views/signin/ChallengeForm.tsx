/** What the desk asks for after the password: a new password, or a code from an authenticator. */
import { useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { answerChallenge, type Challenge } from "../../store/desk/signIn";
import type { StepProps } from "./step";
import { w } from "./words";

export function ChallengeForm({ challenge, email, password, to }: StepProps & { challenge: Challenge }) {
  const answer = useSignal("");
  const isCode = challenge.name === "mfa";
  const { problem, busy, send } = useSending(async () => {
    const next = await answerChallenge(challenge, email.value, isCode ? answer.value.trim() : answer.value);
    if (!isCode) password.value = answer.value; // a recovery code goes with what is the password by now
    if (next) to(next);
  });
  const kind = isCode
    ? ({ type: "text", inputMode: "numeric", autocomplete: "one-time-code", maxLength: 12 } as const)
    : ({ type: "password", autocomplete: "new-password" } as const);
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{w(isCode ? "signin.mfa" : "signin.first")}</h1>
      <p class="quiet">{w(isCode ? "signin.mfa.about" : "signin.first.about")}</p>
      <Field label={w(isCode ? "signin.code" : "signin.new_password")} problem={problem.value?.at("answer")}>
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
        {w("signin.button")}
      </button>
      {isCode && (
        <button type="button" class="plain" onClick={() => to("recovery")}>
          {w("signin.recovery")}
        </button>
      )}
      <button type="button" class="plain" onClick={() => to("password")}>
        {w("signin.restart")}
      </button>
    </form>
  );
}
