/** Macros: one's own, and those of the whole desk. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Macro } from "../../../api/types";
import { keysOf } from "../../../keys/commands";
import { shownKeys } from "../../../keys/keymap";
import { MAC } from "../../../keys/listen";
import { loadMacros } from "../../../store/desk/macros";
import { can } from "../../../store/desk/session";
import { names } from "../../macros/names";
import { summary } from "../../macros/sentence";
import { w as m } from "../../macros/words";
import { attempt, useCollection } from "../collection";
import { Acts, Items, Page } from "../frame";
import { MacroForm } from "../macros/MacroForm";
import { w } from "../words";

export default function Macros() {
  const macros = useCollection<Macro>("macros");
  const editing = useSignal<Macro | "new" | null>(null);
  useEffect(() => attempt(loadMacros), []); // for what canned responses are called, too
  const edited = editing.value;
  const changes = (macro: Macro): boolean => macro.own || can.value("settings:write");
  return (
    <Page
      title={w("section.macros")}
      about={m("about", { keys: shownKeys(keysOf("macro") ?? "", MAC).join(" ") })}
      loading={macros.loading.value}
      reload={macros.load}
      action={
        <button type="button" class="solid" onClick={() => (editing.value = "new")}>
          {m("new")}
        </button>
      }>
      <Items
        of={macros}
        name={({ name }) => name}
        label={w("section.macros")}
        empty={m("empty")}
        row={(macro) => (
          <>
            <div class="item-text">
              <b>{macro.name}</b>
              <span class="quiet">{summary(macro.actions, names())}</span>
            </div>
            {!macro.shared && <span class="badge">{m("own")}</span>}
            {changes(macro) && (
              <Acts
                name={macro.name}
                edit={() => (editing.value = macro)}
                remove={{ label: w("delete"), text: m("delete"), run: () => macros.remove(macro.id) }}
              />
            )}
          </>
        )}
      />
      {edited && (
        <MacroForm
          macro={edited === "new" ? null : edited}
          close={() => (editing.value = null)}
          send={async (body) =>
            void (edited === "new" ? await macros.create(body) : await macros.change(edited.id, body))
          }
        />
      )}
    </Page>
  );
}
