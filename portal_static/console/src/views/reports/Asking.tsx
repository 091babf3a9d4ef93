/** What a report is asked for: of which days, by what, by which clock. All of it goes into the address. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Problem } from "../../api/problem";
import type { Report, ReportName } from "../../api/types";
import { Field } from "../../parts/Field";
import { go } from "../../router/router";
import { type Asked, CLOCKS, reportHref, TOLD_BY } from "../../store/reports/address";
import { isDay, length, PRESETS, presetDays, presetOf } from "../../store/reports/calendar";
import { asTables, deskDay } from "../../store/reports/load";
import { w } from "./words";

interface AskingProps {
  name: ReportName;
  asked: Asked;
  /** The answer, once it is there. */
  report: Report | null;
  problem: Problem | null;
}

const OWN = "own";
const LONGEST = 366;
const LAST = "9999-12-31";
/** The pages that are told by either clock. */
const TIMED: readonly ReportName[] = ["speed", "team", "topics"];

export function Asking({ name, asked, report, problem }: AskingProps) {
  const able = TOLD_BY[name];
  const show = (changes: Partial<Asked>): void => go(reportHref(name, { ...asked, ...changes }));
  return (
    <div class="report-asking">
      <DaysAsked asked={asked} report={report} problem={problem} show={show} />
      {able.length > 1 && (
        <Field label={w("by")}>
          {(field) => (
            <select
              {...field}
              value={asked.by ?? ""}
              onChange={({ currentTarget: { value } }) => show({ by: able.find((each) => each === value) ?? null })}>
              {able.map((each) => (
                <option key={each} value={each ?? ""}>
                  {w(each === null ? "by.none" : `by.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {TIMED.includes(name) && (
        <Field label={w("clock")}>
          {(field) => (
            <select
              {...field}
              value={asked.clock}
              onChange={({ currentTarget: { value } }) =>
                show({ clock: CLOCKS.find((each) => each === value) ?? CLOCKS[0] })
              }>
              {CLOCKS.map((each) => (
                <option key={each} value={each}>
                  {w(`clock.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {name !== "hours" && name !== "team" && name !== "topics" && (
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={asTables}
            onChange={(event) => (asTables.value = event.currentTarget.checked)}
          />
          {w("as_tables")}
        </label>
      )}
    </div>
  );
}

interface DaysProps extends Pick<AskingProps, "asked" | "report" | "problem"> {
  show(changes: Partial<Asked>): void;
}

/** Days that are wanted often, or a first and a last one. What was typed stays when the desk refuses it. */
function DaysAsked({ asked, report, problem, show }: DaysProps) {
  const given = { from: asked.from ?? report?.first_day ?? "", to: asked.to ?? report?.last_day ?? "" };
  const from = useSignal(given.from);
  const to = useSignal(given.to);
  useLayoutEffect(() => {
    from.value = given.from;
    to.value = given.to;
  }, [given.from, given.to]);
  const today = deskDay.value?.today;
  const preset = asked.from === null && asked.to === null ? "30d" : today && presetOf(given, today);
  const choose = (value: string): void => {
    const chosen = PRESETS.find((each) => each === value);
    if (chosen === "30d") show({ from: null, to: null });
    else if (chosen && today) show(presetDays(chosen, today));
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    show({ from: from.value || null, to: to.value || null });
  };
  const changed = from.value !== given.from || to.value !== given.to;
  return (
    <form onSubmit={submit} noValidate>
      <Field label={w("days")}>
        {(field) => (
          <select {...field} value={preset ?? OWN} onChange={(event) => choose(event.currentTarget.value)}>
            {PRESETS.map((each) => (
              <option key={each} value={each} disabled={!today && each !== "30d"}>
                {w(`days.${each}`)}
              </option>
            ))}
            <option value={OWN} disabled={Boolean(preset)}>
              {w("days.own")}
            </option>
          </select>
        )}
      </Field>
      {(["from", "to"] as const).map((end) => (
        <Field key={end} label={w(`days.${end}`)} problem={wrongAt(end, asked, problem)}>
          {(field) => (
            <input
              {...field}
              type="date"
              max={LAST}
              value={end === "from" ? from : to}
              onInput={(event) => ((end === "from" ? from : to).value = event.currentTarget.value)}
            />
          )}
        </Field>
      ))}
      <button class={changed ? "solid" : ""} disabled={!changed}>
        {w("show")}
      </button>
    </form>
  );
}

/** What the desk refuses is told in the page's language where one sees what it must be. */
function wrongAt(end: "from" | "to", { from, to }: Asked, problem: Problem | null): string | null {
  const told = problem?.at(end) ?? null;
  if (told === null || !isDay(from) || !isDay(to)) return told;
  if (to < from) return w("days.reversed");
  return length({ from, to }) > LONGEST ? w("days.too_many", { most: LONGEST }) : told;
}
