/** Setting up a second factor: the password, then an app with its first code, then the recovery codes. */
import { type Signal, useSignal } from "@preact/signals";
import type { Enrolment } from "../../api/types";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { beginFactor, confirmFactor } from "../../store/desk/account";
import { t } from "../../words";
import { Codes } from "./Codes";
import { CopyButton } from "./CopyButton";
import { Code, Password, WhosePassword } from "./Secret";
import { w } from "./words";

interface EnrollingProps {
  close(): void;
  /** It is on, and the recovery codes are kept. */
  done(): void;
}

export default function Enrolling({ close, done }: EnrollingProps) {
  const setup = useSignal<Enrolment | null>(null);
  const codes = useSignal<readonly string[] | null>(null);
  const kept = codes.value;
  return (
    <Dialog
      kind="enrolling"
      title={w(kept ? "codes" : "factor.set_up")}
      close={kept ? () => undefined : close}
      untitled={kept !== null}>
      {kept ? (
        <>
          <h2>{w("codes")}</h2>
          <Codes codes={kept} done={done} />
        </>
      ) : setup.value ? (
        <App setup={setup.value} again={() => (setup.value = null)} codes={codes} />
      ) : (
        <Begin setup={setup} close={close} />
      )}
    </Dialog>
  );
}

function Begin({ setup, close }: { setup: Signal<Enrolment | null>; close(): void }) {
  const password = useSignal("");
  const { problem, busy, send } = useSending(async () => {
    setup.value = await beginFactor(password.value);
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <p>{w("factor.password")}</p>
      <WhosePassword />
      <Password label={w("password")} value={password} problem={problem.value?.at("password")} focused />
      <Trouble problem={problem.value} shownAt={["password"]} />
      <footer>
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {w("factor.next")}
        </button>
      </footer>
    </form>
  );
}

interface AppProps {
  setup: Enrolment;
  again(): void;
  codes: Signal<readonly string[] | null>;
}

function App({ setup, again, codes }: AppProps) {
  const code = useSignal("");
  const { problem, busy, send } = useSending(async () => {
    codes.value = await confirmFactor(setup.session, code.value.replaceAll(/\s/g, ""));
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <p tabIndex={-1} ref={focusNow}>
        {w("factor.scan")}
      </p>
      <img class="qr" alt={w("factor.qr")} src={`data:image/svg+xml,${encodeURIComponent(setup.qr_svg)}`} />
      <p class="key">
        <span>{w("factor.secret")}</span> <code>{inFours(setup.secret)}</code>
      </p>
      <p class="taken">
        <CopyButton text={setup.secret} about={w("factor.secret")} />
        <a href={setup.uri}>{w("factor.open_app")}</a>
      </p>
      <Code value={code} problem={problem.value?.at("code")} />
      <Trouble problem={problem.value} shownAt={["code"]} />
      <footer>
        <button type="button" onClick={again}>
          {w("factor.again")}
        </button>
        <button class="solid" disabled={busy}>
          {w("factor.turn_on")}
        </button>
      </footer>
    </form>
  );
}

/** As one types it: four signs at a time. */
function inFours(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
