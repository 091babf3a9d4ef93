/** When one is not to be disturbed, by one's own clock, and what becomes of what came meanwhile. */
import type { Preferences } from "../../../api/types";
import { w } from "../words";
import type { Choose } from "./Notifications";

const USUAL = { from: "22:00", to: "07:00", zone: null };

export function QuietHours({ preferences, choose }: { preferences: Preferences; choose: Choose }) {
  const hours = preferences.quiet_hours;
  const set = (edge: "from" | "to", input: HTMLInputElement): void => {
    if (hours && input.value) void choose({ quiet_hours: { ...hours, [edge]: input.value } });
  };
  return (
    <>
      <h2>{w("quiet")}</h2>
      <label class="switch">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={(change) => void choose({ quiet_hours: change.currentTarget.checked ? USUAL : null })}
        />{" "}
        {w("quiet.on")}
      </label>
      {hours && (
        <>
          <p class="quiet-hours">
            {(["from", "to"] as const).map((edge) => (
              <label key={edge}>
                {w(`quiet.${edge}`)}{" "}
                <input
                  type="time"
                  required
                  value={hours[edge]}
                  onChange={(change) => set(edge, change.currentTarget)}
                />
              </label>
            ))}
          </p>
          <label class="switch">
            <input
              type="checkbox"
              checked={preferences.digest}
              onChange={(change) => void choose({ digest: change.currentTarget.checked })}
            />{" "}
            {w("quiet.digest")}
          </label>
        </>
      )}
    </>
  );
}
