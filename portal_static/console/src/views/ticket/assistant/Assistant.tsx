/** The assistant's place in the sidebar. What it shows is loaded when it is open. */
import { useId } from "preact/hooks";
import { Lazy } from "../../../parts/Lazy";
import { assistantOpen as open } from "../../../store/desk/preferences";
import type { Known } from "../../../store/tickets/tickets";
import { w } from "../words";

const load = () => import("./Panel");

export function Assistant({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const heading = useId();
  return (
    <section class="property" aria-labelledby={heading}>
      <details open={open} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>
          <h2 id={heading}>{w("side.assistant")}</h2>
        </summary>
        {open.value && <Lazy load={load} props={{ ticket, editable }} />}
      </details>
    </section>
  );
}
