import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Answer, AssistantPanel, TimelineEntry } from "../src/api/types";
import { chosen, hasModel, heardFrom, mayChoose } from "../src/store/assistant/model";
import { askFact, askTyped, talkOf, type } from "../src/store/assistant/talk";
import {
  customersLanguage,
  lastOfCustomer,
  toggleTranslation,
  translationOf,
} from "../src/store/assistant/translations";
import { draftOf, write } from "../src/store/composer/drafts";
import { labels } from "../src/store/desk/directory";
import { me } from "../src/store/desk/session";
import { dismiss, toasts } from "../src/store/desk/toasts";
import { conversation, tickets } from "../src/store/tickets/tickets";
import { carryOut, draftReply } from "../src/views/ticket/assistant/carryOut";
import { placeOf } from "../src/views/ticket/assistant/sourcePlaces";
import { telling } from "../src/views/ticket/assistant/telling";
import { translateReply } from "../src/views/ticket/assistant/translateReply";
import { languageName } from "../src/views/ticket/assistant/words";
import { speak } from "../src/words";
import { answer, asked, enter, refOf, row, sent } from "./desk";

Object.assign(globalThis, { document: { documentElement: {} } });

let ticket = 0;
let ref = "";
beforeEach(() => {
  enter();
  ref = refOf(++ticket); // what was said of one ticket is kept
  sent.length = asked.length = 0;
  for (const { id } of toasts.value) dismiss(id);
});

const at = (what: string): string => `tickets/${ref}/assistant/${what}`;
const told = (text: string, more: Partial<Answer> = {}): Answer => ({
  text,
  quotes: [],
  engine: "model_free",
  fallback: null,
  fact: null,
  answered: true,
  ...more,
});
const problem = { status: 422, code: "no_model", title: "", detail: "Choose a language model in the settings." };

test("a typed question goes with what was asked before and the reader's language, and leaves its field", async () => {
  answer(at("ask"), () => told("At line 1000."));
  type(ref, " Where? ");
  await askTyped(ref);
  assert.deepEqual(sent.at(-1), { question: "Where?", history: [], language: "en" });
  assert.equal(talkOf(ref).value.typed, "");
  await speak("de");
  await askFact(ref, "promised", "What have we promised?");
  await speak("en");
  const before = [{ question: "Where?", answer: "At line 1000." }];
  assert.deepEqual(sent.at(-1), { fact: "promised", history: before, language: "de" });
  assert.deepEqual(
    talkOf(ref).value.turns.map(({ question, fact }) => [question, fact]),
    [
      ["Where?", null],
      ["What have we promised?", "promised"],
    ],
  );
});

test("nothing is asked for without words, nor twice at once, and what is typed meanwhile stays", async () => {
  let tell: (found: Answer) => void = () => undefined;
  answer(at("ask"), () => new Promise((done) => (tell = done)));
  await askTyped(ref);
  type(ref, "Where?");
  const asking = askTyped(ref);
  await askFact(ref, "who", "Who?");
  type(ref, "And when?");
  await new Promise((done) => setTimeout(done));
  assert.equal(asked.length, 1);
  assert.equal(talkOf(ref).value.busy, true);
  tell(told("There."));
  await asking;
  assert.deepEqual([talkOf(ref).value.typed, talkOf(ref).value.busy], ["And when?", false]);
});

test("a question that could not be put stays in its field, with why", async () => {
  answer(at("ask"), () => problem);
  type(ref, "Where?");
  await askTyped(ref);
  const { typed, problem: why, busy, turns } = talkOf(ref).value;
  assert.deepEqual([typed, busy, turns.length], ["Where?", false, 0]);
  assert.match(why, /./);
});

test("there is a model where the workspace says so, or one was heard of since, be it that it failed", () => {
  assert.equal(hasModel.value, false);
  heardFrom({ engine: "model_free", fallback: null });
  assert.equal(hasModel.value, false);
  heardFrom({ engine: "model_free", fallback: "timeout" });
  assert.equal(hasModel.value, true);
  enter("globex");
  assert.equal(hasModel.value, false);
  const here = me.value;
  me.value = here && { ...here, workspaces: here.workspaces.map((each) => ({ ...each, has_model: true })) };
  assert.equal(hasModel.value, true);
  assert.equal(mayChoose.value, false);
});

test("whoever chooses a model, or none, has it so at once", () => {
  chosen(true);
  assert.equal(hasModel.value, true);
  heardFrom({ engine: "bedrock", fallback: null });
  chosen(false);
  assert.equal(hasModel.value, false);
});

test("one line tells what is open, or, of what is over, what was done", () => {
  const part = (kind: "wanted" | "done" | "open", text: string) => ({ kind, text, sources: [] });
  const parts: AssistantPanel["summary"]["parts"] = [part("wanted", "W"), part("done", "D"), part("open", "O")];
  assert.equal(telling(parts, "waiting")?.text, "O");
  assert.equal(telling(parts, "resolved")?.text, "D");
  assert.equal(telling(parts, "closed")?.text, "D");
  assert.equal(telling(parts.slice(0, 1), "open")?.text, "W");
  assert.equal(telling([part("open", ""), part("done", "D")], "open")?.text, "D");
  assert.equal(telling([], "open"), undefined);
});

test("a source leads to its entry, with when that was made, to a text, or to the details", () => {
  assert.deepEqual(placeOf("01KXV5HE000000000000000000"), {
    id: "entry-01KXV5HE000000000000000000",
    at: "2026-07-18T17:49:13.600Z",
  });
  assert.equal(placeOf("01KXV5HE000000000000000000.description").id, "entry-01KXV5HE000000000000000000.description");
  assert.deepEqual(placeOf("description"), { id: "description", at: null });
  assert.deepEqual(placeOf("resolution"), { id: "resolution", at: null });
  assert.deepEqual(placeOf("first_due"), { id: "details", at: null });
});

