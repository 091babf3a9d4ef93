/** Asking until when to snooze tickets, or when to be reminded of them. */
import { useSignal } from "@preact/signals";
import { Field } from "../../parts/Field";
import { snooze } from "../../store/tickets/actions";
import { remind } from "../../store/tickets/reminders";
import { tickets } from "../../store/tickets/tickets";
import { number, t } from "../../words";
import { closeTime, type TimeAsked } from "./open";
import PickTime from "./PickTime";
import { w } from "./words";

export default function Asking({ asked }: { asked: TimeAsked }) {
  return asked.what === "snooze" ? <Snoozing asked={asked} /> : <Reminding asked={asked} />;
}

function Snoozing({ asked: { refs, options } }: { asked: TimeAsked }) {
  return (
    <PickTime
      title={t("cmd.snooze")}
      label={w("snooze.until")}
      hint={w("snooze.hint")}
      yes={t("cmd.snooze")}
      field="until"
      keep={async (at) => void snooze(refs, at.toISOString(), options)}
      close={closeTime}
    />
  );
}

/** The longest note that the desk keeps with a reminder. */
const LONGEST = 200;

function Reminding({ asked: { refs } }: { asked: TimeAsked }) {
  const [ref = ""] = refs;
  const there = refs.length === 1 ? tickets.of(ref)?.peek().reminder : null;
  const note = useSignal(there?.note ?? "");
  return (
    <PickTime
      title={refs.length === 1 ? w("remind.title", { ref }) : w("remind.many", { count: number(refs.length) })}
      label={w("remind.at")}
      hint={w("remind.hint")}
      yes={w("remind.yes")}
      field="at"
      others={["note"]}
      begun={there ? new Date(there.at) : undefined}
      keep={(at) => remind(refs, { at: at.toISOString(), note: note.value })}
      close={closeTime}>
      <Field label={w("remind.note")}>
        {(field) => (
          <input
            {...field}
            maxLength={LONGEST}
            value={note}
            onInput={(event) => void (note.value = event.currentTarget.value)}
          />
        )}
      </Field>
    </PickTime>
  );
}
