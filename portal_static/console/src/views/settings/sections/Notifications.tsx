/** What one is told, and how. */
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import { Told } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { useSingle } from "../collection";
import { Page } from "../frame";
import { w } from "../words";

type Choice = (typeof Told)[Told][number];
const NAMES = Object.keys(Told) as Told[];

export default function Notifications() {
  const { found, loading, load, change } = useSingle<Record<Told, Choice>>("preferences");
  const choose = async (event: Told, value: string): Promise<void> => {
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
              {Told[event].map((choice) => (
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
function shownChoice(event: Told, chosen: Choice | undefined): Choice | undefined {
  const offered: readonly Choice[] = Told[event];
  if (chosen === undefined || offered.includes(chosen)) return chosen;
  return chosen === "both" ? "inbox" : "none";
}
