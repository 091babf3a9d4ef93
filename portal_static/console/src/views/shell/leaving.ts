/** Signing out. Texts that were begun go with whoever wrote them; that is said before. */
import { confirm } from "../../parts/Confirm";
import { farewell, unsentTexts } from "../../store/desk/ownTexts";
import { signOut } from "../../store/desk/session";
import { n, t } from "../../words";

export function leave(): void {
  const texts = unsentTexts();
  const run = (): void => void signOut(farewell);
  if (texts === 0) run();
  else confirm({ title: t("signout.sure"), text: n("signout.drafts", texts), yes: t("cmd.signout"), run });
}
