/** The portal: whether it is there, what it is called, how it looks. The preview shows it as it was saved. */

import { type Signal, useSignal } from "@preact/signals";
import { type Portal, TYPES } from "../../../api/types";
import { Field } from "../../../parts/Field";
import { toast } from "../../../store/desk/toasts";
import { textOf } from "../../../words";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Area, Check, Copyable, Text } from "../inputs";
import { Logo } from "../Logo";
import { w } from "../words";

export default function PortalSettings() {
  const portal = useSingle<Portal>("portal");
  const found = portal.found.value;
  const saved = useSignal(0);
  const send = async (body: unknown): Promise<void> => {
    await portal.change(body);
    saved.value += 1;
    toast(w("saved"));
  };
  return (
    <Page title={w("section.portal")} about={w("portal.about")} loading={portal.loading.value} reload={portal.load}>
      {found && (
        <>
          {!found.on && <p class="warned">{w("portal.off")}</p>}
          <Copyable label={w("portal.url")} text={found.url} />
          <Logo there={found.logo_url !== null} send={send} />
          <Form found={found} send={send} />
          <h2>{w("preview")}</h2>
          <iframe key={saved.value} class="widget-preview" title={w("preview")} src={found.preview_url} />
        </>
      )}
    </Page>
  );
}

const LONGEST = 2_000;
const LONGEST_PRIVACY = 500;
const LONGEST_NAME = 60;
/** What people need to read (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;

function Form({ found, send }: { found: Portal; send(body: unknown): Promise<void> }) {
  const on = useSignal(found.on);
  const name = useSignal(found.name ?? "");
  const ownColor = useSignal(found.color !== null);
  const color = useSignal(found.legibility.color);
  const text = useSignal(found.text);
  const types = useSignal<Types>(found.types);
  const privacyText = useSignal(found.privacy_text);
  const privacyUrl = useSignal(found.privacy_url);
  const save = (): Promise<void> =>
    send({
      on: on.value,
      name: name.value.trim() || null,
      color: ownColor.value ? color.value : null,
      text: text.value,
      types: types.value,
      privacy_text: privacyText.value.trim(),
      privacy_url: privacyUrl.value.trim(),
    });
  const readable = Math.min(found.legibility.button, found.legibility.link_light) >= READABLE;
  return (
    <PageForm send={save} fields={["name", "color", "text", "privacy_text", "privacy_url"]}>
      {(problem) => (
        <>
          <Check label={w("portal.on")} value={on} />
          <Text
            label={w("name")}
            value={name}
            maxLength={200}
            hint={w("portal.name_hint")}
            problem={problem?.at("name")}
          />
          <Check label={w("widgets.own_color")} value={ownColor} />
          {ownColor.value && (
            <Text
              label={w("color")}
              type="color"
              value={color}
              hint={w(readable ? "portal.readable" : "portal.unreadable")}
              problem={problem?.at("color")}
            />
          )}
          <Area
            label={w("portal.text")}
            value={text}
            rows={4}
            maxLength={LONGEST}
            hint={w("portal.text_hint")}
            problem={problem?.at("text")}
          />
          <TypeWords types={types} />
          <Area
            label={w("portal.privacy_text")}
            value={privacyText}
            rows={2}
            maxLength={LONGEST_PRIVACY}
            hint={w("portal.privacy_text_hint")}
            problem={problem?.at("privacy_text")}
          />
          <Text
            label={w("portal.privacy_url")}
            type="url"
            value={privacyUrl}
            maxLength={LONGEST_PRIVACY}
            hint={w("portal.privacy_url_hint")}
            problem={problem?.at("privacy_url")}
          />
        </>
      )}
    </PageForm>
  );
}

type Types = Portal["types"];

/** What customers read instead of the names that members see. */
function TypeWords({ types }: { types: Signal<Types> }) {
  return (
    <fieldset class="week">
      <legend>{w("portal.types")}</legend>
      <p class="hint">{w("portal.types_hint")}</p>
      {TYPES.map((type) => (
        <Field key={type} label={textOf(`type.${type}`)}>
          {(field) => (
            <input
              {...field}
              maxLength={LONGEST_NAME}
              value={types.value[type] ?? ""}
              onInput={({ currentTarget: { value } }) =>
                (types.value = { ...types.value, [type]: value.trim() ? value : null })
              }
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
