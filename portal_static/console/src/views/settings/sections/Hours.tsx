/** When the desk works: the clock of the service targets runs in these hours alone. */

import { useSignal } from "@preact/signals";
import type { Problem } from "../../../api/problem";
import type { BusinessHours, Holiday, Interval } from "../../../api/types";
import { can } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { dayOf } from "../../ticket/when";
import { useSingle } from "../collection";
import { Page, PageForm } from "../frame";
import { countries } from "../hours/countries";
import { Holidays } from "../hours/Holidays";
import { Week } from "../hours/Week";
import { Check, Select, Text, Zone } from "../inputs";
import { w } from "../words";

export default function Hours() {
  const hours = useSingle<BusinessHours>("business-hours");
  const found = hours.found.value;
  return (
    <Page
      title={w("section.business-hours")}
      about={w("hours.about")}
      loading={hours.loading.value}
      reload={hours.load}>
      {found?.never_due && <p class="warned">{w("hours.never")}</p>}
      {found && <Form found={found} send={hours.change} />}
      {found && found.public_holidays.length > 0 && <PublicHolidays days={found.public_holidays} />}
    </Page>
  );
}

const NINE_TO_FIVE: Interval[][] = [1, 2, 3, 4, 5, 6, 7].map((day) =>
  day < 6 ? [{ start: "09:00", end: "17:00" }] : [],
);

function Form({ found, send }: { found: BusinessHours; send(body: unknown): Promise<void> }) {
  const zone = useSignal(found.zone);
  const always = useSignal(found.always);
  const week = useSignal(found.week.some((day) => day.length > 0) ? found.week : NINE_TO_FIVE);
  const country = useSignal(found.country ?? "");
  const region = useSignal(found.region ?? "");
  const holidays = useSignal(found.holidays);
  const save = async (): Promise<void> => {
    const calendar = { country: country.value || null, region: code(region.value), holidays: holidays.value };
    await send({
      zone: zone.value.trim(),
      always: always.value,
      ...(!always.value && { week: week.value, ...calendar }),
    });
    toast(w("saved"));
  };
  const calendar = (problem: Problem | null) => (
    <>
      <Week week={week} problem={problem} />
      <Select
        label={w("hours.country")}
        value={country}
        options={[{ value: "", label: w("hours.no_country") }, ...countries(found.country ?? "")]}
        problem={problem?.at("country")}
      />
      <Text
        label={w("hours.region")}
        value={region}
        maxLength={10}
        hint={w("hours.region_hint")}
        problem={problem?.at("region")}
      />
      <Holidays days={holidays} problem={problem} />
    </>
  );
  return (
    <PageForm
      send={save}
      fields={["zone", "week", "country", "region", "holidays"]}
      disabled={!can.value("settings:write")}>
      {(problem) => (
        <>
          <Zone value={zone} hint={w("hours.zone_hint")} problem={problem?.at("zone")} required />
          <Check label={w("hours.always")} value={always} />
          {!always.value && calendar(problem)}
        </>
      )}
    </PageForm>
  );
}

function code(typed: string): string | null {
  return typed.trim().toUpperCase() || null;
}

function PublicHolidays({ days }: { days: readonly Holiday[] }) {
  return (
    <details>
      <summary>{w("hours.public")}</summary>
      <ul>
        {days.map(({ date, name }) => (
          <li key={date}>
            <time dateTime={date}>{dayOf(date)}</time> {name}
          </li>
        ))}
      </ul>
    </details>
  );
}
