/** What one is told, of which tickets, and how; and when not to be disturbed. */
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import { type Preferences, Told } from "../../../api/types";
import { toast } from "../../../store/desk/toasts";
import { useSingle } from "../collection";
import { Page } from "../frame";
import { w } from "../words";
import { QuietHours } from "./QuietHours";
import { ThisDevice } from "./ThisDevice";

type Scope = (typeof Told)[Told]["scopes"][number];
type Way = (typeof Told)[Told]["ways"][number];
export type Choose = (change: object) => Promise<void>;

const NAMES = Object.keys(Told) as Told[];
const SCOPES: readonly Scope[] = ["mine", "unassigned", "all"];

export default function Notifications() {
  const { found, loading, load, change } = useSingle<Preferences>("preferences");
  const choose: Choose = async (wanted) => {
    try {
      await change(wanted);
      toast(w("saved"));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      toast(problemText(failure), { tone: "error" });
      await load();
    }
  };
  return (
    <Page title={w("section.notifications")} about={w("notifications.about")} loading={loading.value} reload={load}>
      <p class="hint">{w("notifications.scopes")}</p>
      <table class="told">
        <thead>
          <tr>
            <th scope="col">{w("notifications.event")}</th>
            {SCOPES.map((scope) => (
              <th key={scope} scope="col">
                {w(`told_scope.${scope}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {NAMES.map((event) => (
            <tr key={event}>
              <th scope="row">{w(`told.${event}`)}</th>
              {SCOPES.map((scope) => (
                <td key={scope} data-scope={w(`told_scope.${scope}`)}>
                  {found.value && <Ways event={event} scope={scope} preferences={found.value} choose={choose} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {found.value && <Weekly preferences={found.value} choose={choose} />}
      {found.value && <QuietHours preferences={found.value} choose={choose} />}
      <ThisDevice />
    </Page>
  );
}

interface Cell {
  event: Told;
  scope: Scope;
  preferences: Preferences;
  choose: Choose;
}

/** The ways to hear of an event in one scope: none where it has no such scope. */
function Ways({ event, scope, preferences, choose }: Cell) {
  const chosen = preferences.notices[event]?.[scope];
  if (chosen === undefined) return null;
  const ways: readonly Way[] = Told[event].ways;
  const set = (way: Way, on: boolean): Promise<void> => {
    const wanted = ways.filter((each) => (each === way ? on : chosen.includes(each)));
    return choose({ notices: { [event]: { [scope]: wanted } } });
  };
  return (
    <fieldset aria-label={`${w(`told.${event}`)}: ${w(`told_scope.${scope}`)}`}>
      {ways.map((way) => (
        <label key={way}>
          <input
            type="checkbox"
            checked={chosen.includes(way)}
            onChange={(change) => void set(way, change.currentTarget.checked)}
          />{" "}
          {w(`told_way.${way}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** The weekly report, for whom an admin chose for it. */
function Weekly({ preferences, choose }: Pick<Cell, "preferences" | "choose">) {
  if (preferences.weekly_report === null) return null;
  return (
    <>
      <h2>{w("section.weekly-report")}</h2>
      <label class="switch">
        <input
          type="checkbox"
          checked={preferences.weekly_report}
          onChange={(change) => void choose({ weekly_report: change.currentTarget.checked })}
        />{" "}
        {w("weekly.mine")}
      </label>
    </>
  );
}
