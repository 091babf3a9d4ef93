/** What the person here wants to be reminded of on the open ticket, which nobody else sees. */
import { Icon } from "../../parts/icons";
import { dayAndTime } from "../../parts/spans";
import { now } from "../../store/desk/clock";
import { forgetReminder } from "../../store/tickets/reminders";
import type { Known } from "../../store/tickets/tickets";
import { askTime } from "./open";
import { w } from "./words";

export default function Reminder({ ticket: { ref, reminder } }: { ticket: Known }) {
  if (!reminder || Date.parse(reminder.at) <= now.value) return null; // by then it is in the inbox
  return (
    <p class="notice">
      <Icon name="bell" /> {w("remind.stands", { at: dayAndTime(reminder.at) })}{" "}
      {reminder.note && <q>{reminder.note}</q>}{" "}
      <button type="button" class="plain" onClick={() => askTime({ what: "reminder", refs: [ref] })}>
        {w("remind.change")}
      </button>{" "}
      <button type="button" class="plain" onClick={() => void forgetReminder(ref)}>
        {w("remind.take")}
      </button>
    </p>
  );
}
