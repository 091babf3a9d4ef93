/** The numbers beside a plot, and which of its places are named below it. */

/** Round numbers from 0 to at least the highest value, whole ones: what is counted comes in no halves. */
export function ticksFor(highest: number, wanted = 4): number[] {
  const rough = Math.max(highest, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power).filter(Number.isInteger);
  const step = steps.find((each) => each >= rough) ?? 1;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Which of so many places are named, each name having room enough. */
export function namedPlaces(places: number, width: number, room: number): number[] {
  const every = Math.max(1, Math.ceil((places * room) / Math.max(width, 1)));
  return Array.from({ length: Math.ceil(places / every) }, (_, index) => index * every);
}
