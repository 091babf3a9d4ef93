/** What there is to say of the mails that confirm a request: whether they go out, and if not, why and since when. */
import type { DeskSettings } from "../../api/types";
import { whole } from "../ticket/when";
import { w } from "./words";

/** `at` is when they stopped by themselves; a desk that knew no such time, or where somebody switched them off, has none. */
export function confirmationsTold({
  confirmations_on: on,
  confirmations_stopped_at: at,
}: Pick<DeskSettings, "confirmations_on" | "confirmations_stopped_at">): string {
  if (on) return w("confirmations.on");
  if (!at) return `${w("confirmations.off")} ${w("confirmations.unheard")}`;
  return `${w("confirmations.stopped", { at: whole(at) })} ${w("confirmations.unheard")} ${w("confirmations.advice")}`;
}
