/** On to the sign-in of one's company: which workspace it is of, unless that is known, and what becomes of this page. */
import { useSignal } from "@preact/signals";
import { Field } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { signInByCompany, signInProblem, workspace } from "../../store/desk/session";
import { likelyWorkspace } from "../../store/desk/signIn";
import type { StepProps } from "./step";
import { w } from "./words";

/** As workspaces are named in addresses. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

export function CompanyForm({ again, to }: StepProps) {
  const here = again && workspace.value?.id;
  const name = useSignal(here || likelyWorkspace());
  const wrong = useSignal(false);
  const go = (): void => {
    const asked = name.value.trim().toLowerCase();
    wrong.value = !NAME.test(asked);
    if (wrong.value) return;
    signInProblem.value = null;
    signInByCompany(asked);
  };
  return (
    <form onSubmit={(event) => (event.preventDefault(), go())}>
      <h1>{w("company")}</h1>
      <p class="quiet">{w(again ? "company.leaves" : "company.about")}</p>
      {!here && (
        <Field
          label={w("company.workspace")}
          hint={w("company.hint")}
          problem={wrong.value ? w("company.wrong") : undefined}>
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
      <button class="solid" ref={here ? focusNow : undefined}>
        {w("company.go")}
      </button>
      <button type="button" class="plain" onClick={() => to("password")}>
        {w("signin.password_instead")}
      </button>
    </form>
  );
}
