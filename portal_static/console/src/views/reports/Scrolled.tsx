/** What may be wider than there is room for: it is scrolled by itself, by keys as well. */
import type { ComponentChildren } from "preact";

export function Scrolled({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="report-table" role="group" aria-label={name} tabIndex={0}>
      {children}
    </div>
  );
}
