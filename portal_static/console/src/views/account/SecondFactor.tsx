/** The second factor: whether it is on, setting it up, new recovery codes, switching it off. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Factor } from "../../api/types";
import { confirm } from "../../parts/Confirm";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Field";
import { Lazy } from "../../parts/Lazy";
import { useSending } from "../../parts/useSending";
import { factor, newCodes, removeFactor } from "../../store/desk/account";
import { arrive } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { t } from "../../words";
import { Codes } from "./Codes";
import { w, wn } from "./words";

const enrolling = () => import("./Enrolling");

export function SecondFactor() {
  const heading = useRef<HTMLHeadingElement>(null);
  const state = useSignal<Factor | null>(null);
  const open = useSignal(false);
  const codes = useSignal<readonly string[] | null>(null);
  const look = async (): Promise<void> => {
    state.value = await factor();
  };
  const looking = useSending(look);
  /** What was pressed goes, and something else comes in its place. */
  const changing = useSending(async () => {
    await removeFactor();
    await look();
    heading.current?.focus();
    toast(w("factor.turned_off"));
  });
  const renewing = useSending(async () => {
    codes.value = await newCodes();
    await look();
  });
  useEffect(() => void looking.send(), []);
  const done = async (): Promise<void> => {
    open.value = false;
    await arrive();
    await look();
    heading.current?.focus();
    toast(w("factor.turned_on"));
  };
  const found = state.value;
  const busy = changing.busy.value || renewing.busy.value;
  return (
    <section aria-labelledby="own-factor">
      <h2 id="own-factor" ref={heading} tabIndex={-1}>
        {w("factor")}
      </h2>
      <p class="hint">{w("factor.about")}</p>
      {found === null && looking.busy.value && (
        <p role="status" class="quiet late">
          {t("loading")}
        </p>
      )}
      <Trouble problem={looking.problem.value ?? changing.problem.value ?? renewing.problem.value} />
      {looking.problem.value && (
        <button type="button" onClick={() => void looking.send()}>
          {t("retry")}
        </button>
      )}
      {found && (
        <p role="status">
          {w(found.on ? "factor.on" : "factor.off")} {found.on && wn("factor.left", found.recovery_codes_left)}
        </p>
      )}
      {found && !found.on && (
        <button type="button" onClick={() => (open.value = true)}>
          {w("factor.set_up")}
        </button>
      )}
      {found?.on && (
        <p class="taken">
          <button
            type="button"
            disabled={busy}
            onClick={() =>
              confirm({
                title: w("codes.new.sure"),
                text: w("codes.new.about"),
                yes: w("codes.new"),
                run: () => void renewing.send(),
              })
            }>
            {w("codes.new")}
          </button>
          <button
            type="button"
            disabled={busy}
            onClick={() =>
              confirm({
                title: w("factor.turn_off.sure"),
                text: w("factor.turn_off.about"),
                yes: w("factor.turn_off"),
                run: () => void changing.send(),
              })
            }>
            {w("factor.turn_off")}
          </button>
        </p>
      )}
      {open.value && <Lazy load={enrolling} props={{ close: () => (open.value = false), done: () => void done() }} />}
      {codes.value && (
        <Dialog kind="enrolling" title={w("codes")} close={() => undefined} untitled>
          <h2>{w("codes")}</h2>
          <Codes codes={codes.value} done={() => (codes.value = null)} />
        </Dialog>
      )}
    </section>
  );
}
