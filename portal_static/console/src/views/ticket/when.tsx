/** Moments for people: the time alone for today, the date with it for other days. */
import { locale } from "../../words";

export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={whole(at)}>
      {short(at)}
    </time>
  );
}

export function short(at: string, now = new Date()): string {
  const moment = new Date(at);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  if (moment.toDateString() === now.toDateString()) return moment.toLocaleTimeString(locale(), time);
  const year = moment.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return moment.toLocaleString(locale(), { ...time, day: "numeric", month: "short", year });
}

export function whole(at: string): string {
  return new Date(at).toLocaleString(locale(), { dateStyle: "full", timeStyle: "medium" });
}

/** The day that a moment is on where the reader is. */
export function day(at: string): string {
  return new Date(at).toLocaleDateString(locale(), { dateStyle: "medium" });
}

/** A day without its time, wherever it is. */
export function dayOf(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(locale(), { dateStyle: "medium", timeZone: "UTC" });
}
