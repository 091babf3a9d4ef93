/** Who gets the weekly report by email, and when. */
import { type Signal, useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import type { Member, WeeklyReport } from "../../../api/types";
import { members } from "../../../store/desk/directory";
import { desk, me } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { locale } from "../../../words";
import { whole } from "../../ticket/when";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { dayName } from "../hours/dayName";
import { Select } from "../inputs";
import { w } from "../words";

const DAYS = Array.from({ length: 7 }, (_, day) => day);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export default function WeeklyReportPage() {
  const report = useSingle<WeeklyReport>("weekly-report");
  const found = report.found.value;
  return (
    <Page
      title={w("section.weekly-report")}
      about={w("weekly.about")}
      loading={report.loading.value}
      reload={report.load}>
      {found && (
        <>
          <p>{found.next_at ? w("weekly.next", { at: whole(found.next_at) }) : w("weekly.nobody")}</p>
          <Form found={found} send={report.change} />
          <Trial />
        </>
      )}
    </Page>
  );
}

function Form({ found, send }: { found: WeeklyReport; send(body: unknown): Promise<void> }) {
  const chosen = useSignal<readonly string[]>(found.members);
  const day = useSignal(String(found.weekday));
  const hour = useSignal(String(found.hour));
  const save = async (): Promise<void> => {
    await send({ members: chosen.value, weekday: Number(day.value), hour: Number(hour.value) });
    toast(w("saved"));
  };
  return (
    <PageForm send={save} fields={["members", "weekday", "hour"]}>
      {(problem) => (
        <>
          <Readers chosen={chosen} stopped={found.stopped} problem={problem?.at("members")} />
          <Select
            label={w("weekly.day")}
            value={day}
            options={DAYS.map((each) => ({ value: String(each), label: dayName(each) }))}
            problem={problem?.at("weekday")}
          />
          <Select
            label={w("weekly.hour")}
            value={hour}
            hint={w("weekly.zone", { zone: found.zone })}
            options={HOURS.map((each) => ({ value: String(each), label: `${String(each).padStart(2, "0")}:00` }))}
            problem={problem?.at("hour")}
          />
        </>
      )}
    </PageForm>
  );
}

interface ReadersProps {
  chosen: Signal<readonly string[]>;
  stopped: readonly string[];
  problem?: string | null;
}

/** Of the active members; one who isn't any more can be taken away. */
function Readers({ chosen, stopped, problem }: ReadersProps) {
  const offered = members.value
    .filter(({ id, active }) => active || chosen.value.includes(id))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale()));
  const toggle = (id: string, on: boolean): void => {
    chosen.value = on ? [...chosen.value, id] : chosen.value.filter((each) => each !== id);
  };
  return (
    <fieldset class="scopes" aria-describedby={problem ? "weekly-readers" : undefined}>
      <legend>{w("weekly.who")}</legend>
      {offered.map((member) => (
        <label key={member.id} class="switch">
          <input
            type="checkbox"
            checked={chosen.value.includes(member.id)}
            onChange={(event) => toggle(member.id, event.currentTarget.checked)}
          />
          {called(member, stopped)}
        </label>
      ))}
      {problem && (
        <p id="weekly-readers" class="wrong">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function called({ id, name, active }: Member, stopped: readonly string[]): string {
  if (!active) return `${name} (${w("members.inactive")})`;
  return stopped.includes(id) ? w("weekly.stopped", { name }) : name;
}

/** Mails the one of last week to whoever presses it. */
function Trial() {
  const busy = useSignal(false);
  const outcome = useSignal("");
  const send = async (): Promise<void> => {
    busy.value = true;
    outcome.value = "";
    try {
      await desk().ask("POST", "weekly-report/preview");
      outcome.value = w("weekly.sent", { email: me.value?.email ?? "" });
    } catch (failure) {
      outcome.value = problemText(failure);
    }
    busy.value = false;
  };
  return (
    <>
      <p>
        <button type="button" disabled={busy} onClick={() => void send()}>
          {w("weekly.try")}
        </button>
      </p>
      <p role="status">{outcome.value}</p>
    </>
  );
}
