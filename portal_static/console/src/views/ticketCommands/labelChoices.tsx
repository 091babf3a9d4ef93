/** The labels to choose from, and the way to make the one that is missing. */
import { problemText } from "../../api/problemText";
import { LabelDot } from "../../parts/badges";
import type { Choice } from "../../parts/Choices";
import { Icon } from "../../parts/icons";
import { choose, type Picking } from "../../parts/picker";
import { labels } from "../../store/desk/directory";
import { createLabel, LONGEST_LABEL } from "../../store/desk/newLabel";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { folded, t } from "../../words";

const NEW = "new:";

interface Labelling extends Pick<Picking, "anchor"> {
  chosen: NonNullable<Picking["chosen"]>;
  pick(id: string): void;
}

/** Let labels be put on and taken off, one after the other; whoever may changes the settings by a new one, too. */
export function chooseLabels({ anchor, chosen, pick }: Labelling): void {
  choose({
    title: t("cmd.labels"),
    anchor,
    several: true,
    none: labels.peek().length === 0 ? t(can.value("settings:write") ? "labels.first" : "labels.none") : undefined,
    choices: () =>
      labels.value.map(({ id, name, color }) => ({ value: id, label: name, icon: <LabelDot color={color} /> })),
    chosen,
    pick: (value) => (value.startsWith(NEW) ? void make(value.slice(NEW.length), pick) : pick(value)),
    offer: newLabel,
  });
}

function newLabel(name: string): Choice | null {
  if (name === "" || name.length > LONGEST_LABEL || !can.value("settings:write")) return null;
  if (labels.value.some((each) => folded(each.name) === folded(name))) return null;
  return { value: NEW + name, label: t("labels.create", { name }), icon: <Icon name="plus" /> };
}

async function make(name: string, pick: (id: string) => void): Promise<void> {
  try {
    pick((await createLabel(name)).id);
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}