test("a message is translated once, shown, hidden and shown again, and anew for who reads another language", async () => {
  answer(at("translate"), () => ({ text: "Hallo", engine: "bedrock", language: "pt" }));
  await toggleTranslation(ref, "description");
  await toggleTranslation(ref, "description");
  assert.equal(translationOf(ref, "description").value.shown, false);
  await toggleTranslation(ref, "description");
  const { shown, made } = translationOf(ref, "description").value;
  assert.deepEqual([shown, made?.text], [true, "Hallo"]);
  assert.deepEqual(sent, [{ entry: "description", to: "en" }]);
  await speak("fr");
  await toggleTranslation(ref, "description");
  await speak("en");
  assert.deepEqual(sent.at(-1), { entry: "description", to: "fr" });
});

test("a translation that can't be had says why, and is asked for again when it is shown again", async () => {
  answer(at("translate"), () => problem);
  await toggleTranslation(ref, "description");
  assert.match(translationOf(ref, "description").value.problem, /./);
  answer(at("translate"), () => ({ text: "Hallo", engine: "bedrock", language: null }));
  await toggleTranslation(ref, "description");
  await toggleTranslation(ref, "description");
  const { problem: why, made } = translationOf(ref, "description").value;
  assert.deepEqual([why, made?.text], ["", "Hallo"]);
});

test("the customer's language is that of what they wrote last", async () => {
  const said = (id: string, kind: TimelineEntry["kind"], text = "Olá") =>
    ({ id, kind, body_text: text }) as TimelineEntry;
  const entries = [said("01A", "customer_message"), said("01B", "customer_message", ""), said("01C", "agent_reply")];
  assert.equal(lastOfCustomer(entries), "01A");
  assert.equal(lastOfCustomer(entries.slice(1)), "description");
  answer(at("translate"), () => ({ text: "Hello", engine: "bedrock", language: "pt" }));
  conversation(ref).value = { ...conversation(ref).value, entries };
  assert.equal(await customersLanguage(ref), "pt");
  assert.equal(await customersLanguage(ref), "pt");
  assert.deepEqual(sent, [{ entry: "01A", to: "en" }]);
  assert.equal(translationOf(ref, "01A").value.shown, false);
});

const written = (): string => draftOf(ref).value.reply.body;
const nowhere = { current: null };

/** The customer writes Portuguese, and a model puts what one writes into it. */
function translating(text: string | (() => string)): void {
  let calls = 0;
  answer(at("translate"), () => ({
    text: calls++ === 0 || typeof text === "string" ? text : text(),
    engine: "bedrock",
    language: "pt",
  }));
}

test("a reply is put into the customer's language, and what was written is one undo away", async () => {
  write(ref, { reply: { body: "Hello", files: [] } });
  translating("Olá");
  await translateReply(ref, nowhere);
  assert.equal(written(), "Olá");
  assert.deepEqual(sent.at(-1), { text: "Hello", to: "pt" });
  const [shown] = toasts.value;
  assert.match(shown?.text ?? "", new RegExp(languageName("pt")));
  shown?.action?.run();
  assert.equal(written(), "Hello");
});

test("a reply that was changed meanwhile is left as it is", async () => {
  write(ref, { reply: { body: "Hello", files: [] } });
  translating(() => {
    write(ref, { reply: { body: "Hello there", files: [] } });
    return "Olá";
  });
  await translateReply(ref, nowhere);
  assert.equal(written(), "Hello there");
  assert.equal(toasts.value.at(-1)?.tone, "error");
});

test("a reply stays as it is where nobody can tell the customer's language, or no model is set", async () => {
  write(ref, { reply: { body: "Hello", files: [] } });
  answer(at("translate"), () => ({ text: "?", engine: "bedrock", language: null }));
  await translateReply(ref, nowhere);
  ref = refOf(++ticket);
  write(ref, { reply: { body: "Hello", files: [] } });
  answer(at("translate"), () => problem);
  await translateReply(ref, nowhere);
  assert.equal(written(), "Hello");
  assert.deepEqual(
    toasts.value.map(({ tone, action }) => [tone, action]),
    [
      ["error", null],
      ["error", null],
    ],
  );
});

test("a suggested label is put on, by the one the desk knows", async () => {
  const label = { id: "l_1", name: "Billing", color: "#1d4ed8" };
  tickets.put(ref, row(ticket));
  labels.value = [label];
  answer(`tickets/${ref}/labels/l_1`, () => row(ticket, { labels: [label], version: 2 }));
  const suggestion = { do: "label", value: "l_1", label: "Billing", reason: "", evidence: "" } as const;
  await carryOut(ref, { ...suggestion, engine: "model_free", sources: [] });
  assert.deepEqual(asked.slice(0, 1), [`tickets/${ref}/labels/l_1`]);
  assert.deepEqual(tickets.of(ref)?.value.labels, [label]);
});

test("a draft that comes when one is elsewhere waits in its own ticket's reply, and says so", async () => {
  write(ref, { mode: "note", reply: { body: "One moment. ", files: [] } });
  answer(at("draft"), () => ({ text: "Hello", quotes: [], engine: "model_free", fallback: null }));
  await draftReply(ref);
  assert.deepEqual([draftOf(ref).value.mode, written()], ["reply", "One moment.\n\nHello"]);
  assert.match(toasts.value.at(-1)?.text ?? "", new RegExp(`^${ref}: `));
});
