/** On to the sign-in of one's company: which workspace it is of, unless that is known, and what becomes of this page. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { signInProblem, workspace } from "../../store/desk/session";
import { likelyWorkspace, signInByCompany } from "../../store/desk/signIn";
import type { StepProps } from "./step";
import { w } from "./words";

export function CompanyForm({ again, to }: StepProps) {
  const here = again && workspace.value?.id;
  const name = useSignal(here || likelyWorkspace());
  const { problem, busy, send } = useSending(() => signInByCompany(name.value.trim().toLowerCase()));
  useEffect(() => {
    if (!again && name.peek() !== "" && signInProblem.peek() === null) void send();
  }, []);
  const unknown = problem.value?.code === "not_found";
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <h1>{w("company")}</h1>
      <p class="quiet">{w(again ? "company.leaves" : "company.about")}</p>
      {!here && (
        <Field
          label={w("company.workspace")}
          hint={w("company.hint")}
          problem={unknown ? w("company.unknown") : undefined}>
          {(field) => (
            <input
              {...field}
              required
              ref={focusNow}
              autocomplete="organization"
              autocapitalize="none"
              spellcheck={false}
              maxLength={64}
              value={name}
              onInput={(event) => (name.value = event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {here && unknown ? (
        <p role="alert" class="wrong">
          {w("company.none")}
        </p>
      ) : (
        <Trouble problem={unknown ? null : problem.value} />
      )}
      <button class="solid" ref={here ? focusNow : undefined} autofocus={Boolean(here)} disabled={busy}>
        {w("company.go")}
      </button>
      <button type="button" class="plain" onClick={() => to("password")}>
        {w("signin.password_instead")}
      </button>
    </form>
  );
}
