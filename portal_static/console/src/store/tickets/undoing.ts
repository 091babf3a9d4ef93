/** Saying what was done to tickets with the way to undo it, and why the desk didn't undo it. */
import type { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import { locale, n, t, textOf } from "../../words";
import { leftUntil } from "../desk/clock";
import { toast } from "../desk/toasts";
import { done, settles } from "../desk/undo";
import { type Deed, type Results, undo } from "./send";

/** Say it; what the desk doesn't undo is said without a way to. `then` is what else there is to do once it is undone. */
export function sayDone(text: string, deeds: readonly Deed[], then?: () => Promise<void>): void {
  const [first] = deeds;
  if (!first) return void toast(text);
  const left = Math.min(...deeds.map((deed) => leftUntil(deed.until)));
  done(text, left, () => undoAll(text, deeds, then), first.id);
}

/** Gives whether trying again is of no use. */
async function undoAll(text: string, deeds: readonly Deed[], then?: () => Promise<void>): Promise<boolean> {
  const all = await Promise.all(deeds.map(undo));
  const failed = all.flatMap((each) => each.failed);
  if (failed.length > 0) sayRefused(failed, deeds.flatMap((deed) => deed.refs).length);
  else toast(t("undone", { what: text }));
  await then?.();
  return failed.every(({ problem }) => settles(problem));
}

function sayRefused(failed: Results["failed"], total: number): void {
  const [first] = failed;
  if (!first) return;
  const why = whyNot(first.problem);
  const text =
    total === 1 ? t("undo.refused", { ref: first.ref, why }) : n("undo.refused.many", failed.length, { total, why });
  toast(text, { tone: "error" });
}

/** Why something was not undone; where somebody changed it since, who, and what. */
function whyNot(problem: Problem): string {
  const { by, changed } = problem.extra;
  if (problem.code !== "changed_since" || !isNamed(by) || !Array.isArray(changed)) return problemText(problem);
  const fields = changed.map((name) => textOf(`field.${String(name).replace(/_ids?$/, "")}`));
  return t("undo.changed_since", { name: by.name, fields: new Intl.ListFormat(locale()).format(fields) });
}

function isNamed(by: unknown): by is { name: string } {
  return typeof by === "object" && by !== null && "name" in by && typeof by.name === "string";
}
