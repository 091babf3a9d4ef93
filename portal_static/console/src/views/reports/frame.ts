/** Where things are in a plot: in pixels, of a drawing that is as wide as there is room. Pure. */
import { ticksFor } from "../../store/reports/scale";

export const HEIGHT = 200;
const TOP = 8;
const RIGHT = 8;
const LEFT = 44;
const BOTTOM = 24;
const WIDEST_BAR = 26;

export interface Frame {
  width: number;
  left: number;
  right: number;
  bottom: number;
  ticks: readonly number[];
  /** How wide the place of one point is. */
  slot: number;
  /** The middle of a point's place. */
  x(point: number): number;
  y(value: number): number;
}

export function frameOf(points: number, highest: number, width: number): Frame {
  const ticks = ticksFor(highest);
  const top = ticks.at(-1) ?? 1;
  const slot = (width - LEFT - RIGHT) / Math.max(points, 1);
  const bottom = HEIGHT - BOTTOM;
  return {
    width,
    left: LEFT,
    right: width - RIGHT,
    bottom,
    ticks,
    slot,
    x: (point) => LEFT + slot * (point + 0.5),
    y: (value) => bottom - ((bottom - TOP) * value) / top,
  };
}

/** Where the bar of one of several series begins, and how wide it is. */
export function barOf({ slot, x }: Frame, point: number, series: number, of: number): { x: number; width: number } {
  const width = Math.min(WIDEST_BAR, (slot * (slot < 6 ? 1 : 0.76)) / of);
  return { x: x(point) + (series - of / 2) * width, width: Math.max(0.5, width - (width > 4 ? 1.5 : 0)) };
}
