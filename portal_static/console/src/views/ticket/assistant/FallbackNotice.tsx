/** The model that was chosen was of no use this time; why is said. */
import type { Fallback } from "../../../api/types";
import { w, worded } from "./words";

export function FallbackNotice({ back }: { back: Fallback | null }) {
  return back && <p class="warned">{w("without_model", { reason: worded("fallback", back) })}</p>;
}
