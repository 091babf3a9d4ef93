import assert from "node:assert/strict";
import { test } from "node:test";
import type { TimelineEntry } from "../src/api/types";
import { addressesIn, EMPTY, noAddress, putBack, saidSince, sameAttempt } from "../src/store/composer/drafts";
import { answerOf } from "../src/store/composer/send";
import { candidates, completed, mentionAt } from "../src/views/ticket/composer/mentionText";
import { callsIn } from "../src/views/ticket/thread/calls";

const said = (id: string, author: string, kind: TimelineEntry["kind"] = "customer_message"): TimelineEntry => ({
  id,
  kind,
  at: "2026-11-25T09:00:00Z",
  author: { kind: "agent", id: author, name: author },
  body_text: "",
  body_html: "",
  body_format: null,
  quoted_text: null,
  has_html: false,
  attachments: [],
  delivery: null,
  from_stranger: false,
  from_address: null,
  authenticated: null,
  signed: null,
  edited_at: null,
  forwarded_to: [],
  split_into: null,
  merged_from: null,
  event: null,
});

test("a text that wasn't taken goes back before what was typed since, with its files and how it was to be sent", () => {
  const file = {
    id: "a_1",
    name: "log",
    type: "text/plain",
    size: 3,
    inline: false,
    scanned: "clean" as const,
    picture: null,
    mark: null,
  };
  const sending = {
    mode: "reply" as const,
    text: { body: "first", files: [file] },
    status: "waiting" as const,
    cc: "ana@north.example",
    since: "01A",
  };
  const since = { ...EMPTY, mode: "note" as const, reply: { body: "second", files: [file] }, sending };
  const back = putBack(since, sending);
  assert.deepEqual(back.reply, { body: "first\n\nsecond", files: [file] });
  assert.deepEqual([back.mode, back.status, back.since, back.sending], ["reply", "waiting", "01A", null]);
  assert.equal(
    putBack({ ...since, cc: "bo@x.example; ana@north.example" }, sending).cc,
    "ana@north.example, bo@x.example",
  );
  assert.equal(putBack({ ...since, reply: { body: " ", files: [] } }, sending).reply.body, "first");
  assert.equal(putBack(back, sending).reply.body, "first\n\nsecond", "put there again, it stands there once");
  assert.equal(putBack({ ...since, reply: sending.text }, sending).reply.body, "first");
  assert.equal(putBack({ ...since, reply: { body: "first of all", files: [] } }, sending).reply.body.length, 19);
});

test("addresses are parted by whatever people part them with", () => {
  assert.deepEqual(addressesIn(" a@x.example,b@y.example;  c@z.example\n"), [
    "a@x.example",
    "b@y.example",
    "c@z.example",
  ]);
  assert.deepEqual(["a@x.example, bo", "a@x", "<a@x.example>", "a@x.example"].map(noAddress), [
    "bo",
    "a@x",
    "<a@x.example>",
    undefined,
  ]);
});

test("a reply says whom else it goes to, and nothing of nobody", () => {
  const text = { body: "Hello", files: [] };
  assert.deepEqual(answerOf(text, null, " "), { body: "Hello", attachments: [] });
  assert.deepEqual(answerOf(text, "waiting", "a@x.example"), {
    body: "Hello",
    attachments: [],
    status: "waiting",
    cc: ["a@x.example"],
  });
});

test("members are marked where the desk calls them, the longest name first", () => {
  const member = (id: string, name: string, active = true) => ({ id, name, email: `${id}@desk.example`, active });
  const all = [
    member("ana", "Ana Kovač"),
    member("a2", "Ana Lopez"),
    member("bo", "Bo Kim"),
    member("cy", "Cy", false),
  ];
  const called = (text: string): (string | { call: string })[] => callsIn(text, all);
  assert.deepEqual(called("Ask @Ana Kovač, or @bo."), ["Ask ", { call: "@Ana Kovač" }, ", or ", { call: "@bo" }, "."]);
  assert.deepEqual(called("@Cy @Bobby @Bo-Lena x@bo.example"), ["@Cy @Bobby @Bo-Lena x@bo.example"]);
  assert.deepEqual(called("@Ana @a2"), ["@Ana ", { call: "@a2" }]); // whom an address names is called, two Anas are not
});

test("what counts as new was said by others after the writing began", () => {
  const entries = [said("01A", "m_bo"), said("01B", "me"), said("01C.0", "m_bo", "event"), said("01D", "m_bo")];
  const newer = (since: string | null): string[] => saidSince(entries, since, "me").map((entry) => entry.id);
  assert.deepEqual([newer("01A"), newer("01C.0"), newer("01D"), newer(null)], [["01D"], ["01D"], [], []]);
});

test("an unanswered request is repeated as it was, unless the text is another by now", () => {
  const attempt = { key: "k", sent: { body: "Hello", attachments: [], last_seen: "01A" } };
  assert.equal(sameAttempt(attempt, { body: "Hello", attachments: [], last_seen: "01B" }), attempt);
  assert.equal(sameAttempt(attempt, { body: "Hello!", attachments: [], last_seen: "01A" }), null);
  assert.equal(sameAttempt(null, { body: "Hello" }), null);
});

test("an @ before the cursor calls somebody, that of an address doesn't", () => {
  const at = (text: string) => mentionAt(text, text.length);
  assert.deepEqual(at("ask @be"), { at: 4, typed: "be" });
  assert.deepEqual(at("@Ana Ko"), { at: 0, typed: "Ana Ko" });
  assert.deepEqual([at("mail ana@acme"), at("done @ben, and"), at("nothing")], [null, null, null]);
});

test("colleagues are found by the beginning of any of their names", () => {
  const people = [
    { id: "1", name: "Ana Kovač" },
    { id: "2", name: "Ben Ito" },
    { id: "3", name: "Kai Anders" },
  ];
  assert.deepEqual(
    candidates(people, "an").map((each) => each.id),
    ["1", "3"],
  );
  assert.deepEqual(
    candidates(people, "Ana Ko").map((each) => each.id),
    ["1"],
  );
  assert.equal(candidates(people, "").length, 3);
});

test("the chosen name takes the place of what was typed", () => {
  const mention = { at: 4, typed: "be" };
  assert.deepEqual(completed("ask @be please", 7, mention, "Ben Ito"), { from: 4, to: 8, text: "@Ben Ito " });
});
