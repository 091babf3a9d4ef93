/** In a workspace's place where the desk doesn't let a member in as they signed in: why, and what to do about it. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Workspace } from "../../api/types";
import { Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { Lazy } from "../../parts/Lazy";
import { useSending } from "../../parts/useSending";
import { removeFactor } from "../../store/desk/account";
import { arrive, me, switchWorkspace } from "../../store/desk/session";
import { signInByCompany } from "../../store/desk/signIn";
import { t } from "../../words";
import { leave } from "../shell/leaving";
import { w } from "./words";

const enrolling = () => import("./Enrolling");

export default function Barred({ here }: { here: Workspace }) {
  const others = me.value?.workspaces.filter(({ id }) => id !== here.id) ?? [];
  const enrols = useSignal(false);
  return (
    <>
      <div class="signin">
        <p class="product" aria-hidden="true">
          <span class="mark" /> {t("app")}
        </p>
        {here.barred === "second_factor_required" && <WithoutFactor here={here} enrols={enrols} />}
        {here.barred === "sso_required" && <ByCompany here={here} />}
        {here.barred === "unauthenticated" && (
          <Told title={w("barred.password")}>{w("barred.password.about", { name: here.name })}</Told>
        )}
        {others.length > 0 && (
          <section aria-labelledby="other-workspaces">
            <h2 id="other-workspaces">{w("barred.others")}</h2>
            {others.map(({ id, name }) => (
              <button key={id} type="button" class="wide" onClick={() => switchWorkspace(id)}>
                {name}
              </button>
            ))}
          </section>
        )}
        <button type="button" class="plain" onClick={leave}>
          {t("cmd.signout")}
        </button>
      </div>
      {enrols.value && (
        <Lazy load={enrolling} props={{ close: () => (enrols.value = false), done: () => void arrive() }} />
      )}
    </>
  );
}

function Told({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <h1 tabIndex={-1} ref={focusNow}>
        {title}
      </h1>
      <p>{children}</p>
    </>
  );
}

function ByCompany({ here }: { here: Workspace }) {
  const { problem, busy, send } = useSending(() => signInByCompany(here.id));
  return (
    <>
      <Told title={w("barred.sso")}>{w("barred.sso.about", { name: here.name })}</Told>
      <p class="quiet">{w("drafts_stay")}</p>
      <Trouble problem={problem.value} />
      <button type="button" class="solid wide" disabled={busy} onClick={() => void send()}>
        {w("barred.sso.go")}
      </button>
    </>
  );
}

/** After a recovery code one may stay without, unless a workspace of one's wants a second factor of everybody. */
function WithoutFactor({ here, enrols }: { here: Workspace; enrols: Signal<boolean> }) {
  const { problem, busy, send } = useSending(removeFactor);
  const recovered = here.second_factor_by === null;
  const mayStay = recovered && me.value?.workspaces.every((each) => each.second_factor_by === null);
  return (
    <>
      <Told title={w(recovered ? "barred.recovered" : "barred.factor")}>
        {recovered ? w("barred.recovered.about") : w("barred.factor.about", { name: here.name })}
      </Told>
      <Trouble problem={problem.value} />
      <button type="button" class="solid wide" onClick={() => (enrols.value = true)}>
        {w("factor.set_up")}
      </button>
      {mayStay && (
        <button type="button" class="wide" disabled={busy} onClick={() => void send()}>
          {w("barred.go_on")}
        </button>
      )}
    </>
  );
}
