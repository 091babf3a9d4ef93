/** Signing in: by password, by what the desk asks for on top, by one's company, and the ways out of what was forgotten. */
import { useSignal } from "@preact/signals";
import { type Again, declineProof, me, signInProblem } from "../../store/desk/session";
import { t } from "../../words";
import { ChallengeForm } from "./ChallengeForm";
import { CompanyForm } from "./CompanyForm";
import { Forgotten } from "./Forgotten";
import { PasswordForm } from "./PasswordForm";
import { RecoveryForm } from "./RecoveryForm";
import type { Step, StepProps } from "./step";
import { companyProblem } from "./words";

/** `again` asks the person who is at work already: over the page, which stays as it is. */
export default function SignIn({ again }: { again: Again | null }) {
  const before = again && me.peek();
  const email = useSignal(before?.email ?? "");
  const password = useSignal("");
  const step = useSignal<Step>(before?.signed_in_by === "sso" ? "company" : "password");
  const now = step.value;
  const to = (next: Step): void => {
    if (next === "password") password.value = "";
    if (next !== "company") signInProblem.value = null;
    step.value = next;
  };
  const shared: StepProps = { email, password, again, to };
  return (
    <div class="signin">
      <p class="product" aria-hidden="true">
        <span class="mark" /> {t("app")}
      </p>
      {signInProblem.value !== null && (
        <p role="alert" class="warned">
          {companyProblem(signInProblem.value)}
        </p>
      )}
      {now === "password" && <PasswordForm {...shared} />}
      {now === "forgotten" && <Forgotten {...shared} />}
      {now === "recovery" && <RecoveryForm {...shared} />}
      {now === "company" && <CompanyForm {...shared} />}
      {typeof now === "object" && <ChallengeForm key={now.session} challenge={now} {...shared} />}
      {again === "proof" && (
        <button type="button" class="plain" onClick={declineProof}>
          {t("cancel")}
        </button>
      )}
    </div>
  );
}
