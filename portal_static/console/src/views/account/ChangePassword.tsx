/** Another password in the place of the one that somebody knows, or a link by mail for who doesn't. */
import { useSignal } from "@preact/signals";
import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { changePassword } from "../../store/desk/account";
import { me } from "../../store/desk/session";
import { forgotPassword } from "../../store/desk/signIn";
import { toast } from "../../store/desk/toasts";
import { Password, WhosePassword } from "./Secret";
import { w } from "./words";

export function ChangePassword() {
  const current = useSignal("");
  const password = useSignal("");
  const changing = useSending(async () => {
    await changePassword(current.value, password.value);
    current.value = "";
    password.value = "";
    toast(w("password.changed"));
  });
  const mailed = useSignal(false);
  const asking = useSending(async () => {
    await forgotPassword(me.peek()?.email ?? "");
    mailed.value = true;
  });
  const problem = changing.problem.value;
  return (
    <section aria-labelledby="own-password">
      <h2 id="own-password">{w("password")}</h2>
      <form class="page-form" onSubmit={(event) => (event.preventDefault(), void changing.send())}>
        <WhosePassword />
        <Password label={w("password.current")} value={current} problem={problem?.at("current")} />
        <Password
          label={w("password.new")}
          value={password}
          hint={w("password.hint")}
          problem={problem?.at("password")}
          fresh
        />
        <p class="hint">{w("password.about")}</p>
        <Trouble problem={problem} shownAt={["current", "password"]} />
        <button class="solid" disabled={changing.busy}>
          {w("password.change")}
        </button>
      </form>
      <p>
        <button
          type="button"
          class="plain begun"
          disabled={mailed.value || asking.busy.value}
          onClick={() => void asking.send()}>
          {w("password.forgot")}
        </button>
      </p>
      <Trouble problem={asking.problem.value} />
      <p role="status">{mailed.value && w("password.mailed")}</p>
    </section>
  );
}
