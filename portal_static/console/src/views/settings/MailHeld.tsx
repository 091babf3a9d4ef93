/** That mail can't leave the desk: since when, why, and what is to be done; nothing while it can. */
import type { DeskSettings } from "../../api/types";
import { heldTold } from "./heldText";
import { w } from "./words";

export function MailHeld({ found }: { found: DeskSettings }) {
  const told = heldTold(found);
  if (!told) return null;
  return (
    <section aria-labelledby="held-title">
      <h2 id="held-title">{w("held")}</h2>
      <p class="warned">{told}</p>
    </section>
  );
}
