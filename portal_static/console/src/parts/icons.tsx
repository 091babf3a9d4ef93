/** Shapes. Colour is never alone: each state has a shape of its own, and a word beside it or in its name. */
import type { ComponentChildren } from "preact";
import type { Priority, SlaState, Status } from "../api/types";
import type { ChoiceName, Chosen } from "../store/tickets/choices";

interface Named {
  /** What it says when no word stands beside it; without, it is decoration. */
  label?: string;
}

function Shape({ kind, label, children }: Named & { kind: string; children: ComponentChildren }) {
  const name = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg class={`shape ${kind}`} viewBox="0 0 16 16" width="14" height="14" {...name}>
      {children}
    </svg>
  );
}

const RING = { cx: 8, cy: 8, r: 6, fill: "none", stroke: "currentColor", "stroke-width": 2 } as const;
const DISC = { cx: 8, cy: 8, r: 7, fill: "currentColor" } as const;
const ON_DISC = { fill: "none", stroke: "var(--bg)", "stroke-width": 2, "stroke-linecap": "round" } as const;
const STATUS_SHAPES: Record<Status, ComponentChildren> = {
  open: <circle {...RING} />,
  in_progress: (
    <>
      <circle {...RING} />
      <path d="M8 5a3 3 0 0 1 0 6z" fill="currentColor" />
    </>
  ),
  waiting: (
    <>
      <circle {...RING} stroke-dasharray="2.4 1.4" />
      <path d="M6.7 6v4M9.3 6v4" stroke="currentColor" stroke-width="1.4" />
    </>
  ),
  resolved: (
    <>
      <circle {...DISC} />
      <path d="M5 8.2l2.2 2.2L11 6.2" {...ON_DISC} stroke-linejoin="round" />
    </>
  ),
  closed: (
    <>
      <circle {...DISC} />
      <path d="M5 8h6" {...ON_DISC} />
    </>
  ),
};

function Alarm() {
  return (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
      <path d="M8 4.2v4.6M8 11.4v.2" stroke="var(--bg)" stroke-width="2" stroke-linecap="round" />
    </>
  );
}

function Bars({ filled }: { filled: number }) {
  return (
    <>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={2 + bar * 4.5}
          y={10 - bar * 3}
          width="3"
          height={4 + bar * 3}
          rx=".8"
          fill="currentColor"
          opacity={bar < filled ? 1 : 0.3}
        />
      ))}
    </>
  );
}

const PRIORITY_SHAPES: Record<Priority, ComponentChildren> = {
  urgent: <Alarm />,
  high: <Bars filled={3} />,
  medium: <Bars filled={2} />,
  low: <Bars filled={1} />,
};
const CHOICE_SHAPES: { [N in ChoiceName]?: Record<Chosen[N], ComponentChildren> } = {
  status: STATUS_SHAPES,
  priority: PRIORITY_SHAPES,
};

/** The shape of a field's value; nothing for a field whose values have none. */
export function ChoiceIcon<N extends ChoiceName>({ name, value, label }: Named & { name: N; value: Chosen[N] }) {
  const shape = CHOICE_SHAPES[name]?.[value];
  if (!shape) return null;
  return (
    <Shape kind={`${name}-${value}`} label={label}>
      {shape}
    </Shape>
  );
}

/** On track a circle, warning a triangle, breached a diamond; what is over or stands still is a ring. */
export function SlaIcon({ state, label }: Named & { state: SlaState }) {
  return (
    <Shape kind={`sla-${state}`} label={label}>
      {SLA_SHAPES[state]}
    </Shape>
  );
}

const STILL = <circle cx="8" cy="8" r="4" fill="none" stroke="currentColor" stroke-width="1.8" />;
const SLA_SHAPES: Record<SlaState, ComponentChildren> = {
  on_track: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  warning: <path d="M8 2.5l6 11H2z" fill="currentColor" />,
  breached: <path d="M8 1.5L14.5 8 8 14.5 1.5 8z" fill="currentColor" />,
  met: STILL,
  missed: <path d="M8 2.5L13.5 8 8 13.5 2.5 8z" fill="none" stroke="currentColor" stroke-width="1.8" />,
  paused: <path d="M5.5 4v8M10.5 4v8" stroke="currentColor" stroke-width="2.4" />,
};

const LINES = {
  inbox: "M2 9.5l2-6.5h8l2 6.5v3.5H2zM2 9.5h3.5l1 1.8h3l1-1.8H14",
  tickets: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11",
  mine: "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 14c.4-3 2.4-4.4 5.2-4.4s4.8 1.4 5.2 4.4",
  unassigned: "M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M8 10.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
  view: "M2 3.5h12l-4.6 5.3v3.7l-2.8 1.3v-5z",
  reports: "M2.5 2v11.5H14M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
  settings:
    "M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7M10.7 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM5.2 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14",
  plus: "M8 2.5v11M2.5 8h11",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  check: "M3 8.5l3.3 3.3L13 4.5",
  some: "M3.5 8h9",
  more_than: "M8 13V3M4 7l4-4 4 4",
  less_than: "M8 3v10M4 9l4 4 4-4",
  down: "M4 6l4 4 4-4",
  up: "M4 10l4-4 4 4",
  back: "M13 8H3M7 4L3 8l4 4",
  forward: "M3 12V9.5A2.5 2.5 0 0 1 5.5 7H13M9.5 3.5L13 7l-3.5 3.5",
  more: "M3 8h.1M8 8h.1M13 8h.1",
  lock: "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  reply: "M6.5 3.5L2 8l4.5 4.5M2.5 8H10c2.5 0 4 1.5 4 4.5",
  later: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.8",
  label: "M2 2h5.5L14 8.5 8.5 14 2 7.5zM5 5h.1",
  archive: "M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3",
  trash: "M2.5 4.5h11M6 4.5V2.8h4v1.7M4 4.5l.6 9h6.8l.6-9M6.8 7v4M9.2 7v4",
  attach: "M13 7.5l-5.3 5.3a3 3 0 0 1-4.3-4.3l5.8-5.7a2 2 0 0 1 2.9 2.9L6.4 11.3a1 1 0 0 1-1.4-1.4l5-5",
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.5 1.5a3 3 0 0 1-4.3-4.3L4.7 7.2",
  panel: "M2 3h12v10H2zM10 3v10",
  sort: "M2.5 4h11M2.5 8h7.5M2.5 12h4",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.4 1.6",
  bell: "M8 2a4 4 0 0 0-4 4v3l-1.5 2.5h11L12 9V6a4 4 0 0 0-4-4zM6.8 14h2.4",
  warn: "M8 2L14.5 13.5h-13zM8 6.5v3M8 11.5v.1",
} as const;
export type LineName = keyof typeof LINES;

/** A line drawing for a button or a place. */
export function Icon({ name, label }: Named & { name: LineName }) {
  return (
    <Shape kind={`line ${name}`} label={label}>
      <path
        d={LINES[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={name === "more" ? 2.4 : 1.5}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </Shape>
  );
}
