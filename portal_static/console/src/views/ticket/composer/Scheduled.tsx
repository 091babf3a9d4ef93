/** The replies that wait until they are sent, or were stopped: above where one writes, if one can. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import type { ScheduledReply } from "../../../api/types";
import { run } from "../../../keys/handlers";
import { confirm } from "../../../parts/Confirm";
import { takeBack } from "../../../store/composer/later";
import { desk, workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { type Known, refresh } from "../../../store/tickets/tickets";
import { When } from "../when";
import { hasWord, w } from "../words";
import SendLater from "./SendLater";

interface ScheduledProps {
  ticket: Known;
  /** Whether something can be done about them, and not only read. */
  editable: boolean;
}

export default function Scheduled({ ticket, editable }: ScheduledProps) {
  const { ref, version } = ticket;
  const found = useSignal<readonly ScheduledReply[]>([]);
  useEffect(() => {
    const left = new AbortController();
    desk()
      .scheduled(ref, left.signal)
      .then(
        ({ items }) => void (found.value = items),
        (failure: unknown) => left.signal.aborted || toast(problemText(failure), { tone: "error" }),
      );
    return () => left.abort();
  }, [ref, version]);
  return (
    <>
      {found.value.map((reply) => (
        <section key={reply.id} class="newer" aria-label={w("later.one")}>
          <Told reply={reply} />
          {editable && <Deeds ticketRef={ref} reply={reply} />}
        </section>
      ))}
    </>
  );
}

function Told({ reply }: { reply: ScheduledReply }) {
  const why = reply.why ? `later.why.${reply.why}` : "";
  return (
    <>
      <p>
        <b>{reply.why ? w("later.stopped", { why: hasWord(why) ? w(why) : "" }) : w("later.waits")}</b>{" "}
        {!reply.why && <When at={reply.send_at} />} {reply.author.name}
      </p>
      <p>{reply.body_text.slice(0, 300)}</p>
      {reply.attachments.length > 0 && <p>{reply.attachments.map((file) => file.name).join(", ")}</p>}
    </>
  );
}

/** Only who wrote it says when, and has it back to write on; whoever may write can have it never be sent. */
function Deeds({ ticketRef: ref, reply }: { ticketRef: string; reply: ScheduledReply }) {
  const choosing = useSignal(false);
  const mine = reply.author.id === workspace.value?.member_id;
  const goesBack = mine && reply.attachments.length === 0;
  const does = (deed: () => Promise<unknown>): void => {
    deed().then(
      () => void refresh(ref),
      (failure: unknown) => (toast(problemText(failure), { tone: "error" }), void refresh(ref)),
    );
  };
  const back = (): void => does(() => takeBack(ref, reply).then(() => (toast(w("later.back")), run("reply"))));
  const discard = (): void =>
    confirm({
      title: w("later.discard.title"),
      text: w("later.discard.text"),
      yes: w("later.discard"),
      run: () => does(() => desk().cancelScheduled(ref, reply.id)),
    });
  return (
    <p>
      {mine && (
        <>
          <button type="button" onClick={() => void (choosing.value = true)}>
            {w("later.change")}
          </button>
          <button type="button" onClick={() => does(() => desk().sendScheduled(ref, reply.id))}>
            {w("later.now")}
          </button>
        </>
      )}
      {goesBack && (
        <button type="button" onClick={back}>
          {w(reply.why ? "later.edit" : "later.cancel")}
        </button>
      )}
      {(reply.why || !goesBack) && (
        <button type="button" onClick={discard}>
          {w("later.discard")}
        </button>
      )}
      {choosing.value && (
        <SendLater
          {...(!reply.why && { begun: new Date(reply.send_at) })}
          keep={async (at) => {
            await desk().changeScheduled(ref, reply.id, { send_at: at.toISOString() });
            void refresh(ref);
          }}
          close={() => void (choosing.value = false)}
        />
      )}
    </p>
  );
}
