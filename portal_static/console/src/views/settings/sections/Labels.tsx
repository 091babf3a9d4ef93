/** Labels: names and colours, and whether the colours can be told from the page. */
import { type Signal, useSignal } from "@preact/signals";
import type { Label } from "../../../api/types";
import { LabelChip } from "../../../parts/badges";
import { Field } from "../../../parts/Field";
import { reloadLabels } from "../../../store/desk/directory";
import { can } from "../../../store/desk/session";
import { useCollection } from "../collection";
import { contrast, ENOUGH } from "../contrast";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Text } from "../inputs";
import { w } from "../words";

export default function Labels() {
  const labels = useCollection<Label>("labels");
  const editing = useSignal<Label | "new" | null>(null);
  const writes = can.value("settings:write");
  const changed = async (what: Promise<unknown>): Promise<void> => {
    await what;
    void reloadLabels();
  };
  const edited = editing.value;
  return (
    <Page
      title={w("section.labels")}
      about={w("labels.about")}
      loading={labels.loading.value}
      reload={labels.load}
      action={
        writes && (
          <button type="button" class="solid" onClick={() => (editing.value = "new")}>
            {w("labels.new")}
          </button>
        )
      }>
      <Items
        of={labels}
        name={({ name }) => name}
        label={w("section.labels")}
        empty={w("labels.empty")}
        row={(label) => (
          <>
            <LabelChip label={label} />
            <span class="spring" />
            {writes && (
              <Acts
                name={label.name}
                edit={() => (editing.value = label)}
                remove={{ label: w("delete"), text: w("labels.delete"), run: () => changed(labels.remove(label.id)) }}
              />
            )}
          </>
        )}
      />
      {edited && (
        <LabelForm
          label={edited === "new" ? null : edited}
          close={() => (editing.value = null)}
          send={(body) => changed(edited === "new" ? labels.create(body) : labels.change(edited.id, body))}
        />
      )}
    </Page>
  );
}

function LabelForm({
  label,
  close,
  send,
}: {
  label: Label | null;
  close(): void;
  send(body: Omit<Label, "id">): Promise<void>;
}) {
  const name = useSignal(label?.name ?? "");
  const color = useSignal(label?.color ?? "#3b4fd8");
  return (
    <FormDialog
      title={label ? w("labels.edit") : w("labels.new")}
      close={close}
      send={() => send({ name: name.value, color: color.value })}
      fields={["name", "color"]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} required maxLength={60} autofocus problem={problem?.at("name")} />
          <Field label={w("color")} problem={problem?.at("color")}>
            {(field) => (
              <input
                {...field}
                type="color"
                value={color}
                onInput={(event) => (color.value = event.currentTarget.value)}
              />
            )}
          </Field>
          <Standing name={name} color={color} />
        </>
      )}
    </FormDialog>
  );
}

const PAGES = ["light", "dark"] as const;

/** The label on both pages, with a warning where its colour is hard to see. On the dark one it is drawn lighter. */
function Standing({ name, color }: { name: Signal<string>; color: Signal<string> }) {
  const faint = (contrast(color.value, "#ffffff") ?? ENOUGH) < ENOUGH;
  const label = { id: "", name: name.value || w("labels.sample"), color: color.value };
  return (
    <>
      <div class="standing">
        {PAGES.map((scheme) => (
          <span key={scheme} data-theme={scheme}>
            <LabelChip label={label} />
          </span>
        ))}
      </div>
      <p role="status" class={faint ? "warned" : "hint"}>
        {w(faint ? "labels.faint" : "labels.clear")}
      </p>
    </>
  );
}
