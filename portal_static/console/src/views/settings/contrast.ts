/** How well colours stand out (WCAG 2.2, relative luminance and contrast ratio). Pure. */

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

/** 1 to 21; null for what is no `#rrggbb`. */
export function contrast(one: string, other: string): number | null {
  const [first, second] = [luminance(one), luminance(other)];
  if (first === null || second === null) return null;
  const [light, dark] = first > second ? [first, second] : [second, first];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number | null {
  const found = HEX.exec(color);
  if (!found) return null;
  const [red, green, blue] = found.slice(1).map((part) => linear(Number.parseInt(part, 16) / 255)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** Shapes need 3 to 1 against what they stand on (1.4.11). */
export const ENOUGH = 3;
