/**
 * Who and what the workspace has: members, labels, saved views, counts of tabs. Fetched on arrival, and again when
 * asked.
 */
import { computed, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Counts, Label, Member, View } from "../../api/types";
import { can, desk, workspace } from "./session";

export const members = signal<readonly Member[]>([]);
export const labels = signal<readonly Label[]>([]);
export const views = signal<readonly View[]>([]);
export const counts = signal<Counts | null>(null);
export const unread = signal(0);

/** Those who can be given tickets. */
export const assignable = computed(() => members.value.filter((each) => each.active && each.role !== "viewer"));

const COUNTS_AFTER = 1_200;
let countsTimer: ReturnType<typeof setTimeout> | undefined;

/** Fetch all of it for the workspace we are in. A part that can't be had stays as it was. */
export async function loadDirectory(): Promise<void> {
  const readsDesk = can.value("desk:read");
  await Promise.all([
    fetchInto(members, () => (readsDesk ? desk().members() : Promise.resolve([]))),
    fetchInto(labels, () => (readsDesk ? desk().labels() : Promise.resolve([]))),
    fetchInto(views, () => desk().views()),
    loadCounts(),
    loadUnread(),
  ]);
}

export function loadCounts(): Promise<void> {
  return fetchInto(counts, () => desk().counts());
}

export function loadUnread(): Promise<void> {
  return fetchInto(unread, () => desk().inboxUnread());
}

export function reloadViews(): Promise<void> {
  return fetchInto(views, () => desk().views());
}

export function reloadLabels(): Promise<void> {
  return fetchInto(labels, () => desk().labels());
}

/** Count again in a moment: the desk's counters follow a change within a second. */
export function countSoon(): void {
  clearTimeout(countsTimer);
  countsTimer = setTimeout(() => void loadCounts(), COUNTS_AFTER);
}

export function forgetDirectory(): void {
  members.value = labels.value = views.value = [];
  counts.value = null;
  unread.value = 0;
}

async function fetchInto<T>(target: { value: T }, fetch: () => Promise<T>): Promise<void> {
  const asked = workspace.value?.id;
  try {
    const found = await fetch();
    if (asked === workspace.value?.id) target.value = found;
  } catch (failure) {
    // What hangs on it says so itself: a picker without members, a tab without a number.
    if (!(failure instanceof Problem)) throw failure;
  }
}
