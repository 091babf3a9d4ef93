/** A macro in its form: its name, who has it, and its actions in their order. */
import { useSignal } from "@preact/signals";
import type { Macro } from "../../../api/types";
import { asSent, fieldsOf, type Given } from "../../macros/actions";
import { names } from "../../macros/names";
import { summary } from "../../macros/sentence";
import { w as m } from "../../macros/words";
import { FormDialog } from "../frame";
import { Check, Text } from "../inputs";
import { w } from "../words";
import { ActionList, linesOf } from "./ActionList";

interface MacroFormProps {
  /** Null for a new one. */
  macro: Macro | null;
  close(): void;
  /** Throws a Problem. */
  send(body: { name: string; shared: boolean; actions: readonly Given[] }): Promise<void>;
}

export function MacroForm({ macro, close, send }: MacroFormProps) {
  const name = useSignal(macro?.name ?? "");
  const shared = useSignal(macro?.shared ?? false);
  const lines = useSignal(linesOf(macro?.actions ?? []));
  const actions = lines.value.map(({ action }) => action);
  return (
    <FormDialog
      kind="form wide"
      title={macro ? m("edit") : m("new")}
      close={close}
      send={() => send({ name: name.value, shared: shared.value, actions: actions.map(asSent) })}
      fields={["name", "actions", ...fieldsOf(actions)]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} required maxLength={60} autofocus problem={problem?.at("name")} />
          <Check label={m("shared")} value={shared} />
          <ActionList lines={lines} problem={problem} />
          <section class="preview" aria-label={m("summary")}>
            <h3>{m("summary")}</h3>
            <p class="text">{summary(actions, names())}</p>
          </section>
        </>
      )}
    </FormDialog>
  );
}
