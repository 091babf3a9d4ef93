/** Pickers for what can be set on tickets. `refs` are one or many; `anchor` is what asked. */
import { type Label, PRIORITIES, STATUSES } from "../../api/types";
import { Avatar, LabelDot } from "../../parts/badges";
import type { Choice, Chosen } from "../../parts/Choices";
import { confirm } from "../../parts/Confirm";
import { PriorityIcon, StatusIcon } from "../../parts/icons";
import { choose } from "../../parts/picker";
import { assignable, labels } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import {
  addLabel,
  archive,
  assign,
  hasLabel,
  type Options,
  removeLabel,
  setPriority,
  setStatus,
} from "../../store/tickets/actions";
import { type Known, tickets } from "../../store/tickets/tickets";
import { n, t } from "../../words";

export interface Asked {
  refs: readonly string[];
  anchor?: Element | null;
  options?: Options;
}

export function pickStatus({ refs, anchor, options }: Asked): void {
  choose({
    title: t("cmd.status"),
    anchor,
    choices: () =>
      STATUSES.map((status) => ({ value: status, label: t(`status.${status}`), icon: <StatusIcon status={status} /> })),
    chosen: (value) => shared(refs, (ticket) => ticket.status === value),
    pick: (value) => {
      const status = STATUSES.find((each) => each === value);
      if (status) void setStatus(refs, status, options);
    },
  });
}

export function pickPriority({ refs, anchor, options }: Asked): void {
  choose({
    title: t("cmd.priority"),
    anchor,
    choices: () =>
      PRIORITIES.map((priority) => ({
        value: priority,
        label: t(`priority.${priority}`),
        icon: <PriorityIcon priority={priority} />,
      })),
    chosen: (value) => shared(refs, (ticket) => ticket.priority === value),
    pick: (value) => {
      const priority = PRIORITIES.find((each) => each === value);
      if (priority) void setPriority(refs, priority, options);
    },
  });
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
  choose({
    title: t("cmd.labels"),
    anchor,
    several: true,
    none: labels.peek().length === 0 ? t("labels.none") : undefined,
    choices: () =>
      labels.value.map((label) => ({ value: label.id, label: label.name, icon: <LabelDot color={label.color} /> })),
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
