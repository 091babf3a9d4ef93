/** What can be chosen in a filter that has a list of values. */
import { Avatar, LabelDot } from "../../parts/badges";
import type { Choice } from "../../parts/Choices";
import { assignable, labels } from "../../store/desk/directory";
import { mailboxes } from "../../store/desk/mailboxes";
import { workspace } from "../../store/desk/session";
import { type ChoiceName, isChoice } from "../../store/tickets/choices";
import { DELIVERY_FILTERS, type FilterName, SCORES, SLA_FILTERS } from "../../store/tickets/filterTable";
import { t } from "../../words";
import { choicesIn } from "../ticketCommands/pickers";

/** Days and contacts are asked for otherwise. */
export type ListedFilter = Exclude<FilterName, "created" | "updated" | "contact">;

const LISTED: Record<Exclude<ListedFilter, ChoiceName>, () => Choice[]> = {
  label: () =>
    labels.value.map(({ id, name, color }) => ({ value: id, label: name, icon: <LabelDot color={color} /> })),
  assignee: assignees,
  mailbox: () => mailboxes.value.map(({ address, name }) => ({ value: address, label: address, also: name })),
  sla: () => SLA_FILTERS.map((value) => ({ value, label: t(`sla.${value}`) })),
  csat: () => SCORES.map((value) => ({ value, label: value === "none" ? t("csat.unrated") : value })),
  delivery: () => DELIVERY_FILTERS.map((value) => ({ value, label: t(`delivery.${value}`) })),
};

export function choicesOf(name: ListedFilter): Choice[] {
  return isChoice(name) ? choicesIn(name) : LISTED[name]();
}

export function isListed(name: FilterName): name is ListedFilter {
  return isChoice(name) || Object.hasOwn(LISTED, name);
}

function assignees(): Choice[] {
  const me = workspace.value?.member_id;
  const others = assignable.value.filter((each) => each.id !== me);
  return [
    { value: "me", label: t("filter.me"), icon: <Avatar name={workspace.value?.member_name ?? ""} /> },
    { value: "none", label: t("unassigned"), icon: <span class="avatar nobody" /> },
    ...others.map((each) => ({ value: each.id, label: each.name, icon: <Avatar name={each.name} /> })),
  ];
}
