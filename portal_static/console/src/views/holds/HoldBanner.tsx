/** That something is on hold: by whom, since when and why, and the way to release it for whoever may. */
import type { Hold } from "../../api/types";
import { w } from "../privacy/words";
import { day } from "../ticket/when";

export default function HoldBanner({ held, release }: { held: Hold; release?: (() => void) | undefined }) {
  return (
    <p class="notice">
      {w("hold.banner", { name: held.by.name, at: day(held.at), reason: held.reason })}{" "}
      {release && (
        <button type="button" class="plain" onClick={release}>
          {w("hold.release")}
        </button>
      )}
    </p>
  );
}
