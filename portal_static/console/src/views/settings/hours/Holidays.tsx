/** Days on which nobody works, besides the public holidays. */

import type { Signal } from "@preact/signals";
import type { Problem } from "../../../api/problem";
import type { Holiday } from "../../../api/types";
import { Icon } from "../../../parts/icons";
import { w } from "../words";

export function Holidays({ days, problem }: { days: Signal<Holiday[]>; problem: Problem | null }) {
  const change = (at: number, changed: Partial<Holiday>): void => {
    days.value = days.value.map((each, index) => (index === at ? { ...each, ...changed } : each));
  };
  return (
    <fieldset class="week">
      <legend>{w("hours.holidays")}</legend>
      {days.value.map(({ date, name }, at) => {
        const wrong = problem?.at(`holidays.${at}`) ?? null;
        return (
          <div key={at} class="day">
            <input
              type="date"
              aria-label={`${w("hours.date")} ${at + 1}`}
              aria-invalid={wrong ? true : undefined}
              required
              value={date}
              onInput={(event) => change(at, { date: event.currentTarget.value })}
            />
            <input
              aria-label={`${w("hours.name")} ${at + 1}`}
              maxLength={200}
              placeholder={w("hours.name")}
              value={name}
              onInput={(event) => change(at, { name: event.currentTarget.value })}
            />
            <button
              type="button"
              class="bare"
              aria-label={`${w("hours.remove")}: ${date} ${name}`}
              onClick={() => (days.value = days.value.filter((_, index) => index !== at))}>
              <Icon name="close" />
            </button>
            {wrong && <p class="wrong">{wrong}</p>}
          </div>
        );
      })}
      <button type="button" class="plain" onClick={() => (days.value = [...days.value, { date: "", name: "" }])}>
        {w("hours.add_holiday")}
      </button>
    </fieldset>
  );
}
