/** One group of properties under its heading. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SectionProps {
  name: string;
  id?: string;
  /** What stands at the end of the heading's line. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ name, id, action, children }: SectionProps) {
  const heading = useId();
  return (
    <section class="property" aria-labelledby={heading} id={id} tabIndex={id ? -1 : undefined}>
      <div class="property-head">
        <h2 id={heading}>{name}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
