/** The filters that the list offers, and what can be chosen in each. */
import { Avatar, LabelDot } from "../../parts/badges";
import type { Choice } from "../../parts/Choices";
import { assignable, labels } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { FILTERED, isChoice } from "../../store/tickets/choices";
import { DELIVERY_FILTERS } from "../../store/tickets/filters";
import { t } from "../../words";
import { choicesIn } from "../ticketCommands/pickers";

export const SHOWN_FILTERS = [...FILTERED, "label", "assignee", "delivery"] as const;
export type ShownFilter = (typeof SHOWN_FILTERS)[number];

export function choicesOf(name: ShownFilter): Choice[] {
  if (isChoice(name)) return choicesIn(name);
  if (name === "assignee") return assignees();
  if (name === "delivery") return DELIVERY_FILTERS.map((value) => ({ value, label: t(`delivery.${value}`) }));
  return labels.value.map(({ id, name: label, color }) => ({ value: id, label, icon: <LabelDot color={color} /> }));
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
