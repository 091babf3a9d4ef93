/** What an undoing put back, in words: "Status Waiting → Open". */
import { isChoice } from "../../../store/tickets/choices";
import type { Known } from "./eventText";

type Change = { from: unknown; to: unknown };
type Changes = Record<string, Change>;

/** The name under which the event says which action was taken back. */
const ACTION = "action";

export function undoneText(changes: Changes, known: Known): string {
  const back = Object.entries(changes)
    .filter(([name]) => name !== ACTION)
    .map(([name, change]) => wentBack(name, change, known));
  return back.length > 0 ? known.say("event.undone", { what: known.list(back) }) : known.say("event.undone_change");
}

function wentBack(name: string, { from, to }: Change, known: Known): string {
  const { say, word, reference } = known;
  if (name === "duplicate") return say("event.back.merged", { ref: reference(Number(from)) });
  if (name === "primary") return say("event.back.merged_into", { ref: reference(Number(from)) });
  if (name === "split_into") return say("event.back.split", { ref: reference(Number(from)) });
  const field = word(`field.${name.replace(/_ids?$/, "")}`);
  const [before, after] = [from, to].map((value) => valueText(name, value, known));
  return before || after ? say("event.back", { field, from: before ?? "", to: after ?? "" }) : field;
}

/** A value of a field; empty where the history doesn't keep it. */
function valueText(name: string, value: unknown, { say, word, member, label, list }: Known): string {
  if (Array.isArray(value)) {
    const names = value.map((each) =>
      name === "label_ids" ? (label(String(each)) ?? say("event.gone")) : String(each),
    );
    return names.length > 0 ? list(names) : say("event.none");
  }
  if (name === "assignee_id")
    return value === null ? word("unassigned") : (member(String(value)) ?? say("event.somebody"));
  if (name === "contact") return nameOf(value) || say("customer.none");
  if (typeof value === "boolean") return say(value ? "meta.yes" : "meta.no");
  if (value === null || value === undefined) return "";
  return isChoice(name) ? word(`${name}.${String(value)}`) : String(value);
}

function nameOf(contact: unknown): string {
  if (typeof contact !== "object" || contact === null) return "";
  const { name, email }: { name?: unknown; email?: unknown } = contact;
  return String(name || email || "");
}
