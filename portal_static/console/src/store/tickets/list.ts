/**
 * The list on the page: its sections, how far each is loaded, and the row that the keyboard is at.
 *
 * At most WINDOW rows are drawn. Rows never move under the pointer: what others do is counted in `updates` and comes in
 * by `reload`; what the person does here moves its row at once.
 */
import { batch, computed, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Snippet, Status, TicketRow } from "../../api/types";
import { desk, workspace } from "../desk/session";
import { belongs, comesBefore, type Filters, isTold, NONE, searchOf, sectionsOf } from "./filters";
import { firstRows, snippetsOf } from "./pages";
import { tickets } from "./tickets";

export const WINDOW = 100;
const STEP = 50;
const IN_SECTION = 20;
const KEPT_LISTS = 12;
const MOST_AGAIN = 500;

export interface Section {
  status: Status | null;
  query: Record<string, string>;
  refs: readonly string[];
  next: string | null;
}

export interface List {
  key: string;
  filters: Filters;
  state: "loading" | "ready" | "failed";
  problem: Problem | null;
  sections: readonly Section[];
  /** Why the tickets were found, by their references. */
  snippets: ReadonlyMap<string, Snippet>;
  /** What was searched for when nothing had the words that were asked for. */
  instead: string | null;
  /** Nothing was found, and not every word of every text is kept. */
  textsCut: boolean;
  /** The first of the rows drawn. */
  from: number;
  loadingMore: boolean;
}

const EMPTY: List = {
  key: "",
  filters: NONE,
  state: "loading",
  problem: null,
  sections: [],
  snippets: new Map(),
  instead: null,
  textsCut: false,
  from: 0,
  loadingMore: false,
};

export const list = signal<List>(EMPTY);
/** Tickets that others changed so that the list would look different. */
export const updates = signal<ReadonlySet<string>>(new Set());
const cache = new Map<string, List>();
let loading: AbortController | null = null;

/** The references drawn, in order: what j and k go through. */
export const visible = computed<readonly string[]>(() => {
  const { sections, from } = list.value;
  return sections.flatMap((section) => section.refs).slice(from, from + WINDOW);
});

/** Show the list that these filters describe, at once if it was here before, and fetch it in any case. */
export async function show(filters: Filters): Promise<void> {
  const key = `${workspace.value?.id}?${searchOf(filters)}`;
  if (key === list.value.key && list.value.state !== "failed") return;
  list.value = cache.get(key) ?? { ...EMPTY, key, filters };
  await reload();
}

/** Fetch the list again, as far as it was loaded. Rows stay until the new ones are there. */
export async function reload(): Promise<void> {
  const { key, filters, sections: before } = list.value;
  loading?.abort();
  const mine = new AbortController();
  loading = mine;
  const asked = sectionsOf(filters);
  const limit = asked.length > 1 ? IN_SECTION : Math.min(MOST_AGAIN, Math.max(STEP, before[0]?.refs.length ?? 0));
  try {
    const pages = await Promise.all(asked.map(({ query }) => firstRows(query, limit, mine.signal)));
    batch(() => {
      for (const page of pages) know(page.items);
      const sections = asked.map((section, index) => ({
        ...section,
        refs: pages[index]?.items.map((row) => row.ref) ?? [],
        next: pages[index]?.next_cursor ?? null,
      }));
      const { instead = null, texts_cut: textsCut = false } = pages[0] ?? {};
      const snippets = snippetsOf(pages.flatMap((page) => page.items));
      keep({
        ...EMPTY,
        key,
        filters,
        state: "ready",
        sections,
        snippets,
        instead,
        textsCut,
        from: stillFrom(sections),
      });
      updates.value = new Set();
    });
  } catch (failure) {
    if (mine.signal.aborted) return; // another list is wanted by now
    if (!(failure instanceof Problem)) throw failure;
    list.value = { ...list.value, state: list.value.state === "ready" ? "ready" : "failed", problem: failure };
  }
}

/** Where the rows drawn begin in the new sections, so that the first of them stays the first. */
function stillFrom(sections: readonly Section[]): number {
  const { from } = list.peek();
  const first = visible.peek()[0];
  if (from === 0 || first === undefined) return 0;
  const refs = sections.flatMap((section) => section.refs);
  const at = refs.indexOf(first);
  return Math.max(0, Math.min(at < 0 ? from : at, refs.length - WINDOW));
}

