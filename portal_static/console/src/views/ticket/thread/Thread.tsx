/** The conversation: what the customer wrote first, then all that was said and done, the newest at the end. */
import { useSignal } from "@preact/signals";
import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import type { TimelineEntry } from "../../../api/types";
import { aroundText } from "../../../store/composer/drafts";
import { workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { conversation, isWhole, type Known as KnownTicket, openEarlier } from "../../../store/tickets/tickets";
import { w } from "../words";
import { deedsOf } from "./Deeds";
import { Description } from "./Description";
import { linesOf } from "./lines";
import { Message, type Spoken, spokenOf } from "./Message";

export function Thread({ ticket, editable }: { ticket: KnownTicket; editable: boolean }) {
  const talk = conversation(ticket.ref).value;
  const section = useRef<HTMLElement>(null);
  const hold = useHeldPlace(section, talk.entries[0]?.id);
  const fetchEarlier = (): Promise<void> => {
    hold();
    return openEarlier(ticket.ref);
  };
  return (
    <>
      {isWhole(ticket) && <Description ticket={ticket} editable={editable} />}
      <section
        id="comments"
        ref={section}
        tabIndex={-1}
        aria-label={w("conversation")}
        aria-busy={talk.state === "loading"}>
        {talk.earlier && <Earlier fetchThem={fetchEarlier} />}
        {linesOf(talk.entries).map((line) =>
          line.kind === "said" ? drawn(ticket.ref, line.entry) : deedsOf(ticket.ref, line),
        )}
        <OnItsWay reference={ticket.ref} />
      </section>
    </>
  );
}

const kept = new WeakMap<TimelineEntry, VNode>();

/** The same element for the same entry, which is then not drawn anew: there may be thousands. */
function drawn(reference: string, entry: TimelineEntry): VNode {
  const element = kept.get(entry) ?? <Message key={entry.id} reference={reference} spoken={spokenOf(entry)} />;
  kept.set(entry, element);
  return element;
}

/** What was just written, until the desk has it. */
function OnItsWay({ reference }: { reference: string }) {
  const { sending, at } = useMemo(() => aroundText(reference), [reference]).value;
  if (!sending) return null;
  const kind = sending.mode === "note" ? "internal_note" : "agent_reply";
  const { body, files } = sending.text;
  const name = workspace.value?.member_name ?? "";
  const spoken: Spoken = {
    id: "sending",
    kind,
    name,
    at: new Date(at).toISOString(),
    html: null,
    text: body,
    format: null,
    hasHtml: false,
    attachments: files,
  };
  return (
    <div class="on-its-way" aria-busy="true">
      <Message reference={reference} spoken={spoken} />
    </div>
  );
}

function Earlier({ fetchThem }: { fetchThem(): Promise<void> }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    busy.value = true;
    await fetchThem().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
    busy.value = false;
  };
  return (
    <button type="button" class="plain" disabled={busy} onClick={() => void press()}>
      {w("earlier")}
    </button>
  );
}

/** Keeps the reader's place when what came before `first` is put above it. Call what it gives before fetching. */
function useHeldPlace(section: RefObject<HTMLElement | null>, first: string | undefined): () => void {
  const below = useRef<number | null>(null);
  const scroller = (): Element | null => section.current?.closest(".scrolls") ?? null;
  useLayoutEffect(() => {
    const box = scroller();
    if (box && below.current !== null) box.scrollTop = box.scrollHeight - below.current;
    below.current = null;
  }, [first]);
  return () => {
    const box = scroller();
    below.current = box && box.scrollHeight - box.scrollTop;
  };
}
