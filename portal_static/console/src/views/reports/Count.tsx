/** A number that leads to what it counts. There is nothing behind 0. */
import { number } from "../../words";

interface CountProps {
  value: number;
  /** What is counted, for those who hear the number alone. */
  name: string;
  to: string;
}

export function Count({ value, name, to }: CountProps) {
  if (value === 0) return <span class="quiet">{number(0)}</span>;
  return (
    <a href={to} aria-label={`${number(value)} ${name}`}>
      {number(value)}
    </a>
  );
}
