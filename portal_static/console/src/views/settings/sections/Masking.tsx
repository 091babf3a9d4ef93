/** What is made unreadable, for good, in the texts that come in. */
import { type Signal, useSignal } from "@preact/signals";
import { MASKED_KINDS, type Masking } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Area } from "../inputs";
import { w } from "../words";

export default function MaskingPage() {
  const masking = useSingle<Masking>("masking");
  const found = masking.found.value;
  return (
    <Page title={w("section.masking")} about={w("masking.about")} loading={masking.loading.value} reload={masking.load}>
      {found && (
        <>
          <p class="warned">{w("masking.for_good")}</p>
          <p>{w("masking.files")}</p>
          <Form found={found} send={masking.change} />
        </>
      )}
    </Page>
  );
}

function Form({ found, send }: { found: Masking; send(body: unknown): Promise<void> }) {
  const kinds = useSignal<readonly string[]>(found.kinds);
  const patterns = useSignal(found.patterns.join("\n"));
  const save = async (): Promise<void> => {
    const lines = patterns.value.split("\n").map((each) => each.trim());
    await send({ kinds: kinds.value, patterns: lines.filter((each) => each !== "") });
    toast(w("saved"));
  };
  return (
    <PageForm send={save} fields={["kinds", "patterns"]}>
      {(problem) => (
        <>
          <Kinds chosen={kinds} />
          <Area
            label={w("masking.patterns")}
            hint={w("masking.patterns_hint")}
            value={patterns}
            problem={problem?.at("patterns")}
          />
        </>
      )}
    </PageForm>
  );
}

function Kinds({ chosen }: { chosen: Signal<readonly string[]> }) {
  const toggle = (kind: string, on: boolean): void => {
    chosen.value = on ? [...chosen.value, kind] : chosen.value.filter((each) => each !== kind);
  };
  return (
    <fieldset class="scopes">
      <legend>{w("masking.kinds")}</legend>
      {MASKED_KINDS.map((kind) => (
        <label key={kind} class="switch">
          <input
            type="checkbox"
            checked={chosen.value.includes(kind)}
            onChange={(event) => toggle(kind, event.currentTarget.checked)}
          />
          {w(`masking.kind.${kind}`)} <span class="quiet">{EXAMPLES[kind]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A number of each kind, and what is left of it. */
const EXAMPLES: Readonly<Record<(typeof MASKED_KINDS)[number], string>> = {
  card: "4242 4242 4242 4242 → •••• 4242",
  iban: "DE89 3704 0044 0532 0130 00 → •••• 3000",
  us_ssn: "123-45-6789 → ••••",
  es_dni: "12345678Z → ••••",
  fr_nir: "2 55 08 14 168 025 38 → ••••",
  ch_ahv: "756.9217.0769.85 → ••••",
};
