/** The portal: whether it is there, what it is called, how it looks. The preview shows it as it was saved. */

import { useSignal } from "@preact/signals";
import type { Portal } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Area, Check, Copyable, Text } from "../inputs";
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
          <Form found={found} send={send} />
          <h2>{w("preview")}</h2>
          <iframe key={saved.value} class="widget-preview" title={w("preview")} src={found.preview_url} />
        </>
      )}
    </Page>
  );
}

const LONGEST = 2_000;
/** What people need to read (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;

function Form({ found, send }: { found: Portal; send(body: unknown): Promise<void> }) {
  const on = useSignal(found.on);
  const name = useSignal(found.name ?? "");
  const ownColor = useSignal(found.color !== null);
  const color = useSignal(found.legibility.color);
  const text = useSignal(found.text);
  const save = (): Promise<void> =>
    send({
      on: on.value,
      name: name.value.trim() || null,
      color: ownColor.value ? color.value : null,
      text: text.value,
    });
  const readable = Math.min(found.legibility.button, found.legibility.link_light) >= READABLE;
  return (
    <PageForm send={save} fields={["name", "color", "text"]}>
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
        </>
      )}
    </PageForm>
  );
}
