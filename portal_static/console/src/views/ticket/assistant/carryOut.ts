/** What a suggestion does when it is pressed. Texts go into the composer, to be read, changed and sent by a person. */

import { problemText } from "../../../api/problemText";
import type { Suggestion } from "../../../api/types";
import { run } from "../../../keys/handlers";
import { place } from "../../../router/router";
import { draft } from "../../../store/assistant/requests";
import { draftOf, write } from "../../../store/composer/drafts";
import { labels } from "../../../store/desk/directory";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { addLabel, assign, setChoice } from "../../../store/tickets/actions";
import { type ChoiceName, isChoice, valueNamed } from "../../../store/tickets/choices";
import { keepTyped, openDialog } from "../dialogs/open";
import { w } from "./words";

export async function carryOut(ref: string, suggestion: Suggestion): Promise<void> {
  try {
    const { do: what, value } = suggestion;
    const field = fieldOf(what);
    if (field) await set(field, ref, value);
    else if (!isSetting(what)) await DOINGS[what](ref, suggestion);
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

type Doing = Suggestion["do"];
type Setting = Extract<Doing, `set_${string}`>;

function isSetting(what: Doing): what is Setting {
  return what.startsWith("set_");
}

/** The field that a suggestion sets; null for one that does something else. */
export function fieldOf(what: Doing): ChoiceName | null {
  const name = what.replace(/^set_/, "");
  return isSetting(what) && isChoice(name) ? name : null;
}

/** Set a field as the sidebar does. */
async function set<N extends ChoiceName>(name: N, ref: string, text: string): Promise<void> {
  const value = valueNamed(name, text);
  if (value) await setChoice(name, [ref], value);
}

const DOINGS: Record<Exclude<Doing, Setting>, (ref: string, one: Suggestion) => unknown> = {
  assign: (ref, { value, label }) => assign([ref], { id: value, name: label }),
  label: (ref, { value }) => {
    const known = labels.value.find((each) => each.id === value);
    return known && addLabel([ref], known);
  },
  merge: (ref, { value }) => {
    keepTyped("merge", ref, value);
    openDialog("merge", ref);
  },
  canned: async (ref, { value }) => {
    const { text, empty } = await desk().render(value, ref);
    intoReply(ref, text, empty);
  },
  reply: draftReply,
  ask_detail: draftReply,
  resolve: (ref) => openDialog("resolve", ref),
};

/** Have a reply drafted. */
export async function draftReply(ref: string): Promise<void> {
  intoReply(ref, (await draft(ref)).text);
}

/** Put a text behind what is written already. */
function intoReply(ref: string, text: string, gaps: readonly string[] = []): void {
  const { reply } = draftOf(ref).peek();
  const body = [reply.body.trimEnd(), text].filter((each) => each !== "").join("\n\n");
  write(ref, { mode: "reply", reply: { ...reply, body }, gaps });
  const here = place.peek();
  if (here.view !== "ticket" || here.ref !== ref) return void toast(`${ref}: ${w("draft.there")}`);
  run("reply");
  toast(w("draft.there"));
}
