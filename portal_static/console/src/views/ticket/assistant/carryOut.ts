/** What a suggestion does when it is pressed. Texts go into the composer, to be read, changed and sent by a person. */

import { problemText } from "../../../api/problemText";
import type { Suggestion } from "../../../api/types";
import { run } from "../../../keys/handlers";
import { draftOf, write } from "../../../store/composer/drafts";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { assign, setPriority } from "../../../store/tickets/actions";
import { changeDetail } from "../../../store/tickets/details";
import { keepTyped, openDialog } from "../dialogs/open";
import { draft, isPriority, isType } from "./requests";
import { w } from "./words";

export async function carryOut(ref: string, suggestion: Suggestion): Promise<void> {
  try {
    await DOINGS[suggestion.do](ref, suggestion);
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

const DOINGS: Record<Suggestion["do"], (ref: string, one: Suggestion) => unknown> = {
  assign: (ref, { value, label }) => assign([ref], { id: value, name: label }),
  set_priority: (ref, { value }) => isPriority(value) && setPriority([ref], value),
  set_type: (ref, { value }) => isType(value) && changeDetail(ref, { type: value }, { type: value }),
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
  run("reply");
  toast(w("draft.there"));
}
