/**
 * The order of the saved views, as the person here likes it. The desk keeps it, so that it is theirs in every browser,
 * and lists the views in it.
 */
import type { Desk } from "../../api/desk";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { View } from "../../api/types";
import { store, stored } from "../desk/browserStorage";
import { views } from "../desk/directory";
import { desk, workspace } from "../desk/session";
import { toast } from "../desk/toasts";

/** Orders go to the desk one after the other: the last that was chosen is the one that it keeps. */
let writing: Promise<unknown> = Promise.resolve();
/** By workspace what the desk keeps, while others are on their way there, and the newest of those. */
const underWay = new Map<string, { kept: readonly string[]; newest: readonly string[] }>();

/** Put a view so many places further down, or up. */
export async function moveView(id: string, by: number): Promise<void> {
  const ids = idsOf(views.peek());
  const from = ids.indexOf(id);
  const to = from + by;
  if (by === 0 || from < 0 || to < 0 || to >= ids.length) return;
  await keep(ids.toSpliced(from, 1).toSpliced(to, 0, id));
}

/** Put a view where another one is. */
export async function moveViewTo(id: string, other: string): Promise<void> {
  const ids = idsOf(views.peek());
  await moveView(id, ids.indexOf(other) - ids.indexOf(id));
}

/**
 * Take an order along that was kept in this browser alone, as it once was: once, and unless the desk has one. What goes
 * wrong leaves it here for the next time.
 */
export async function takeOrderAlong(): Promise<void> {
  const name = `views.${here()}`;
  const found = stored(name, texts);
  const there = idsOf(views.peek());
  if (found === null || there.length === 0) return;
  const own = await orderAtDesk();
  if (own === undefined) return;
  const ids = found.filter((each) => there.includes(each));
  if (own.length > 0 || ids.length === 0 || (await keep(ids))) store(name, null);
}

/** Undefined while it can't be had, or where a desk of an earlier release keeps none. */
async function orderAtDesk(): Promise<readonly string[] | undefined> {
  try {
    return (await desk().ask<{ view_order?: string[] }>("GET", "preferences")).view_order;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    return undefined;
  }
}

/** Show the views in an order and have the desk keep it; false if it doesn't. */
function keep(ids: readonly string[]): Promise<boolean> {
  const [at, there] = [here(), desk()];
  const orders = underWay.get(at) ?? { kept: idsOf(views.peek()), newest: ids };
  orders.newest = ids;
  underWay.set(at, orders);
  views.value = inOrder(ids);
  const sent = writing.then(() => write(at, there, ids));
  writing = sent.catch(() => undefined);
  return sent;
}

async function write(at: string, there: Desk, ids: readonly string[]): Promise<boolean> {
  const problem = await there.ask("PATCH", "preferences", { body: { view_order: ids } }).then(() => null, problemText);
  const orders = underWay.get(at);
  if (orders && problem === null) orders.kept = ids;
  if (orders?.newest === ids) settle(at, problem); // else the next one decides what is shown
  return problem === null;
}

function settle(at: string, problem: string | null): void {
  const kept = underWay.get(at)?.kept;
  underWay.delete(at);
  if (problem === null) return;
  if (kept && at === here()) views.value = inOrder(kept);
  toast(problem, { tone: "error" });
}

/** The views in that order, the others behind them. */
function inOrder(ids: readonly string[]): readonly View[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const at = ({ id }: View): number => places.get(id) ?? ids.length;
  return views.peek().toSorted((left, right) => at(left) - at(right));
}

function idsOf(all: readonly View[]): readonly string[] {
  return all.map((each) => each.id);
}

function here(): string {
  return workspace.peek()?.id ?? "";
}

function texts(found: unknown): string[] | null {
  return Array.isArray(found) ? found.filter((each) => typeof each === "string") : null;
}
