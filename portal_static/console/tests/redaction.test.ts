import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import type { DeskJob } from "../src/api/types";
import { follow } from "../src/store/privacy/jobs";
import { findToRedact, redact, wordsIn } from "../src/store/privacy/redaction";
import { answer, asked, enter, refOf, sent } from "./desk";

const REF = refOf(1);
const JOB: DeskJob = {
  id: "j_1",
  kind: "redaction",
  state: "waiting",
  subject: "1",
  by: { kind: "agent", id: "m_ana", name: "Ana K." },
  asked_at: "2027-03-01T12:00:00.000Z",
  done_at: null,
  gone_through: 0,
  total: null,
  outcome: {},
  detail: "",
};

mock.timers.enable({ apis: ["setTimeout"], now: 0 });
beforeEach(() => {
  enter();
  asked.length = sent.length = 0;
});

/** Let the page wait until it asks again, and hear. */
async function later(): Promise<void> {
  mock.timers.tick(5_000);
  await new Promise<void>((done) => setImmediate(done));
}

test("what would go is asked for by itself, and then done by another request", async () => {
  const found = { places: 5, entries: 3, files: 1, words: [{ word: "4111", places: 5 }] };
  answer(`tickets/${REF}/redactions`, (query) => (query.get("preview") ? found : JOB));
  assert.deepEqual(await findToRedact(REF, { words: ["4111"] }), found);
  assert.deepEqual(await redact(REF, { words: ["4111"] }, "k"), JOB);
  const path = `tickets/${REF}/redactions`;
  assert.deepEqual(
    [asked, sent],
    [
      [`${path}?preview=true`, path],
      [{ words: ["4111"] }, { words: ["4111"] }],
    ],
  );
});

test("words are one a line, each once", () => {
  assert.deepEqual(wordsIn(" 4111 1111 \n\nAna\nAna\n"), ["4111 1111", "Ana"]);
});

test("a job is followed until it is over", async () => {
  const steps: Partial<DeskJob>[] = [{ state: "running", gone_through: 3, total: 9 }, { state: "done" }];
  answer("jobs/j_1", () => ({ ...JOB, ...steps.shift() }));
  const heard: string[] = [];
  const over = follow(JOB, ({ state }) => heard.push(state), new AbortController().signal);
  await later();
  await later();
  assert.equal((await over).state, "done");
  assert.deepEqual(heard, ["waiting", "running", "done"]);
});

test("a job goes on unseen when its view is left, and a desk that is away for a moment ends nothing", async () => {
  answer("jobs/j_1", () => ({ status: 503, code: "unavailable", detail: "" }));
  const stop = new AbortController();
  const over = follow(JOB, () => undefined, stop.signal);
  for (let turn = 0; turn < 8; turn++) await later();
  stop.abort();
  await later();
  assert.equal((await over).state, "waiting");
});

test("a job that nobody may read any more is a problem", async () => {
  answer("jobs/j_1", () => ({ status: 404, code: "not_found", detail: "Gone." }));
  const over = assert.rejects(
    follow(JOB, () => undefined, new AbortController().signal),
    { code: "not_found" },
  );
  await later();
  await over;
});
