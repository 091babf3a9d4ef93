/** Replies that are sent later. What is written goes out of its field once the desk keeps it. */
import { batch } from "@preact/signals";
import type { ScheduledReply } from "../../api/types";
import { desk } from "../desk/session";
import { markOwn } from "../tickets/feed";
import { refresh } from "../tickets/tickets";
import { draftOf, keepAll, NOTHING, putBack, sameAttempt, write } from "./drafts";
import { answerOf, lastSeen } from "./send";

/** Have the reply that is written wait until then. Throws a Problem; what was written then stays where it is. */
export async function sendLater(ref: string, at: Date): Promise<void> {
  const draft = draftOf(ref).peek();
  const answer = answerOf(draft.reply, draft.status, draft.cc);
  const body = { ...answer, last_seen: lastSeen(ref, draft.since), send_at: at.toISOString() };
  const attempt = sameAttempt(draft.attempt, body) ?? { key: crypto.randomUUID(), sent: body };
  write(ref, { attempt });
  await desk().reply(ref, attempt.sent, attempt.key);
  batch(() => write(ref, { reply: NOTHING, status: null, since: null, gaps: [], cc: "", attempt: null }));
  keepAll();
  markOwn([ref]);
  void refresh(ref);
}

/** Have a reply of one's own never be sent, and its words in their field again, before what is written there already.
 * They are kept there first: cut off between the two, they stand in both places, and not in none. */
export async function takeBack(ref: string, reply: ScheduledReply): Promise<void> {
  const draft = draftOf(ref).peek();
  const { body_text: body, status, cc } = reply;
  const words = { mode: "reply" as const, text: { body, files: [] }, status, cc: cc.join(", "), since: draft.since };
  write(ref, putBack(draft, words));
  keepAll();
  await desk().cancelScheduled(ref, reply.id);
}
