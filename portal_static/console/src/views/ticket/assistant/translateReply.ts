/** The reply that is being written, in the customer's language. What was written is one undo away. */
import { problemText } from "../../../api/problemText";
import { typeInto } from "../../../parts/typeInto";
import { translate } from "../../../store/assistant/requests";
import { customersLanguage } from "../../../store/assistant/translations";
import { draftOf, write } from "../../../store/composer/drafts";
import { toast } from "../../../store/desk/toasts";
import { t } from "../../../words";
import type { Field } from "../composer/Canned";
import { languageName, w } from "./words";

export async function translateReply(ref: string, field: Field): Promise<void> {
  const written = draftOf(ref).peek().reply.body;
  try {
    const language = await customersLanguage(ref);
    if (language === null) return void toast(w("translate.unknown"), { tone: "error" });
    const { text } = await translate(ref, { text: written }, language);
    if (draftOf(ref).peek().reply.body !== written) return void toast(w("translate.moved"), { tone: "error" });
    put(ref, field, text);
    const undo = { label: t("undo"), run: () => put(ref, field, written) };
    toast(w("translate.done", { language: languageName(language) }), { action: undo });
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

/** As if it were typed, where the reply is on the page: the browser's own undo takes it back, too. */
function put(ref: string, field: Field, body: string): void {
  const { mode, reply } = draftOf(ref).peek();
  if (mode === "reply" && field.current?.value === reply.body)
    typeInto(field.current, { from: 0, to: reply.body.length, text: body });
  else write(ref, { reply: { ...reply, body } });
}
