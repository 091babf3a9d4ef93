/** The filters that the list offers, and what can be chosen in each. */
import { CHANNELS, PRIORITIES, TYPES } from "../../api/types";
import { Avatar, LabelDot } from "../../parts/badges";
import type { Choice } from "../../parts/Choices";
import { PriorityIcon } from "../../parts/icons";
import { assignable, labels } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import { t } from "../../words";

export const SHOWN_FILTERS = ["priority", "type", "channel", "label", "assignee"] as const;
export type ShownFilter = (typeof SHOWN_FILTERS)[number];

export function choicesOf(name: ShownFilter): Choice[] {
  switch (name) {
    case "priority":
      return PRIORITIES.map((value) => ({
        value,
        label: t(`priority.${value}`),
        icon: <PriorityIcon priority={value} />,
      }));
    case "type":
      return TYPES.map((value) => ({ value, label: t(`type.${value}`) }));
    case "channel":
      return CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }));
    case "label":
      return labels.value.map(({ id, name: label, color }) => ({ value: id, label, icon: <LabelDot color={color} /> }));
    case "assignee":
      return assignees();
  }
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
