/** Reminders to oneself: at most one of a ticket. They are no change of it, so the desk's word is fetched after each. */
import { problemText } from "../../api/problemText";
import type { Reminder } from "../../api/types";
import { dayAndTime } from "../../parts/spans";
import { n, t } from "../../words";
import { desk } from "../desk/session";
import { toast } from "../desk/toasts";
import { done } from "../desk/undo";
import { isWhole, refresh, tickets } from "./tickets";

const UNDO_FOR = 10_000;

/** Be reminded of tickets. Throws a Problem for the form to show; those before the one refused keep their reminder. */
export async function remind(refs: readonly string[], reminder: Reminder): Promise<void> {
  const before = refs.map((ref) => [ref, tickets.of(ref)?.peek().reminder] as const);
  for (const ref of refs) await desk().remind(ref, reminder);
  refs.forEach(fetchAgain);
  const [first = ""] = refs;
  const at = dayAndTime(reminder.at);
  const text = refs.length === 1 ? t("reminded.one", { ref: first, at }) : n("reminded.many", refs.length, { at });
  undoable(text, before);
}

/** Be reminded of a ticket no more. */
export async function forgetReminder(ref: string): Promise<void> {
  const before = tickets.of(ref)?.peek().reminder ?? null;
  try {
    await desk().forgetReminder(ref);
  } catch (failure) {
    return void toast(problemText(failure), { tone: "error" });
  }
  fetchAgain(ref);
  undoable(t("reminded.not", { ref }), [[ref, before]]);
}

/** Say what was done, with a way back to the reminders that were there before, as far as all of them are known. */
function undoable(text: string, before: readonly (readonly [string, Reminder | null | undefined])[]): void {
  if (before.some(([, former]) => former === undefined)) return void toast(text);
  const undo = async (): Promise<boolean> => {
    try {
      for (const [ref, former] of before) {
        await (former ? desk().remind(ref, former) : desk().forgetReminder(ref));
        fetchAgain(ref);
      }
      toast(t("undone", { what: text }));
    } catch (failure) {
      toast(problemText(failure), { tone: "error" });
    }
    return true;
  };
  done(text, UNDO_FOR, undo, `reminder ${before.map(([ref]) => ref).join()}`);
}

function fetchAgain(ref: string): void {
  if (isWhole(tickets.of(ref)?.peek())) void refresh(ref);
}
