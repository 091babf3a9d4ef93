/** Who else is at the ticket just now, so that two don't answer at once. */
import { useEffect } from "preact/hooks";
import { Avatar } from "../../parts/badges";
import { attend, others } from "../../store/desk/presence";
import { w } from "./words";

export function Presence({ reference }: { reference: string }) {
  useEffect(() => attend(reference), [reference]);
  const seen = [...others.value].sort(
    (one, other) => Number(other.state === "writing") - Number(one.state === "writing"),
  );
  return (
    <div role="status" class="presence-place">
      {seen.map(({ id, name, state }) => (
        <p key={id} class={state === "writing" ? "presence busy" : "presence"}>
          <Avatar name={name} /> {w(`presence.${state}`, { name })}
        </p>
      ))}
    </div>
  );
}
