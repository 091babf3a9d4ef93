/** The browsers one is signed in with. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import type { Session } from "../../api/types";
import { confirm } from "../../parts/Confirm";
import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { endOthers, endSession, sessions } from "../../store/desk/account";
import { me } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { t } from "../../words";
import { short } from "../ticket/when";
import { deviceName } from "./deviceName";
import { w } from "./words";

export function Sessions() {
  const heading = useRef<HTMLHeadingElement>(null);
  const found = useSignal<readonly Session[]>([]);
  const looking = useSending(async () => {
    found.value = await sessions();
  });
  useEffect(() => void looking.send(), []);
  const end = async (ending: () => Promise<void>): Promise<void> => {
    try {
      await ending();
    } catch (failure) {
      return void toast(problemText(failure), { tone: "error" });
    }
    await looking.send();
    heading.current?.focus(); // what was pressed is gone
    toast(w("sessions.ended"));
  };
  const others = found.value.filter(({ current }) => !current);
  const endAll = (): void =>
    confirm({
      title: w("sessions.end_others"),
      text: w("sessions.end_others.about"),
      yes: w("sessions.end_others"),
      run: () => void end(endOthers),
    });
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions" ref={heading} tabIndex={-1}>
        {w("sessions")}
      </h2>
      <p class="hint">{w(me.value?.signed_in_by === "sso" ? "sessions.company" : "sessions.about")}</p>
      <Trouble problem={looking.problem.value} />
      {looking.problem.value && (
        <button type="button" onClick={() => void looking.send()}>
          {t("retry")}
        </button>
      )}
      {found.value.length > 0 && (
        <ul class="items" aria-label={w("sessions")}>
          {found.value.map((one) => (
            <Line key={one.id} of={one} end={() => void end(() => endSession(one.id))} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <button type="button" onClick={endAll}>
          {w("sessions.end_others")}
        </button>
      )}
    </section>
  );
}

function Line({ of: one, end }: { of: Session; end(): void }) {
  const device = deviceName(one.device);
  return (
    <li>
      <div class="item-text">
        <b>{device}</b>
        <span class="quiet">{w("sessions.seen", { network: one.network, at: short(one.last_seen_at) })}</span>
      </div>
      <span class="badge">{w(`sessions.by.${one.method}`)}</span>
      {one.current ? (
        <span class="badge">{w("sessions.current")}</span>
      ) : (
        <span class="acts">
          <button type="button" aria-label={`${w("sessions.end")}: ${device}`} onClick={end}>
            {w("sessions.end")}
          </button>
        </span>
      )}
    </li>
  );
}
