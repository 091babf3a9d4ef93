import assert from "node:assert/strict";
import { test } from "node:test";
import { shortened, toldOf } from "../src/views/settings/retentionText";

const NEVER = { closed: null, archived: null, spam: null };
const none = { count: 0, more: false, oldest: null, until: null };

test("what goes sooner than before is asked about, and nothing else", () => {
  assert.deepEqual(shortened({ ...NEVER, spam: 30 }, { closed: 365, archived: null, spam: 30 }), { closed: 365 });
  assert.deepEqual(shortened({ ...NEVER, spam: 30 }, { ...NEVER, spam: 60 }), {});
  assert.deepEqual(shortened({ ...NEVER, spam: 30 }, { ...NEVER, spam: 7 }), { spam: 7 });
  assert.deepEqual(shortened({ ...NEVER, spam: 30 }, NEVER), {});
});

test("each place is told with its count, as far as the desk counted", () => {
  const oldest = "2025-05-03T09:00:00.000Z";
  const told = toldOf({
    closed: { count: 3, more: false, oldest, until: null },
    archived: { count: 500, more: true, oldest, until: oldest },
    spam: none,
  });
  assert.equal(told.length, 3);
  assert.match(told[0] ?? "", /^Closed tickets: 3 due/);
  assert.match(told[1] ?? "", /more than 500/);
  assert.match(told[2] ?? "", /nothing/);
  assert.deepEqual(toldOf({ closed: null, archived: null, spam: null }), []);
});
