import assert from "node:assert/strict";
import { test } from "node:test";
import type { Wish } from "../src/api/types";
import { BLANK, bodyOf, isBegun, readForm } from "../src/store/newTicket/form";
import { draftOfWish, mayBeWished, questionAt, questionsAt } from "../src/store/newTicket/fromSentence";
import type { Wished } from "../src/store/newTicket/types";

const SENTENCE = "Ticket for Maya: export is broken, urgent";
const maya = { id: "c_1", name: "Maya Osei", email: "maya@northpier.example", company: null };
const WISH: Wish = {
  title: "Export is broken",
  description: "Export is broken",
  priority: "urgent",
  type: "bug_report",
  contact: maya,
  channel: null,
  assignee: null,
  labels: [],
  company: null,
  offered: [],
  questions: [],
  engine: "model_free",
  fallback: null,
};

test("what was typed is offered as a ticket when it is a sentence, or fits nothing else", () => {
  assert.equal(mayBeWished("export is broken", 4), true);
  assert.deepEqual(
    [mayBeWished("export broken", 2), mayBeWished("export", 1), mayBeWished("export", null)],
    [false, false, false],
  );
  assert.deepEqual(
    [mayBeWished("xyzzy", 0), mayBeWished(" ", 0), mayBeWished("x", 0), mayBeWished("", 0)],
    [true, false, false, false],
  );
});

test("a sentence fills in the form, which says what it was filled from", () => {
  const draft = draftOfWish(SENTENCE, { ...WISH, fallback: "timeout" });
  assert.deepEqual(
    [draft.title, draft.priority, draft.type, draft.channel],
    ["Export is broken", "urgent", "bug_report", "api"],
  );
  assert.deepEqual(draft.contact, maya);
  assert.deepEqual(draft.wished, {
    sentence: SENTENCE,
    whom: maya,
    company: null,
    offered: [],
    questions: [],
    engine: "model_free",
    fallback: "timeout",
  });
  assert.equal(isBegun(draft), true);
  assert.deepEqual(bodyOf(draft).contact, { id: "c_1" });
});

test("somebody new is made with the ticket, by the address if there is one, with what a sentence says of them", () => {
  const told = (email: string | null) =>
    draftOfWish(SENTENCE, { ...WISH, contact: { id: null, name: "Maya", email, company: "Globex" } });
  assert.deepEqual(bodyOf(told("maya@globex.example")).contact, {
    email: "maya@globex.example",
    name: "Maya",
    company: "Globex",
  });
  assert.deepEqual(bodyOf(told(null)).contact, { name: "Maya", company: "Globex" });
});

test("a question stands at its field until something is in it", () => {
  const questions = [
    { field: "contact" as const, text: "Which Maya?", required: true, options: [maya] },
    { field: "title" as const, text: "What about?", required: true, options: [] },
  ];
  const draft = draftOfWish("Ticket for Maya", { ...WISH, title: "", contact: null, questions });
  assert.deepEqual(
    [questionAt("contact", draft)?.text, questionAt("title", draft)?.text],
    ["Which Maya?", "What about?"],
  );
  assert.deepEqual(
    [questionAt("contact", { ...draft, contact: maya }), questionAt("title", { ...draft, title: "Export" })],
    [null, null],
  );
  assert.equal(
    questionAt("contact", { ...draft, contact: { id: "", name: "Maya", email: null } })?.text,
    "Which Maya?",
  );
  assert.equal(questionAt("contact", BLANK), null);
});

test("whoever is to take it, its labels and the way it came are filled in, too", () => {
  const ben = { id: "m_ben", name: "Ben Ortiz" };
  const labels = [
    { id: "l_1", name: "Billing" },
    { id: "l_2", name: "VIP" },
  ];
  const draft = draftOfWish(SENTENCE, { ...WISH, assignee: ben, labels, channel: "phone" });
  assert.deepEqual([draft.assignee, draft.labels, draft.channel], ["m_ben", ["l_1", "l_2"], "phone"]);
  const body = bodyOf(draft);
  assert.deepEqual([body.assignee_id, body.labels, body.channel], ["m_ben", ["l_1", "l_2"], "phone"]);
});

test("who takes it is asked until somebody does, a label until one of those offered is chosen", () => {
  const option = (id: string) => ({ id, name: id, email: null, company: null });
  const labelled = (text: string, ...ids: string[]) => ({
    field: "labels" as const,
    text,
    required: true,
    options: ids.map(option),
  });
  const questions = [
    { field: "assignee" as const, text: "Which Ben?", required: true, options: [option("m_1"), option("m_2")] },
    labelled("Which refund?", "l_eu", "l_us"),
    labelled("Which bill?", "l_b"),
  ];
  const draft = draftOfWish(SENTENCE, { ...WISH, questions });
  const open = (labels: string[]) => questionsAt("labels", { ...draft, labels }).map(({ text }) => text);
  assert.equal(questionAt("assignee", draft)?.text, "Which Ben?");
  assert.equal(questionAt("assignee", { ...draft, assignee: "m_2" }), null);
  assert.deepEqual(open([]), ["Which refund?", "Which bill?"]);
  assert.deepEqual(open(["l_us"]), ["Which bill?"]);
  assert.deepEqual(open(["l_us", "l_b"]), []);
});

test("which company is meant is asked until there is a customer", () => {
  const acme = { id: "Acme GmbH", name: "Acme GmbH", email: null, company: null };
  const questions = [{ field: "company" as const, text: "Which Acme?", required: true, options: [acme] }];
  const draft = draftOfWish(SENTENCE, { ...WISH, contact: null, questions });
  assert.equal(questionAt("company", draft)?.text, "Which Acme?");
  assert.equal(questionAt("company", { ...draft, contact: maya }), null);
});

test("a form that was filled in from a sentence by an earlier release offers nobody", () => {
  const draft = draftOfWish(SENTENCE, WISH);
  const { company: _company, offered: _offered, ...earlier } = draft.wished as Wished;
  assert.deepEqual(readForm({ ...draft, wished: earlier })?.wished, draft.wished);
});
