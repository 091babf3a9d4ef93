/** Where floating things go: under what they belong to, or above it when there is more room, and never off the page. */

const GAP = 4;
const MARGIN = 8;

export function placeNear(floating: HTMLElement, anchor: Element, { centred = false } = {}): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const rightToLeft = getComputedStyle(anchor).direction === "rtl";
  const start = centred ? at.left + (at.width - width) / 2 : rightToLeft ? at.right - width : at.left;
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const fitsBelow = below + height <= innerHeight - MARGIN;
  const top = fitsBelow || above < MARGIN ? below : above;
  floating.style.left = `${within(start, innerWidth - width)}px`;
  floating.style.top = `${within(top, innerHeight - height)}px`;
}

/** The same, and again whenever the window gets another size, until it is stopped. */
export function keepNear(floating: HTMLElement, anchor: Element): () => void {
  const place = (): void => placeNear(floating, anchor);
  place();
  addEventListener("resize", place);
  return () => removeEventListener("resize", place);
}

function within(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most - MARGIN));
}
