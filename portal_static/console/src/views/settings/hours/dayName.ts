import { locale } from "../../../words";

/** What a day of the week is called, of one that begins on Monday. */
export function dayName(at: number): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Date(monday + at * 86_400_000).toLocaleDateString(locale(), { weekday: "long", timeZone: "UTC" });
}
