/** How something that was checked stands: by colour, shape and word. */
import type { ComponentChildren } from "preact";
import type { SlaState } from "../../api/types";
import { SlaIcon } from "../../parts/icons";

export type Standing = "ok" | "warning" | "wrong";

/** Checks are drawn as targets are: a circle, a triangle, a diamond. */
const DRAWN_AS: Record<Standing, SlaState> = { ok: "on_track", warning: "warning", wrong: "breached" };

export function Verdict({ standing, children }: { standing: Standing; children: ComponentChildren }) {
  const drawn = DRAWN_AS[standing];
  return (
    <span class={`badge verdict sla-${drawn}`}>
      <SlaIcon state={drawn} />
      {children}
    </span>
  );
}
