/** What a macro would do, before it does: Enter runs it. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { MacroRun } from "../../api/types";
import { Dialog } from "../../parts/Dialog";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { labels, members } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { lookedAt, previewed, runOnMany, runOnOne } from "../../store/tickets/macros";
import { t } from "../../words";
import { goOn } from "../ticket/goOn";
import type { Given } from "./actions";
import { names } from "./names";
import type { Running } from "./open";
import { refusalText, sentence } from "./sentence";
import { shownBy } from "./shown";
import { WouldBe } from "./WouldBe";
import { w, wn } from "./words";

type Asked = Running & { close(): void };

export default function RunMacro(asked: Asked) {
  const { macro, refs, close } = asked;
  const [ref = ""] = refs;
  const one = refs.length === 1;
  const { found, refused, unclear, stale, ready, busy, send } = useRun(asked);
  const { name } = macro;
  return (
    <Dialog
      kind="macro"
      title={one ? w("run.title", { name, ref }) : wn("run.many", refs.length, { name })}
      close={close}>
      <form onSubmit={(event) => (event.preventDefault(), ready && !refused && void send())}>
        <ol class="macro-actions">
          {macro.actions.map((action, place) => (
            <li key={place}>{sentence(action, names())}</li>
          ))}
        </ol>
        {one ? <WouldBe reference={ref} found={found} waiting={!refused} /> : <p class="quiet">{w("run.each")}</p>}
        <p role="alert" class="wrong">
          {refused && `${refusalText(refused, macro.actions, names())} ${w("run.refused")}`}
          {unclear && problemText(unclear)}
          {stale && `${t("problem.stale_version")} ${w("run.look")}`}
        </p>
        <footer>
          <button type="button" onClick={close}>
            {t(refused ? "close" : "cancel")}
          </button>
          {!refused && (
            <button class="solid" autofocus ref={focusNow} aria-disabled={!ready || busy}>
              {w("run")}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** How it is run, what was seen of it before, and what speaks against it. */
function useRun({ macro, refs, options, close }: Asked) {
  const [ref = ""] = refs;
  const one = refs.length === 1;
  const { found, problem: notSo, look } = usePreview(one ? ref : null, macro);
  const { problem, busy, send } = useSending(async () => {
    const shown = shownBy(macro.actions, hereAndNow());
    if (!one || options?.notifyCustomers !== undefined) {
      close();
      return runOnMany(refs, macro, shown, options);
    }
    await runOnOne(ref, macro, shown, found.value ? lookedAt(found.value) : undefined).catch((failure) => {
      if (isStale(failure)) void look(); // at what it would come to now
      throw failure;
    });
    close();
    if (leadsOn(macro.actions)) goOn(ref);
  });
  const stale = isStale(problem.value) && !notSo.value;
  // It may have been done all the same: run once more, it is refused then for what changed since one looked.
  const unclear = !notSo.value && problem.value?.undecided ? problem.value : null;
  const refused = stale || unclear ? null : (notSo.value ?? problem.value);
  return { found: found.value, ready: !one || found.value !== null, refused, unclear, stale, busy: busy.value, send };
}

/** What the macro would come to on a ticket, or why it would be refused. */
function usePreview(ref: string | null, macro: Running["macro"]) {
  const found = useSignal<MacroRun | null>(null);
  const problem = useSignal<Problem | null>(null);
  const stop = useRef(new AbortController());
  const look = async (): Promise<void> => {
    if (ref === null) return;
    found.value = null;
    try {
      found.value = await previewed(ref, macro, stop.current.signal);
    } catch (failure) {
      if (stop.current.signal.aborted) return; // nobody looks at it any more
      if (!(failure instanceof Problem)) throw failure;
      problem.value = failure;
    }
  };
  useEffect(() => {
    void look();
    return () => stop.current.abort();
  }, []);
  return { found, problem, look };
}

/** Whether somebody changed the ticket after its preview was made. */
function isStale(failure: unknown): boolean {
  return failure instanceof Problem && failure.code === "stale_version";
}

function hereAndNow() {
  const { member_id: id = "", member_name: name = "" } = workspace.peek() ?? {};
  return { me: id ? { id, name } : null, members: members.peek(), labels: labels.peek() };
}

/** Whether one is through with the ticket by that, as after a reply or a solution that is written by hand. */
function leadsOn(actions: readonly Given[]): boolean {
  return actions.some((action) => action.do === "reply" || action.do === "resolve");
}
