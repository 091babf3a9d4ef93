/** What a macro does, in words: "Set priority to High · Assign to me". */
import type { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import { hasText, locale, plain, t, textOf } from "../../words";
import { type Given, isKnown, type Kind, untilOf } from "./actions";
import { hasWord, w, wn } from "./words";

/** What ids are called, as the reader knows them; null for what is gone. */
export interface Names {
  member(id: string): string | null;
  label(id: string): string | null;
  canned(id: string): string | null;
}

/** Of a text that is written in an action. */
const SHOWN = 60;
const BETWEEN = " · ";

/** A macro's actions in one line. */
export function summary(actions: readonly Given[], names: Names): string {
  return actions.map((action) => sentence(action, names)).join(BETWEEN);
}

/** One action; what isn't filled in yet is left open. */
export function sentence(action: Given, names: Names): string {
  return isKnown(action.do) ? SENTENCES[action.do](action, names) : plain(action.do);
}

const SENTENCES: Record<Kind, (action: Given, names: Names) => string> = {
  set: ({ field, value }) => {
    const key = `set.${field}`;
    const values = { field: fieldName(field ?? ""), value: textOf(`${field}.${value}`) };
    return w(hasWord(key) ? key : "set", values);
  },
  assign: ({ member }, names) => {
    if (member === "me") return w("assign.me");
    return member ? w("assign", { name: names.member(member) ?? w("gone.member") }) : w("assign.nobody");
  },
  add_labels: ({ labels }, names) => wn("add_labels", labels?.length ?? 0, { names: labelled(labels, names) }),
  remove_labels: ({ labels }, names) => wn("remove_labels", labels?.length ?? 0, { names: labelled(labels, names) }),
  add_participant: ({ address }) => w("add_participant", { address: address || w("unfinished") }),
  reply: ({ canned_response: id }, names) =>
    w("reply", { name: id ? (names.canned(id) ?? w("gone.canned")) : w("unfinished") }),
  note: ({ text }) => w("note", { text: short(text) }),
  notify: ({ members, text }, names) =>
    w("notify", { names: listed(members, names.member, w("gone.member")), text: short(text) }),
  snooze: ({ until }) => {
    const { unit, count } = untilOf(until);
    return unit === "reply" ? w("snooze.reply") : wn(`snooze.${unit}`, Number(count));
  },
  resolve: ({ text }) => w("resolve", { text: short(text) }),
  escalate: ({ text }) => w("escalate", { text: short(text) }),
};

function fieldName(field: string): string {
  const key = `field.${field}`;
  return hasText(key) ? t(key) : plain(field);
}

function labelled(labels: Given["labels"], names: Names): string {
  return listed(labels, names.label, w("gone.label"));
}

function listed(
  ids: readonly string[] | null | undefined,
  nameOf: (id: string) => string | null,
  gone: string,
): string {
  if (!ids?.length) return w("unfinished");
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(ids.map((id) => nameOf(id) ?? gone));
}

function short(text: string | null | undefined): string {
  const line = (text ?? "").trim().replaceAll(/\s+/g, " ");
  if (line === "") return w("unfinished");
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

const OF_ACTION = /^Action \d+ \(\w+\): /;

/**
 * Why a macro was refused: which action it stopped at, in the reader's words, and why. What the desk says at length is
 * in English; elsewhere the problem's code says it.
 */
export function refusalText(problem: Problem, actions: readonly Given[], names: Names): string {
  const why = problemText(problem).replace(OF_ACTION, "");
  const { action: place } = problem.extra;
  const action = typeof place === "number" ? actions[place] : undefined;
  if (!action) return why;
  return w("run.refused_at", { place: Number(place) + 1, action: sentence(action, names), why });
}
