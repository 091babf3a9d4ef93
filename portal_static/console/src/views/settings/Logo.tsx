/** The portal's logo: sent as soon as it is chosen, since the preview shows what is saved. */
import { useSignal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Attachment } from "../../api/types";
import { Field } from "../../parts/Field";
import { type Sent, underWay, upload } from "../../store/composer/uploads";
import { w } from "./words";

const PLACE = "portal-logo";
const TYPES: readonly string[] = ["image/png", "image/jpeg", "image/gif"];
const MOST_BYTES = 256 * 1024;

export function Logo({ there, send }: { there: boolean; send(body: unknown): Promise<void> }) {
  const wrong = useSignal<string | null>(null);
  const save = async (logo: string | null): Promise<void> => {
    try {
      await send({ logo });
      wrong.value = null;
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal;
      wrong.value = refusal.at("logo") ?? problemText(refusal);
    }
  };
  const choose = (file: File | undefined): void => {
    if (!file) return;
    wrong.value = TYPES.includes(file.type) && file.size <= MOST_BYTES ? null : w("portal.logo_hint");
    if (wrong.value) return;
    for (const old of underWay.value.get(PLACE) ?? []) old.stop();
    upload(PLACE, null, file, (sent: Attachment) => void save(sent.id));
  };
  const [under] = underWay.value.get(PLACE) ?? [];
  return (
    <>
      <Field label={w("portal.logo")} hint={w("portal.logo_hint")} problem={wrong.value ?? why(under)}>
        {(field) => (
          <input
            {...field}
            type="file"
            accept={TYPES.join()}
            onChange={({ currentTarget }) => {
              choose(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
        )}
      </Field>
      {under && !under.trouble && <progress value={under.part} aria-label={under.name} />}
      {there && (
        <p>
          <button type="button" onClick={() => void save(null)}>
            {w("portal.logo_remove")}
          </button>
        </p>
      )}
    </>
  );
}

function why(sent: Sent | undefined): string | null {
  return sent?.trouble ? w("portal.logo_failed") : null;
}
