/** Pickers for what can be set on tickets. `refs` are one or many; `anchor` is what asked. */
import type { Label } from "../../api/types";
import { Avatar } from "../../parts/badges";
import type { Choice, Chosen } from "../../parts/Choices";
import { confirm } from "../../parts/Confirm";
import { ChoiceIcon, Icon } from "../../parts/icons";
import { choose } from "../../parts/picker";
import { presets } from "../../parts/times";
import { awayText } from "../../store/desk/absences";
import { assignable, labels } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import {
  addLabel,
  archive,
  assign,
  hasLabel,
  moveToTrash,
  type Options,
  removeLabel,
  setChoice,
  snooze,
} from "../../store/tickets/actions";
import { CHOICES, type ChoiceName, type CommandedName, valueNamed } from "../../store/tickets/choices";
import { SNOOZED, TRASH_DAYS, UNTIL_REPLY } from "../../store/tickets/fields";
import { type Known, mergedInto, tickets } from "../../store/tickets/tickets";
import { locale, n, t, textOf } from "../../words";
import { askTime } from "../time/open";
import { chooseLabels } from "./labelChoices";

export interface Asked {
  refs: readonly string[];
  anchor?: Element | null;
  options?: Options;
  /** What was chosen already, by its id. */
  which?: string | undefined;
}

/** The picker of a field that holds one of a few values. */
export function pickChoice<N extends CommandedName>(name: N): (asked: Asked) => void {
  return ({ refs, anchor, options }) =>
    choose({
      title: t(`cmd.${name}`),
      anchor,
      choices: () => choicesIn(name),
      chosen: (value) => shared(refs, (ticket) => ticket[name] === value),
      pick: (text) => {
        const value = valueNamed(name, text);
        if (value) void setChoice(name, refs, value, options);
      },
    });
}

/** What can be chosen in such a field. */
export function choicesIn<N extends ChoiceName>(name: N): Choice[] {
  return CHOICES[name].values.map((value) => ({
    value,
    label: textOf(`${name}.${value}`),
    icon: <ChoiceIcon name={name} value={value} />,
  }));
}

const NOBODY = "none";

export function pickAssignee({ refs, anchor, options }: Asked): void {
  choose({
    title: t("cmd.assign"),
    anchor,
    choices: assignees,
    chosen: (value) => shared(refs, (ticket) => (ticket.assignee?.id ?? NOBODY) === value),
    pick: (value) => void assign(refs, assignable.peek().find((each) => each.id === value) ?? null, options),
  });
}

/** Those who can be given tickets: I myself first. */
function assignees(): Choice[] {
  const me = workspace.value?.member_id;
  const others = assignable.value.toSorted((left, right) => Number(right.id === me) - Number(left.id === me));
  return [
    ...others.map((each) => ({
      value: each.id,
      label: each.id === me ? t("me", { name: each.name }) : each.name,
      icon: <Avatar name={each.name} />,
      also: awayText(each.absence) || each.email,
    })),
    { value: NOBODY, label: t("unassigned"), icon: <span class="avatar nobody" /> },
  ];
}

export function pickLabels({ refs, anchor, options }: Asked): void {
  chooseLabels({
    anchor,
    chosen: (value) => share(refs, (ref) => hasLabel(ref, { id: value })),
    pick: (value) => {
      const label = labels.peek().find((each) => each.id === value);
      if (label) void toggleLabel(refs, label, options);
    },
  });
}

function toggleLabel(refs: readonly string[], label: Label, options?: Options): Promise<void> {
  return refs.every((ref) => hasLabel(ref, label)) ? removeLabel(refs, label, options) : addLabel(refs, label, options);
}

/** Beside what a preset is called, which says the hour but of the one that is so many hours on. */
const CLOCK = { hour: "numeric", minute: "2-digit" } as const;
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const OTHER = "other";
const WAKE = "wake";

export function pickSnooze({ refs, anchor, options }: Asked): void {
  const offered = presets(new Date());
  choose({
    title: t("cmd.snooze"),
    anchor,
    choices: () => [
      ...offered.map(({ id, at }) => ({
        value: at.toISOString(),
        label: t(`preset.${id}`),
        hint: id === "hours" ? at.toLocaleTimeString(locale(), CLOCK) : at.toLocaleDateString(locale(), DAY),
        icon: <Icon name="clock" />,
      })),
      { value: UNTIL_REPLY, label: t("snooze.reply"), icon: <Icon name="reply" /> },
      { value: OTHER, label: t("snooze.other"), icon: <Icon name="more" /> },
      ...wakeChoice(refs),
    ],
    pick: (value) => {
      if (value === OTHER) askTime({ what: "snooze", refs, options });
      else void snooze(refs, value === WAKE ? null : value, options);
    },
  });
}

function wakeChoice(refs: readonly string[]): Choice[] {
  const some = shared(refs, (ticket) => SNOOZED.of(ticket) !== null) !== "off";
  return some ? [{ value: WAKE, label: t("cmd.wake"), icon: <Icon name="back" /> }] : [];
}

/** Archiving asks first. */
export function askToArchive({ refs, options }: Asked): void {
  const [first = ""] = refs;
  confirm({
    title: refs.length === 1 ? t("archive.one", { ref: first }) : n("archive.many", refs.length),
    text: t("archive.text"),
    yes: t("cmd.archive"),
    run: () => void archive(refs, options),
  });
}

/** Deleting asks twice, and says what goes with it. */
export function askToDelete({ refs, options }: Asked): void {
  const [ref = ""] = refs;
  const what = goesWith(refs);
  const until = new Date(Date.now() + TRASH_DAYS * 24 * 3_600_000);
  const day = until.toLocaleDateString(locale(), { dateStyle: "long" });
  confirm({
    title: refs.length === 1 ? t("delete.one", { ref }) : n("delete.many", refs.length),
    text: t("delete.with", { what }),
    points: [t("delete.until", { days: TRASH_DAYS, day }), t("delete.links")],
    again: {
      text: refs.length === 1 ? t("delete.again", { ref, what }) : n("delete.again_many", refs.length, { what }),
      next: t("delete.next"),
    },
    yes: t("cmd.delete"),
    run: () => void moveToTrash(refs, options),
  });
}

/**
 * How many messages and merged tickets go with these, counting what opened each. Of tickets that aren't read whole nobody
 * counted the latter.
 */
function goesWith(refs: readonly string[]): string {
  const messages = refs.reduce((sum, ref) => sum + 1 + (tickets.of(ref)?.peek().message_count ?? 0), 0);
  const merged = refs.map(mergedInto);
  const known = merged.every((count) => count !== null);
  const count = merged.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const parts = [
    n("delete.messages", messages),
    ...(known ? (count > 0 ? [n("delete.merged", count)] : []) : [t("delete.merged_any")]),
  ];
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(parts);
}

function shared(refs: readonly string[], is: (ticket: Known) => boolean): Chosen {
  return share(refs, (ref) => {
    const ticket = tickets.of(ref)?.value;
    return ticket !== undefined && is(ticket);
  });
}

function share(refs: readonly string[], is: (ref: string) => boolean): Chosen {
  const count = refs.filter(is).length;
  if (count === 0) return "off";
  return count === refs.length ? "on" : "some";
}
