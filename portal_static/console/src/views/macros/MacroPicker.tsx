/** Lets the person pick a macro by its name, and says what each does. Loaded when it is asked for. */
import { problemText } from "../../api/problemText";
import type { Macro } from "../../api/types";
import type { Choice } from "../../parts/Choices";
import { choose } from "../../parts/picker";
import { go, href } from "../../router/router";
import { loadMacros } from "../../store/desk/macros";
import { toast } from "../../store/desk/toasts";
import { locale } from "../../words";
import type { Asked } from "../ticketCommands/pickers";
import { names } from "./names";
import { openMacro } from "./open";
import { summary } from "./sentence";
import { w } from "./words";

const MANAGE = "manage";

/** Let the person pick one for these tickets, unless they have named it; then they see what it would do. */
export default async function pickMacro({ refs, anchor, options, which }: Asked): Promise<void> {
  try {
    const all = sorted(await loadMacros());
    const named = (id: string | undefined): Macro | undefined => all.find((each) => each.id === id);
    const open = (macro: Macro): void => openMacro({ macro, refs, options });
    const wanted = named(which);
    if (wanted) return open(wanted);
    choose({
      title: w("title"),
      anchor: anchor ?? null,
      choices: () => [...all.map(asChoice), { value: MANAGE, label: w("manage"), group: "" }],
      pick: (id) => {
        const macro = named(id);
        if (macro) open(macro);
        else go(href("settings/macros"));
      },
      none: w("none"),
      preview: (id) => {
        const macro = named(id);
        return macro && <p class="filled-in">{summary(macro.actions, names())}</p>;
      },
    });
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

/** One's own first, each kind by name. */
function sorted(all: readonly Macro[]): Macro[] {
  return all.toSorted(
    (one, other) => Number(one.shared) - Number(other.shared) || one.name.localeCompare(other.name, locale()),
  );
}

function asChoice({ id, name, shared }: Macro): Choice {
  return { value: id, label: name, group: w(shared ? "everyone" : "own") };
}
