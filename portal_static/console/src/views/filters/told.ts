/** A filter in words, as chips and empty lists tell it: "Priority: Urgent, High", "Created: last 7 days". */
import { contactName } from "../../store/desk/contactNames";
import { daysIn, isPreset, startOf } from "../../store/tickets/days";
import { type Filters, held } from "../../store/tickets/filters";
import { type FilterName, SCORES } from "../../store/tickets/filterTable";
import { locale, n, t } from "../../words";
import { choicesOf, isListed } from "./choices";

export function toldFilter(name: FilterName, values: readonly string[]): string {
  return `${t(`field.${name}`)}: ${toldValues(name, values)}`;
}

/** All that narrows a list beside its tab and the words that are searched for. */
export function toldFilters(filters: Filters): string {
  return held(filters)
    .map(([name, values]) => toldFilter(name, values))
    .join(" · ");
}

export function toldValues(name: FilterName, values: readonly string[]): string {
  if (name === "csat") return scores(values);
  if (name === "contact") return shortened(values.map(contactName));
  if (name === "mailbox") return shortened(values);
  return isListed(name) ? listed(choicesOf(name), values) : days(values[0] ?? "");
}

/** In the order of the list; what isn't on it was taken away, or isn't there yet. */
function listed(choices: readonly { value: string; label: string }[], values: readonly string[]): string {
  const known = choices.filter((each) => values.includes(each.value)).map((each) => each.label);
  const missing = values.length - known.length;
  return shortened([...known, ...Array<string>(missing).fill(choices.length > 0 ? t("filter.gone") : "…")]);
}

/** The first two by name, and how many more. */
function shortened(names: readonly string[]): string {
  const rest = names.length - 2;
  return [...names.slice(0, 2), ...(rest > 0 ? [n("filter.more", rest)] : [])].join(", ");
}

/** Scores that follow each other as a range. */
function scores(values: readonly string[]): string {
  const given = SCORES.filter((each) => each !== "none" && values.includes(each));
  const [first, last] = [Number(given[0]), Number(given.at(-1))];
  const numbers = given.length > 1 && last - first + 1 === given.length ? [`${first}–${last}`] : given;
  return [...numbers, ...(values.includes("none") ? [t("csat.unrated")] : [])].join(", ");
}

/** The year is named where it isn't this one. */
function days(text: string): string {
  if (isPreset(text)) return t(`days.${text}`);
  const { from = null, to = null, zone = null } = daysIn(text) ?? {};
  const [first, last] = [from && startOf(from), to && startOf(to)];
  const thisYear = [first, last].every((day) => !day || day.getFullYear() === new Date().getFullYear());
  const year = thisYear ? undefined : "numeric";
  const format = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year });
  const there = zone === null ? "" : ` (${zone})`;
  if (first && last) return format.formatRange(first, last) + there;
  if (first) return t("days.since", { day: format.format(first) }) + there;
  return last ? t("days.until", { day: format.format(last) }) + there : "";
}
