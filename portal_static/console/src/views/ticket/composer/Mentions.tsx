/**
 * Colleagues to call, while an `@` is typed into a note. The focus stays in the text; arrows, Enter and Escape choose.
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Member } from "../../../api/types";
import { Avatar } from "../../../parts/badges";
import { moved } from "../../../parts/Choices";
import { typeInto } from "../../../parts/typeInto";
import { members } from "../../../store/desk/directory";
import { w } from "../words";
import { candidates, completed, type Mention, mentionAt } from "./mentionText";

interface MentionsProps {
  field: { readonly current: HTMLTextAreaElement | null };
}

const LIST = "mentions";

export default function Mentions({ field }: MentionsProps) {
  const mention = useSignal<Mention | null>(null);
  const at = useSignal(0);
  const called = (): readonly Member[] =>
    mention.value
      ? candidates(
          members.value.filter((each) => each.active),
          mention.value.typed,
        )
      : [];
  const found = called();
  const pick = (member: Member | undefined): void => {
    const area = field.current;
    if (!area || !mention.value || !member) return;
    const done = completed(area.value, area.selectionStart, mention.value, member.name);
    typeInto(area, done); // at once: the next letter may be typed already
    mention.value = null;
  };
  // Once, and before the next key, which may be the first of a name: a listener that is put anew on each drawing misses
  // the very event that made the page draw.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    const look = (): void => {
      mention.value = area.selectionStart === area.selectionEnd ? mentionAt(area.value, area.selectionStart) : null;
      at.value = 0;
    };
    const press = (event: KeyboardEvent): void => {
      const people = called();
      if (people.length === 0 || event.isComposing) return;
      const to = moved(event.key, at.value, people.length);
      if (to !== null) at.value = to;
      else if (event.key === "Escape") mention.value = null;
      else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab")
        pick(people[at.value]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    look(); // an `@` may stand there already
    const stop = new AbortController();
    area.addEventListener("input", look, { signal: stop.signal });
    area.addEventListener("click", look, { signal: stop.signal });
    area.addEventListener("blur", () => (mention.value = null), { signal: stop.signal });
    area.addEventListener("keydown", press, { signal: stop.signal, capture: true });
    return () => stop.abort();
  }, []);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    expose(area, found.length > 0, at.value);
    return () => expose(area, false, 0);
  });
  if (found.length === 0) return null;
  return (
    <ul id={LIST} class="mentions" role="listbox" aria-label={w("mention.title")}>
      {found.map((member, index) => (
        <li
          key={member.id}
          id={`${LIST}-${index}`}
          role="option"
          aria-selected={index === at.value}
          onPointerDown={(event) => (event.preventDefault(), pick(member))}>
          <Avatar name={member.name} /> {member.name}
        </li>
      ))}
    </ul>
  );
}

/** What those who listen need to know of the list that goes with the text field. */
function expose(area: HTMLTextAreaElement, open: boolean, at: number): void {
  const told = { "aria-controls": LIST, "aria-activedescendant": `${LIST}-${at}`, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(told)) {
    if (open) area.setAttribute(name, value);
    else area.removeAttribute(name);
  }
}