/** The next rows of a list without sections; the first ones make room when there are more than WINDOW. */
export async function more(): Promise<void> {
  const before = list.value;
  const [section] = before.sections;
  if (before.loadingMore || !section || before.sections.length > 1) return;
  if (before.from + WINDOW < section.refs.length) {
    list.value = { ...before, from: before.from + STEP };
    return;
  }
  if (section.next === null) return;
  list.value = { ...before, loadingMore: true };
  try {
    const page = await desk().list(section.query, STEP, section.next);
    const [now] = list.value.sections;
    if (list.value.key !== before.key || now?.next !== section.next) return; // it was fetched anew meanwhile
    know(page.items);
    const known = new Set(now.refs);
    const refs = [...now.refs, ...page.items.map((row) => row.ref).filter((ref) => !known.has(ref))];
    const from = Math.max(before.from, refs.length - WINDOW);
    const snippets = new Map([...before.snippets, ...snippetsOf(page.items)]);
    const sections = [{ ...now, refs, next: page.next_cursor }];
    keep({ ...list.value, sections, snippets, from, loadingMore: false });
  } catch (failure) {
    list.value = { ...list.value, loadingMore: false };
    throw failure;
  }
}

export const hasMore = computed(() => {
  const { sections, from } = list.value;
  const [section] = sections;
  return (
    sections.length === 1 && section !== undefined && (section.next !== null || from + WINDOW < section.refs.length)
  );
});

/** The rows before those drawn. */
export function earlier(): void {
  list.value = { ...list.value, from: Math.max(0, list.value.from - STEP) };
}

/** Put rows where they belong now that the person here changed them. */
export function rearrange(refs: readonly string[]): void {
  const { sections, filters } = list.value;
  if (list.value.state !== "ready") return;
  const moved = sections.map((section) => ({
    ...section,
    refs: refs.reduce((kept, ref) => placed(kept, ref, section, filters), section.refs),
  }));
  if (moved.every((section, index) => same(section.refs, sections[index]?.refs ?? []))) return;
  keep({ ...list.value, sections: moved });
}

function placed(refs: readonly string[], ref: string, section: Section, filters: Filters): readonly string[] {
  const row = tickets.of(ref)?.peek();
  if (!row) return refs;
  const here = refs.includes(ref);
  const fits = belongs(row, filters, section.status, workspace.peek()?.member_id ?? "");
  if (here === fits || (fits && !isTold(filters))) return refs;
  const others = refs.filter((each) => each !== ref);
  if (!fits) return others;
  const at = others.findIndex((each) => {
    const other = tickets.of(each)?.peek();
    return other !== undefined && comesBefore(row, other, filters.sort);
  });
  return at < 0 ? (section.next === null ? [...others, ref] : others) : others.toSpliced(at, 0, ref);
}

/** Take in what the desk says has changed; `own` are the person's own changes, which are no news. */
export function takeIn(rows: readonly TicketRow[], own: ReadonlySet<string>): void {
  const before = updates.peek();
  const news = new Set(before);
  for (const row of rows) {
    const isNews = tickets.of(row.ref) === undefined || tickets.put(row.ref, row);
    const isOthers = isNews && !own.has(row.ref);
    if ((isOthers && changesList(row)) || isMisplaced(row.ref)) news.add(row.ref);
  }
  if (news.size !== before.size) updates.value = news;
}

function changesList(row: TicketRow): boolean {
  const { sections, filters } = list.peek();
  const me = workspace.peek()?.member_id ?? "";
  return sections.some((section) => {
    const here = section.refs.includes(row.ref);
    return here || (belongs(row, filters, section.status, me) && isTold(filters));
  });
}

/** A ticket may have been fetched since it changed: then its being told is no news, but its row may still be wrong. */
function isMisplaced(ref: string): boolean {
  const row = tickets.of(ref)?.peek();
  const { sections, filters } = list.peek();
  const me = workspace.peek()?.member_id ?? "";
  if (!row || !isTold(filters)) return false;
  return sections.some((section) => section.refs.includes(ref) && !belongs(row, filters, section.status, me));
}

export function forgetLists(): void {
  loading?.abort();
  cache.clear();
  list.value = EMPTY;
  updates.value = new Set();
}

function know(rows: readonly TicketRow[]): void {
  for (const row of rows) tickets.put(row.ref, row);
}

function keep(shown: List): void {
  list.value = shown;
  cache.delete(shown.key);
  cache.set(shown.key, shown);
  for (const key of cache.keys()) {
    if (cache.size <= KEPT_LISTS) break;
    cache.delete(key);
  }
  const wanted = new Set([...cache.values()].flatMap((each) => each.sections.flatMap((section) => section.refs)));
  if (tickets.size > 2 * wanted.size + 500) tickets.keepOnly((ref) => wanted.has(ref));
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
