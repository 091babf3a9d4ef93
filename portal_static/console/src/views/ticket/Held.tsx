/** That the open ticket is on hold, and the way to release it. */
import { can, desk } from "../../store/desk/session";
import { byForm } from "../../store/tickets/actions";
import type { Known } from "../../store/tickets/tickets";
import HoldBanner from "../holds/HoldBanner";
import { w } from "../privacy/words";
import { attempt } from "../settings/collection";

export default function Held({ ticket: { ref, held } }: { ticket: Known }) {
  return held ? (
    <HoldBanner held={held} release={can.value("tickets:delete") ? () => release(ref) : undefined} />
  ) : null;
}

export function release(ref: string): void {
  attempt(() => byForm(ref, {}, () => desk().release(ref), w("hold.released")));
}
