/** Signing in: by password, by what the desk asks for on top, and the way out of a forgotten password. */
import { useSignal } from "@preact/signals";
import { me } from "../../store/desk/session";
import { t } from "../../words";
import { ChallengeForm } from "./ChallengeForm";
import { Forgotten } from "./Forgotten";
import { PasswordForm } from "./PasswordForm";
import type { Step } from "./step";

/** `again` asks the person who is at work already: over the page, which stays as it is. */
export default function SignIn({ again }: { again: boolean }) {
  const email = useSignal(again ? (me.peek()?.email ?? "") : "");
  const step = useSignal<Step>("password");
  const now = step.value;
  const to = (next: Step): void => {
    step.value = next;
  };
  return (
    <div class="signin">
      <p class="product" aria-hidden="true">
        <span class="mark" /> {t("app")}
      </p>
      {now === "password" && <PasswordForm email={email} again={again} to={to} />}
      {now === "forgotten" && <Forgotten email={email} to={to} />}
      {typeof now === "object" && <ChallengeForm key={now.session} challenge={now} email={email.value} to={to} />}
    </div>
  );
}
