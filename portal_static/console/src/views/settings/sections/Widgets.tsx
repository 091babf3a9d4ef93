/** The widget on the customers' sites: keys, where they may be used, the snippet, and how it looks. */

import { useSignal } from "@preact/signals";
import type { NewWidget, Widget } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { desk } from "../../../store/desk/session";
import { useCollection } from "../collection";
import { Acts, FormDialog, Items, Page } from "../frame";
import { Area, Check, Copyable, Select, Text } from "../inputs";
import { w } from "../words";

type Written = Pick<Widget, "name" | "origins" | "color" | "language">;

export default function Widgets() {
  const widgets = useCollection<Widget>("widgets");
  const editing = useSignal<Widget | "new" | null>(null);
  const shown = useSignal<{ widget: Widget; secret: string | null } | null>(null);
  const renewing = useSignal<Widget | null>(null);
  const edited = editing.value;
  const save = async (body: Written): Promise<void> => {
    if (edited === "new") {
      const made = await widgets.create<NewWidget>(body);
      shown.value = { widget: made, secret: made.secret };
    } else if (edited) await widgets.change(edited.id, body);
  };
  return (
    <Page
      title={w("section.widgets")}
      about={w("widgets.about")}
      loading={widgets.loading.value}
      reload={widgets.load}
      action={
        <button type="button" class="solid" onClick={() => (editing.value = "new")}>
          {w("widgets.new")}
        </button>
      }>
      <Items
        of={widgets}
        label={w("section.widgets")}
        empty={w("widgets.empty")}
        row={(widget) => (
          <>
            <div class="item-text">
              <b>{widget.name}</b>
              <span class="quiet">{widget.origins.join(", ")}</span>
            </div>
            <Acts
              name={widget.name}
              edit={() => (editing.value = widget)}
              remove={{ label: w("delete"), text: w("widgets.delete"), run: () => widgets.remove(widget.id) }}>
              <button
                type="button"
                aria-label={`${w("widgets.show")}: ${widget.name}`}
                onClick={() => (shown.value = { widget, secret: null })}>
                {w("widgets.show")}
              </button>
              <button
                type="button"
                aria-label={`${w("widgets.renew")}: ${widget.name}`}
                onClick={() => (renewing.value = widget)}>
                {w("widgets.renew")}
              </button>
            </Acts>
          </>
        )}
      />
      {edited && (
        <WidgetForm widget={edited === "new" ? null : edited} close={() => (editing.value = null)} send={save} />
      )}
      {shown.value && <Installing {...shown.value} close={() => (shown.value = null)} />}
      {renewing.value && (
        <Renewing
          widget={renewing.value}
          close={() => (renewing.value = null)}
          done={(made) => (shown.value = { widget: made, secret: made.secret })}
        />
      )}
    </Page>
  );
}

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["es", "Español"],
  ["fr", "Français"],
] as const;

function WidgetForm({
  widget,
  close,
  send,
}: {
  widget: Widget | null;
  close(): void;
  send(body: Written): Promise<void>;
}) {
  const name = useSignal(widget?.name ?? "");
  const origins = useSignal(widget?.origins.join("\n") ?? "");
  const ownColor = useSignal(widget?.color !== null && widget !== null);
  const color = useSignal(widget?.color ?? "#3b4fd8");
  const language = useSignal(widget?.language ?? "");
  const written = (): Written => ({
    name: name.value,
    origins: origins.value.split(/\s+/).filter((each) => each !== ""),
    color: ownColor.value ? color.value : null,
    language: language.value || null,
  });
  return (
    <FormDialog
      title={widget ? w("widgets.edit") : w("widgets.new")}
      close={close}
      send={() => send(written())}
      fields={["name", "origins", "color", "language"]}>
      {(problem) => (
        <>
          <Text label={w("name")} value={name} required maxLength={60} autofocus problem={problem?.at("name")} />
          <Area
            label={w("widgets.origins")}
            hint={w("widgets.origins_hint")}
            rows={3}
            required
            value={origins}
            problem={problem?.at("origins")}
          />
          <Check label={w("widgets.own_color")} value={ownColor} />
          {ownColor.value && <Text label={w("color")} type="color" value={color} problem={problem?.at("color")} />}
          <Select
            label={w("widgets.language")}
            value={language}
            options={[
              { value: "", label: w("widgets.desk_language") },
              ...LANGUAGES.map(([value, label]) => ({ value: value as string, label })),
            ]}
            problem={problem?.at("language")}
          />
        </>
      )}
    </FormDialog>
  );
}

/** What goes into the site, the secret if it was just made, and the widget itself. */
function Installing({ widget, secret, close }: { widget: Widget; secret: string | null; close(): void }) {
  return (
    <Dialog title={widget.name} close={close} kind="wide">
      {secret && (
        <>
          <p class="warned">{w("once")}</p>
          <Copyable label={w("widgets.secret")} text={secret} />
        </>
      )}
      <Copyable label={w("widgets.snippet")} text={widget.snippet} />
      <p class="hint">{w("widgets.snippet_hint")}</p>
      <h3>{w("preview")}</h3>
      <iframe class="widget-preview" title={w("preview")} src={widget.preview_url} />
    </Dialog>
  );
}

function Renewing({ widget, close, done }: { widget: Widget; close(): void; done(made: NewWidget): void }) {
  const keep = useSignal(true);
  const send = async (): Promise<void> =>
    done(
      await desk().ask<NewWidget>("POST", `widgets/${encodeURIComponent(widget.id)}/secret`, {
        body: { keep_previous: keep.value },
      }),
    );
  return (
    <FormDialog
      title={`${w("widgets.renew")}: ${widget.name}`}
      yes={w("widgets.renew")}
      close={close}
      send={send}
      fields={[]}>
      {() => (
        <>
          <p>{w("widgets.renew_about")}</p>
          <Check label={w("widgets.keep_previous")} value={keep} />
        </>
      )}
    </FormDialog>
  );
}
