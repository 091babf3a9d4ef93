/**
 * What of a plot can be pressed: a link for each of its numbers, over the drawing. Arrow keys go from one to the next,
 * and one of them is reached by Tab; the number is in the link's name.
 */
import { type Signal, useSignal } from "@preact/signals";
import type { TargetedKeyboardEvent } from "preact";
import { number } from "../../words";
import type { Frame } from "./frame";
import { lookOf, type PlotProps } from "./Plot";

interface HitsProps extends PlotProps {
  frame: Frame;
  /** The place that is pointed at. */
  pointed: Signal<number | null>;
}

export function Hits({ places, series, frame, pointed }: HitsProps) {
  const last = places.length - 1;
  const at = useSignal({ place: last, series: 0 });
  const here = { place: Math.min(at.value.place, last), series: Math.min(at.value.series, series.length - 1) };
  const pressed = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const to =
      event.ctrlKey || event.metaKey || event.altKey ? null : target(event.key, here, places.length, series.length);
    if (!to) return;
    event.preventDefault();
    at.value = to;
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${to.place} ${to.series}"]`)?.focus();
  };
  const share = (pixels: number): string => `${(100 * pixels) / frame.width}%`;
  const wide = frame.slot / series.length;
  return (
    <div class="hits" onKeyDown={pressed}>
      {places.map(({ long }, place) =>
        series.map(({ id, name, values, href }, index) => (
          <a
            key={`${place} ${id}`}
            data-at={`${place} ${index}`}
            href={href(place)}
            tabIndex={place === here.place && index === here.series ? 0 : -1}
            aria-label={`${long}: ${name} ${number(values[place] ?? 0)}`}
            style={{ left: share(frame.left + frame.slot * place + wide * index), width: share(wide) }}
            onPointerEnter={() => (pointed.value = place)}
            onFocus={() => {
              pointed.value = place;
              at.value = { place, series: index };
            }}
            onBlur={() => (pointed.value = null)}
          />
        )),
      )}
    </div>
  );
}

interface At {
  place: number;
  series: number;
}

/** Where a key leads; null where it leads nowhere. */
function target(key: string, { place, series }: At, places: number, of: number): At | null {
  const within = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1));
  if (key === "ArrowRight") return { place: within(place + 1, places), series };
  if (key === "ArrowLeft") return { place: within(place - 1, places), series };
  if (key === "ArrowDown") return { place, series: within(series + 1, of) };
  if (key === "ArrowUp") return { place, series: within(series - 1, of) };
  if (key === "Home") return { place: 0, series };
  return key === "End" ? { place: places - 1, series } : null;
}

/** The numbers of the place that is pointed at, beside it. The links have told them to those who listen. */
export function Tip({ places, series, line = false, frame, pointed }: HitsProps) {
  const place = pointed.value;
  const here = place === null ? undefined : places[place];
  if (place === null || !here) return null;
  const x = frame.x(place);
  const side = x > frame.width / 2 ? { right: `${frame.width - x + 10}px` } : { left: `${x + 10}px` };
  return (
    <>
      <span class="plot-here" aria-hidden="true" style={{ left: `${x}px` }} />
      <div class="plot-tip" aria-hidden="true" style={side}>
        <b>{here.long}</b>
        {series.map(({ id, name, values }, index) => (
          <span key={id}>
            <span class={`marker ${lookOf(index, line)} series-${id}`} /> {name} <b>{number(values[place] ?? 0)}</b>
          </span>
        ))}
      </div>
    </>
  );
}
