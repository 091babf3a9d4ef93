/** How long tickets are kept. Whatever would go sooner than before is counted and asked about first. */
import { useSignal } from "@preact/signals";
import type { Retention, RetentionPreview } from "../../../api/types";
import { confirm } from "../../../parts/Confirm";
import { can, desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { t } from "../../../words";
import { attempt, useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { Text } from "../inputs";
import { type Days, PLACES, shortened, toldOf } from "../retentionText";
import { w } from "../words";

const LEAST = 7;
const MOST = 3650;

export default function RetentionPage() {
  const single = useSingle<Retention>("retention");
  const found = single.found.value;
  return (
    <Page
      title={w("section.retention")}
      about={found ? w("retention.about", { days: found.trash }) : ""}
      loading={single.loading.value}
      reload={single.load}>
      {found && <Form found={found} reload={single.load} />}
    </Page>
  );
}

function Form({ found, reload }: { found: Retention; reload(): Promise<void> }) {
  const typed = {
    closed: useSignal(shownDays(found.closed)),
    archived: useSignal(shownDays(found.archived)),
    spam: useSignal(shownDays(found.spam)),
  };
  const store = async (days: Days): Promise<void> => {
    await desk().ask<Retention>("PUT", "retention", { body: days });
    await reload();
    toast(w("saved"));
  };
  const save = async (): Promise<void> => {
    const days = {
      closed: daysIn(typed.closed.value),
      archived: daysIn(typed.archived.value),
      spam: daysIn(typed.spam.value),
    };
    const sooner = shortened(found, days);
    if (Object.keys(sooner).length === 0) return await store(days);
    const counted = await desk().ask<RetentionPreview>("GET", "retention/preview", { query: sooner });
    confirm({
      title: w("retention.ask"),
      text: [...toldOf(counted), w("retention.then", { days: found.trash })].join(" "),
      yes: t("save"),
      run: () => attempt(() => store(days)),
    });
  };
  return (
    <PageForm send={save} fields={[...PLACES]} disabled={!can.value("settings:write")}>
      {(problem) =>
        PLACES.map((place) => (
          <Text
            key={place}
            label={w(`retention.${place}`)}
            hint={w("retention.days", { least: LEAST, most: MOST })}
            type="number"
            min={LEAST}
            max={MOST}
            value={typed[place]}
            problem={problem?.at(place)}
          />
        ))
      }
    </PageForm>
  );
}

function shownDays(days: number | null): string {
  return days === null ? "" : String(days);
}

function daysIn(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
