/** Numbers by day, or by whatever else has an order: drawn, or as a table. Each leads to what it counts. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { asTables } from "../../store/reports/load";
import { namedPlaces } from "../../store/reports/scale";
import { compact } from "../../store/reports/shown";
import { number } from "../../words";
import { Count } from "./Count";
import { barOf, type Frame, frameOf, HEIGHT } from "./frame";
import { Hits, Tip } from "./Hits";
import { Scrolled } from "./Scrolled";
import { w } from "./words";

export interface Series {
  /** Its colour is called so. */
  id: string;
  name: string;
  values: readonly number[];
  href(point: number): string;
}

export interface Place {
  /** As it stands below the plot, if there is room. */
  short: string;
  long: string;
}

export interface PlotProps {
  title: string;
  /** What the places are: the head of their column. */
  head: string;
  places: readonly Place[];
  series: readonly Series[];
  line?: boolean;
}

/** How something is drawn, so that it is told apart without colour. */
export function lookOf(series: number, line: boolean): "solid" | "hollow" | "line" {
  return line ? "line" : series % 2 === 0 ? "solid" : "hollow";
}

/** As many places as need no whole page to stand on. */
const FEW = 7;

export function Plot(props: PlotProps) {
  const { title, places, series, line = false } = props;
  const id = useId();
  return (
    <figure class={places.length > FEW ? "plot" : "plot few"} aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
        {!asTables.value && series.length > 1 && (
          <ul class="legend">
            {series.map((each, index) => (
              <li key={each.id}>
                <span class={`marker ${lookOf(index, line)} series-${each.id}`} aria-hidden="true" />
                {each.name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      {asTables.value ? <PlotTable {...props} /> : <Drawn {...props} />}
    </figure>
  );
}

function Drawn(props: PlotProps) {
  const { title, places, series, line = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const measured = new ResizeObserver(() => (width.value = box.current?.clientWidth ?? 0));
    if (box.current) measured.observe(box.current);
    return () => measured.disconnect();
  }, []);
  const pointed = useSignal<number | null>(null);
  const highest = Math.max(0, ...series.flatMap(({ values }) => values));
  const frame = frameOf(places.length, highest, width.value);
  useEffect(() => {
    const hide = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || pointed.peek() === null) return;
      pointed.value = null;
      event.preventDefault(); // it is the tip alone that is left by this press
    };
    document.addEventListener("keydown", hide, { capture: true });
    return () => document.removeEventListener("keydown", hide, { capture: true });
  }, []);
  return (
    <div
      ref={box}
      class="drawing"
      dir="ltr"
      role="group"
      aria-label={w("plot.how", { title })}
      onPointerLeave={() => (pointed.value = null)}>
      {frame.width > 0 && (
        <>
          <svg aria-hidden="true" viewBox={`0 0 ${frame.width} ${HEIGHT}`}>
            <Axes frame={frame} places={places} />
            {series.map((each, index) =>
              line ? (
                <Line key={each.id} frame={frame} series={each} />
              ) : (
                <Bars key={each.id} frame={frame} series={each} at={index} of={series.length} />
              ),
            )}
          </svg>
          <Hits {...props} frame={frame} pointed={pointed} />
          <Tip {...props} frame={frame} pointed={pointed} />
        </>
      )}
    </div>
  );
}

/** A name for as many places as there is room for: so wide is a letter, and what is between two names. */
const LETTER = 6.2;
const BETWEEN = 14;

function Axes({ frame, places }: { frame: Frame; places: readonly Place[] }) {
  const room = LETTER * Math.max(0, ...places.map(({ short }) => short.length)) + BETWEEN;
  return (
    <>
      {frame.ticks.map((tick) => (
        <g key={tick} class={tick === 0 ? "axis" : ""}>
          <line x1={frame.left} x2={frame.right} y1={frame.y(tick)} y2={frame.y(tick)} />
          <text x={frame.left - 6} y={frame.y(tick)} text-anchor="end" dominant-baseline="central">
            {compact(tick)}
          </text>
        </g>
      ))}
      {namedPlaces(places.length, frame.right - frame.left, room).map((place) => (
        <text key={place} x={frame.x(place)} y={frame.bottom + 16} text-anchor="middle">
          {places[place]?.short}
        </text>
      ))}
    </>
  );
}

function Bars({ frame, series, at, of }: { frame: Frame; series: Series; at: number; of: number }) {
  return (
    <g class={`${lookOf(at, false)} series-${series.id}`}>
      {series.values.map((value, point) => {
        const { x, width } = barOf(frame, point, at, of);
        const inset = lookOf(at, false) === "hollow" ? Math.min(0.75, width / 4) : 0;
        const y = frame.y(value) + inset;
        const height = Math.max(0, frame.bottom - y);
        return value > 0 && <rect key={point} x={x + inset} y={y} width={width - 2 * inset} height={height} />;
      })}
    </g>
  );
}

/** As many points as are marked one by one. */
const MARKED = 45;

function Line({ frame, series }: { frame: Frame; series: Series }) {
  const points = series.values.map((value, point) => `${frame.x(point)},${frame.y(value)}`);
  return (
    <g class={`line series-${series.id}`}>
      <polyline points={points.join(" ")} />
      {points.length <= MARKED &&
        series.values.map((value, point) => <circle key={point} cx={frame.x(point)} cy={frame.y(value)} r="3" />)}
    </g>
  );
}

function PlotTable({ title, head, places, series }: PlotProps) {
  return (
    <Scrolled name={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {series.map(({ id, name }) => (
              <th key={id} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ long }, place) => (
            <tr key={long}>
              <th scope="row">{long}</th>
              {series.map(({ id, name, values, href }) => (
                <td key={id} class="number">
                  <Count value={values[place] ?? 0} name={`${name}, ${long}`} to={href(place)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {series.every(({ id }) => id !== "backlog") && (
          <tfoot>
            <tr>
              <th scope="row">{w("all")}</th>
              {series.map(({ id, values }) => (
                <td key={id} class="number">
                  {number(values.reduce((sum, value) => sum + value, 0))}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </Scrolled>
  );
}
