/** Small things that stand for something: a person, a label, a status in words. */
import type { Label, Person } from "../api/types";
import type { ChoiceName, Chosen } from "../store/tickets/choices";
import { t, textOf } from "../words";
import { ChoiceIcon } from "./icons";

/**
 * A person's initials; agents and customers differ in colour. Decoration, so it is no text: the name stands beside it.
 */
export function Avatar({ name, customer = false }: { name: string; customer?: boolean }) {
  return <span class={customer ? "avatar customer" : "avatar"} aria-hidden="true" data-initials={initials(name)} />;
}

/** The assignee as an avatar alone, with the name for those who can't see it; a dashed ring for nobody. */
export function Assignee({ person }: { person: Person | null }) {
  const name = person?.name ?? t("unassigned");
  return (
    <span class="assignee" data-tip={name}>
      {person ? <Avatar name={person.name} /> : <span class="avatar nobody" aria-hidden="true" />}
      <span class="unseen">{name}</span>
    </span>
  );
}

/** First and last word's first letters, as the languages have them: a letter may be several code points. */
export function initials(name: string): string {
  const words = name
    .replaceAll(/[^\p{L}\p{N}\s]/gu, " ")
    .trim()
    .split(/\s+/);
  const [first = "", last = ""] = [words[0], words.length > 1 ? words.at(-1) : ""];
  return `${firstLetter(first)}${firstLetter(last)}`.toUpperCase() || "?";
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstLetter(word: string): string {
  return letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
}

export function LabelChip({ label }: { label: Label }) {
  return (
    <span class="label">
      <LabelDot color={label.color} />
      <span class="label-name">{label.name}</span>
    </span>
  );
}

export function LabelDot({ color }: { color: string }) {
  return <span class="label-dot" aria-hidden="true" style={{ "--label": color }} />;
}

/** A value of a field, with its shape and in its colour if it has them. */
export function ChoiceBadge<N extends ChoiceName>({ name, value }: { name: N; value: Chosen[N] }) {
  return (
    <span class={`badge ${name}-${value}`}>
      <ChoiceIcon name={name} value={value} />
      {textOf(`${name}.${value}`)}
    </span>
  );
}
