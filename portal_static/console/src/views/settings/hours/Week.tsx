/** Seven days, each with the spans in which one works. */

import type { Signal } from "@preact/signals";
import type { Problem } from "../../../api/problem";
import type { Interval } from "../../../api/types";
import { Icon } from "../../../parts/icons";
import { w } from "../words";
import { dayName } from "./dayName";

type Days = Interval[][];

const NEXT: Interval = { start: "09:00", end: "17:00" };
const SHAPE = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00";

export function Week({ week, problem }: { week: Signal<Days>; problem: Problem | null }) {
  const setDay = (at: number, day: Interval[]): void => {
    week.value = week.value.map((each, index) => (index === at ? day : each));
  };
  return (
    <fieldset class="week">
      <legend>{w("hours.week")}</legend>
      {week.value.map((day, at) => (
        <Day
          key={at}
          name={dayName(at)}
          day={day}
          set={(changed) => setDay(at, changed)}
          problem={problem?.at(`week.${at}`) ?? null}
        />
      ))}
      <button
        type="button"
        class="plain"
        onClick={() =>
          (week.value = week.value.map((day, at) => (at > 0 && at < 5 ? [...(week.value[0] ?? [])] : day)))
        }>
        {w("hours.copy_monday")}
      </button>
    </fieldset>
  );
}

function Day({
  name,
  day,
  set,
  problem,
}: {
  name: string;
  day: Interval[];
  set(day: Interval[]): void;
  problem: string | null;
}) {
  const change = (at: number, changed: Partial<Interval>): void =>
    set(day.map((each, index) => (index === at ? { ...each, ...changed } : each)));
  return (
    <div class="day" role="group" aria-label={name}>
      <span class="day-name">{name}</span>
      <div class="spans">
        {day.length === 0 && <span class="quiet">{w("hours.closed")}</span>}
        {day.map((interval, at) => (
          <span key={at} class="span">
            <Time
              label={`${name}, ${w("hours.from")} ${at + 1}`}
              value={interval.start}
              wrong={problem !== null}
              set={(start) => change(at, { start })}
            />
            –
            <Time
              label={`${name}, ${w("hours.until")} ${at + 1}`}
              value={interval.end}
              wrong={problem !== null}
              set={(end) => change(at, { end })}
            />
            <button
              type="button"
              class="bare"
              aria-label={`${w("hours.remove")}: ${name} ${interval.start}–${interval.end}`}
              onClick={() => set(day.filter((_, index) => index !== at))}>
              <Icon name="close" />
            </button>
          </span>
        ))}
        {problem && <p class="wrong">{problem}</p>}
      </div>
      <button type="button" class="plain" onClick={() => set([...day, NEXT])}>
        {w("hours.add")}
        <span class="unseen">: {name}</span>
      </button>
    </div>
  );
}

function Time({
  label,
  value,
  wrong,
  set,
}: {
  label: string;
  value: string;
  wrong: boolean;
  set(value: string): void;
}) {
  return (
    <input
      aria-label={label}
      aria-invalid={wrong || undefined}
      class="time"
      required
      pattern={SHAPE}
      maxLength={5}
      title="HH:MM"
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
}
