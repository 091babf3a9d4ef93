/** Pickers for what can be set on tickets. `refs` are one or many; `anchor` is what asked. */
import type { Label } from "../../api/types";
import { Avatar } from "../../parts/badges";
import type { Choice, Chosen } from "../../parts/Choices";
import { confirm } from "../../parts/Confirm";
import { ChoiceIcon } from "../../parts/icons";
import { choose } from "../../parts/picker";
import { assignable, labels } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { addLabel, archive, assign, hasLabel, type Options, removeLabel, setChoice } from "../../store/tickets/actions";
import { CHOICES, type ChoiceName, type CommandedName, valueNamed } from "../../store/tickets/choices";
import { type Known, tickets } from "../../store/tickets/tickets";
import { n, t, textOf } from "../../words";
import { chooseLabels } from "./labelChoices";

export interface Asked {
  refs: readonly string[];
  anchor?: Element | null;
  options?: Options;
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
      also: each.email,
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

/** Archiving asks first. */
export function askToArchive({ refs, options }: Asked): void {
  const [first = ""] = refs;
  confirm({
    title: refs.length === 1 ? t("archive.one", { ref: first }) : n("archive.many", refs.length),
    text: t("archive.text"),
    yes: t("cmd.archive"),
    run: () => void archive(refs, true, options),
  });
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
