import assert from "node:assert/strict";
import { test } from "node:test";
import type { Wish } from "../src/api/types";
import { BLANK, bodyOf, isBegun } from "../src/store/newTicket/form";
import { draftOfWish, mayBeWished, questionAt } from "../src/store/newTicket/fromSentence";

const SENTENCE = "Ticket for Maya: export is broken, urgent";
const maya = { id: "c_1", name: "Maya Osei", email: "maya@northpier.example", company: null };
const WISH: Wish = {
  title: "Export is broken",
  description: "Export is broken",
  priority: "urgent",
  type: "bug_report",
  contact: maya,
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
