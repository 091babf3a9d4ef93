/** What was done to a ticket, in quiet lines; many after one another in one that unfolds. */
import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { STATUSES, type TimelineEntry } from "../../../api/types";
import { ChoiceIcon, Icon } from "../../../parts/icons";
import { labels, members } from "../../../store/desk/directory";
import { locale, textOf } from "../../../words";
import { short, When } from "../when";
import { hasWord, w, wn } from "../words";
import { eventText, eventWords, formerText, type Known, nameless, SIGNS } from "./eventText";
import type { Done, Folded } from "./lines";

export function deedsOf(reference: string, line: Done | Folded): VNode {
  return line.kind === "folded" ? (
    <Fold key={`fold-${line.events[0]?.id}`} reference={reference} line={line} />
  ) : (
    <Deeds key={line.events[0].id} reference={reference} events={line.events} />
  );
}

/** The events of the lines that the reader unfolded: a line stays so when it grows, and when they come back. */
const unfolded = signal<ReadonlySet<string>>(new Set());

function Fold({ reference, line: { lines, events } }: { reference: string; line: Folded }) {
  const open = events.some((each) => unfolded.value.has(each.id));
  const toggle = (now: boolean): void => {
    if (now === open) return;
    const others = [...unfolded.value].filter((id) => !events.some((each) => each.id === id));
    unfolded.value = new Set(now ? [...others, ...events.map((each) => each.id)] : others);
  };
  const names = [...new Set(events.map((each) => each.author.name || w("role.system")))];
  const told = wn("events.folded", events.length, { names: knownAt(reference).list(names) });
  return (
    <details class="fold" open={open} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary class="deed">
        <span>{told}</span>
      </summary>
      {lines.map((line) => deedsOf(reference, line))}
    </details>
  );
}

function Deeds({ reference, events }: { reference: string; events: readonly [TimelineEntry, ...TimelineEntry[]] }) {
  const known = knownAt(reference);
  const deeds = events.map((event) => eventText(event, known)).filter((deed) => deed !== null);
  const [{ author, at }] = events;
  const former = events.map(formerText).find((each) => each !== null);
  if (deeds.length === 0) return null;
  const words = events.map(eventWords).filter(Boolean).join("\n\n");
  return (
    <>
      <p class="deed">
        <Sign events={events} />
        <span>
          {!nameless(events) && `${author.name || w("role.system")} `}
          {known.list(deeds)} · <When at={at} />
        </span>
      </p>
      {words && (
        <details class="quoted">
          <summary>{w("event.words")}</summary>
          <blockquote>{words}</blockquote>
        </details>
      )}
      {former && (
        <details class="quoted">
          <summary>{w("event.description_before")}</summary>
          <blockquote>{former.text}</blockquote>
          {former.leftOut > 0 && <p class="quiet">{wn("event.description_left_out", former.leftOut)}</p>}
        </details>
      )}
    </>
  );
}

/** What kind of thing was done, at a glance: where a status was set, the shape of that status. */
function Sign({ events }: { events: readonly TimelineEntry[] }) {
  const types = events.map((each) => each.event?.type.replace("ticket.", "") ?? "");
  if (types.includes("resolved")) return <ChoiceIcon name="status" value="resolved" />;
  const to = events.find((each) => each.event?.type === "ticket.status_changed")?.event?.changes.status?.to;
  const status = STATUSES.find((each) => each === to);
  if (status) return <ChoiceIcon name="status" value={status} />;
  const name = types.map((type) => SIGNS[type]).find((each) => each !== undefined);
  return <Icon name={name ?? "settings"} />;
}

/** What there is to know of the desk for telling what was done to a ticket. */
export function knownAt(reference: string): Known {
  const prefix = reference.slice(0, reference.lastIndexOf("-") + 1);
  return {
    member: (id) => members.value.find((each) => each.id === id)?.name ?? null,
    label: (id) => labels.value.find((each) => each.id === id)?.name ?? null,
    reference: (number) => prefix + String(number).padStart(4, "0"),
    word: (key) => (hasWord(key) ? w(key) : textOf(key)),
    moment: (at) => short(at),
    list: (names) => new Intl.ListFormat(locale(), { type: "conjunction" }).format(names),
    say: w,
  };
}
