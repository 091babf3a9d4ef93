/** All that a report counts, as a file: fetched page by page, and gone on with where it broke off. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Report } from "../../api/types";
import { focusNow } from "../../parts/focusNow";
import { saveFile } from "../../parts/saveFile";
import { desk } from "../../store/desk/session";
import { type CsvPage, daysIn, type Gathered, gather, NOTHING } from "../../store/reports/csv";
import { number, t } from "../../words";
import { w } from "./words";

export function Export({ report: { name, first_day: from, last_day: to } }: { report: Report }) {
  const so = useSignal<Gathered | null>(null);
  const problem = useSignal<Problem | null>(null);
  /** Whether it was begun: the button that was pressed is gone meanwhile, and what has its place gets the focus. */
  const begun = useRef(false);
  const under = useRef<AbortController>(undefined);
  const end = (): void => {
    under.current?.abort();
    so.value = problem.value = null;
  };
  useEffect(() => () => under.current?.abort(), []);
  const run = async (sofar: Gathered): Promise<void> => {
    const stop = new AbortController();
    under.current = stop;
    begun.current = true;
    so.value = sofar;
    problem.value = null;
    const ask = async (cursor: string | null): Promise<CsvPage> => {
      const page = await desk().csv(`reports/${name}/export`, { from, to, cursor }, stop.signal);
      return { ...page, ...daysIn(page.headers.get("Report-Days")) };
    };
    try {
      const whole = await gather(sofar, ask, (gathered) => {
        if (!stop.signal.aborted) so.value = gathered;
      });
      if (stop.signal.aborted) return;
      saveFile(`${name}-${from}-${to}.csv`, "text/csv", whole.text);
      so.value = null;
    } catch (failure) {
      if (stop.signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      problem.value = failure;
    }
  };
  if (so.value === null)
    return (
      <button type="button" ref={begun.current ? focusNow : undefined} onClick={() => void run(NOTHING)}>
        {w("csv")}
      </button>
    );
  const { daysDone, days } = so.value;
  const told = w("csv.days", { done: number(daysDone), days: number(days) });
  return (
    <div class="report-export">
      {problem.value ? (
        <p role="alert" class="wrong">
          {w("csv.stopped")} {problemText(problem.value)} {told}
        </p>
      ) : (
        <label>
          <span>{days === 0 ? t("loading") : told}</span>{" "}
          <progress max={days || undefined} value={days ? daysDone : undefined} />
        </label>
      )}
      {problem.value && so.value && (
        <button type="button" class="solid" onClick={() => so.value && void run(so.value)}>
          {w("csv.go_on")}
        </button>
      )}
      <button type="button" ref={focusNow} onClick={end}>
        {t("cancel")}
      </button>
    </div>
  );
}
