/** What one is told, and how. */
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import { toast } from "../../../store/desk/toasts";
import { useSingle } from "../collection";
import { Page } from "../frame";
import { w } from "../words";

type Choice = "inbox" | "email" | "both" | "none";
/** What the desk offers for each event: some are for the inbox alone. */
const EVENTS = {
  created: ["both", "inbox", "email", "none"],
  assigned: ["both", "inbox", "email", "none"],
  customer_replied: ["inbox", "none"],
  mentioned: ["inbox", "none"],
  escalated: ["inbox", "none"],
  sla_warning: ["both", "inbox", "email", "none"],
  sla_breached: ["both", "inbox", "email", "none"],
} as const satisfies Record<string, readonly Choice[]>;
type Event = keyof typeof EVENTS;
const NAMES = Object.keys(EVENTS) as Event[];

export default function Notifications() {
  const { found, loading, load, change } = useSingle<Record<Event, Choice>>("preferences");
  const choose = async (event: Event, value: string): Promise<void> => {
    try {
      await change({ [event]: value });
      toast(w("saved"));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      toast(problemText(failure), { tone: "error" });
      await load();
    }
  };
  return (
    <Page title={w("section.notifications")} about={w("notifications.about")} loading={loading.value} reload={load}>
      <ul class="items">
        {NAMES.map((event) => (
          <li key={event}>
            <label for={`told-${event}`}>{w(`told.${event}`)}</label>
            <span class="spring" />
            <select
              id={`told-${event}`}
              value={shownChoice(event, found.value?.[event])}
              onChange={(change_) => void choose(event, change_.currentTarget.value)}>
              {EVENTS[event].map((choice) => (
                <option key={choice} value={choice}>
                  {w(`choice.${choice}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** An event that is for the inbox alone comes there also when both are chosen, and not when only mail is. */
function shownChoice(event: Event, chosen: Choice | undefined): Choice | undefined {
  const offered: readonly Choice[] = EVENTS[event];
  if (chosen === undefined || offered.includes(chosen)) return chosen;
  return chosen === "both" ? "inbox" : "none";
}
