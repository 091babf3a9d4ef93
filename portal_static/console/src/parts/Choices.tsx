/**
 * A field to narrow a list, and the list below: a combobox after the ARIA practices. The focus stays in the field;
 * arrow keys, Home, End and Enter go through the list. Pickers, the palette and searches for people and tickets are
 * made of it.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { shownKeys } from "../keys/keymap";
import { MAC } from "../keys/listen";
import { folded, number, t } from "../words";
import { focusNow } from "./focusNow";
import { Icon } from "./icons";

export interface Choice {
  value: string;
  label: string;
  icon?: ComponentChildren;
  /** What stands at the end of the line: keys, an address. */
  hint?: ComponentChildren;
  /** Other words by which it is found. */
  also?: string;
  group?: string;
}

export type Chosen = "on" | "some" | "off";

/** Of more than that only the first are drawn: whoever wants another types. */
const MOST_DRAWN = 50;

interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  pick(value: string): void;
  chosen?: (value: string) => Chosen;
  placeholder?: string;
  /** Several can be chosen: each pick turns one on or off. */
  several?: boolean;
  /** Ctrl or Cmd and Enter turn the marked one on, if it isn't, and then end it. */
  close?: () => void;
  /** Hear what is typed. The choices are then taken as they are given, without narrowing them here. */
  typed?: (text: string) => void;
  /** What can be made of what was typed, below what fits it. Picking it begins anew with an empty field. */
  offer?: (text: string) => Choice | null;
  /** The choices for what was typed are still to come. Enter waits for them, and takes the first. */
  waiting?: boolean;
  /** What to say when nothing is left. */
  none: string;
  /** How many characters can be typed. */
  longest?: number;
  /** What the marked line stands for, below the list. */
  preview?: (value: string) => ComponentChildren;
}

export function Choices({
  label,
  choices,
  pick,
  chosen,
  placeholder,
  several = false,
  close,
  typed,
  offer,
  waiting = false,
  none,
  longest = 200,
  preview,
}: ChoicesProps) {
  const text = useSignal("");
  /** The value of the line that is marked. Others may come before it: it stays the one that Enter takes. */
  const marked = useSignal(useMemo(() => choices.find((each) => chosen?.(each.value) === "on")?.value ?? null, []));
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const offered = offer?.(text.value.trim()) ?? null;
  const narrowed = typed ? choices : choices.filter((each) => matches(each, text.value));
  const fitting = offered ? [...narrowed, offered] : narrowed;
  const shown = fitting.slice(0, MOST_DRAWN);
  const active = Math.min(
    Math.max(
      0,
      shown.findIndex((each) => each.value === marked.value),
    ),
    shown.length - 1,
  );
  const entered = useRef(false);
  const here = shown[active]?.value ?? null;
  useLayoutEffect(() => {
    if (!waiting) marked.value = here; // what is shown while one waits is an answer to something else
  });
  useEffect(() => list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" }), [active]);
  const input = (value: string): void => {
    text.value = value;
    marked.value = null;
    entered.current = false;
    typed?.(value);
  };
  const choose = (value: string): void => {
    if (value === offered?.value) input("");
    pick(value);
  };
  const take = (): void => {
    if (here !== null) choose(here);
  };
  useLayoutEffect(() => {
    if (waiting || !entered.current) return;
    entered.current = false;
    take();
  }, [waiting]);
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.isComposing) return;
    const to = moved(event.key, active, shown.length);
    if (to !== null) marked.value = shown[to]?.value ?? null;
    else if (event.key !== "Enter") return;
    else if (waiting && text.value !== "") entered.current = true;
    else if (close && (event.ctrlKey || event.metaKey)) {
      if (here !== null && chosen?.(here) !== "on") choose(here);
      close();
    } else take();
    event.preventDefault();
  };
  return (
    <div class="choices">
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label={label}
        aria-describedby={close && here !== null ? `${id}-keys` : undefined}
        placeholder={placeholder ?? label}
        autocomplete="off"
        spellcheck={false}
        maxLength={longest}
        value={text}
        onInput={(event) => input(event.currentTarget.value)}
        onKeyDown={press}
        autofocus
        ref={focusNow}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} aria-multiselectable={several}>
        {shown.map((each, index) => (
          <Line
            key={each.value}
            id={`${id}-${index}`}
            choice={each}
            active={index === active}
            heading={each.group !== shown[index - 1]?.group ? each.group : undefined}
            state={chosen?.(each.value)}
            pick={() => choose(each.value)}
            point={() => (marked.value = each.value)}
          />
        ))}
      </ul>
      <p role="status" class={shown.length === fitting.length && shown.length > 0 ? "unseen" : "quiet"}>
        {shown.length === 0 && none}
        {shown.length < fitting.length &&
          t("choices.more", { shown: number(shown.length), all: number(fitting.length) })}
      </p>
      {close && here !== null && (
        <p id={`${id}-keys`} class="quiet by-key">
          {t("choices.keys", { keys: shownKeys("Mod+Enter", MAC).join(" ") })}
        </p>
      )}
      {here !== null && preview?.(here)}
    </div>
  );
}

interface LineProps {
  id: string;
  choice: Choice;
  active: boolean;
  heading: string | undefined;
  state: Chosen | undefined;
  pick(): void;
  point(): void;
}

function Line({ id, choice, active, heading, state, pick, point }: LineProps) {
  return (
    <>
      {heading !== undefined && (
        <li role="presentation" class="heading">
          {heading}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={state === "on"}
        data-active={active ? "" : undefined}
        onClick={pick}
        onPointerMove={point}>
        {state !== undefined && (
          <span class="tick">{state !== "off" && <Icon name={state === "on" ? "check" : "some"} />}</span>
        )}
        {choice.icon}
        <span class="choice-label">{choice.label}</span>
        {choice.hint && <span class="choice-hint">{choice.hint}</span>}
      </li>
    </>
  );
}

/** Where a key leads in a list of so many; null if it doesn't move. */
export function moved(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (from + 1) % count;
  if (key === "ArrowUp") return (from - 1 + count) % count;
  if (key === "PageDown") return Math.min(from + 8, count - 1);
  if (key === "PageUp") return Math.max(from - 8, 0);
  return null;
}

/** Every word typed begins a word of it. */
function matches(choice: Choice, text: string): boolean {
  const words = folded(`${choice.label} ${choice.also ?? ""}`).split(/\s+/);
  return folded(text)
    .trim()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
