import assert from "node:assert/strict";
import { test } from "node:test";
import { Optimistic } from "../src/store/tickets/optimistic";

interface Thing {
  version: number;
  a: string;
  b: string;
}

const OLD: Thing = { version: 1, a: "old", b: "old" };
const REFUSED = new Error("refused");
const setA = (a: string) => (before: Thing) => ({ ...before, a });

/** A record as it is at the beginning, what it shows, and answers that wait until the test gives them. */
function begin() {
  const things = new Optimistic<Thing>();
  things.put("x", OLD);
  const sent: string[] = [];
  /** Sets `a`; gives how the desk answers, and how it ended. */
  const change = (a: string) => {
    let accept: (told: Thing | null) => void = () => undefined;
    let refuse: (reason: Error) => void = () => undefined;
    const answer = new Promise<Thing | null>((resolve, reject) => {
      accept = resolve;
      refuse = reject;
    });
    const done = things.change("x", setA(a), () => {
      sent.push(a);
      return answer;
    });
    return { accept, refuse, done };
  };
  return { things, change, sent, shown: () => things.of("x")?.value };
}

test("a refused change is taken back alone", async () => {
  const { things, shown } = begin();
  const kept = things.change(
    "x",
    (thing) => ({ ...thing, b: "new" }),
    () => Promise.resolve({ version: 2, a: "old", b: "new" }),
  );
  const refused = things.change("x", setA("new"), () => Promise.reject(REFUSED));
  assert.deepEqual(shown(), { version: 1, a: "new", b: "new" });
  await kept;
  await assert.rejects(refused, REFUSED);
  assert.deepEqual(shown(), { version: 2, a: "old", b: "new" });
});

test("the last of several changes of a field is what shows, whatever the desk says to those before it", async () => {
  const { change, shown } = begin();
  const first = change("first");
  const second = change("second");
  assert.equal(shown()?.a, "second");
  first.accept({ version: 2, a: "first", b: "old" });
  await first.done;
  assert.deepEqual(shown(), { version: 2, a: "second", b: "old" });
  second.accept({ version: 3, a: "second", b: "old" });
  await second.done;
  assert.deepEqual(shown(), { version: 3, a: "second", b: "old" });
});

test("when the last of several changes of a field is refused, the one before it shows again", async () => {
  const { change, shown } = begin();
  const first = change("first");
  const second = change("second");
  first.accept({ version: 2, a: "first", b: "old" });
  await first.done;
  second.refuse(REFUSED);
  await assert.rejects(second.done, REFUSED);
  assert.deepEqual(shown(), { version: 2, a: "first", b: "old" });
});

test("a refused change takes none with it that was made after it", async () => {
  const { change, shown } = begin();
  const first = change("first");
  const second = change("second");
  first.refuse(REFUSED);
  await assert.rejects(first.done, REFUSED);
  assert.equal(shown()?.a, "second");
  second.accept({ version: 2, a: "second", b: "old" });
  await second.done;
  assert.equal(shown()?.a, "second");
});

test("changes of one record are sent one after the other, after a refused one, too", async () => {
  const { change, sent } = begin();
  const first = change("first");
  const second = change("second");
  await Promise.resolve();
  assert.deepEqual(sent, ["first"]);
  first.refuse(REFUSED);
  await assert.rejects(first.done, REFUSED);
  await Promise.resolve();
  assert.deepEqual(sent, ["first", "second"]);
  second.accept(null);
  await second.done;
});

test("news that come while a change is under way show beneath it, and stay when it is refused", async () => {
  const { things, change, shown } = begin();
  const mine = change("mine");
  assert.equal(things.put("x", { version: 5, a: "theirs", b: "theirs" }), true);
  assert.deepEqual(shown(), { version: 5, a: "mine", b: "theirs" });
  mine.refuse(REFUSED);
  await assert.rejects(mine.done, REFUSED);
  assert.deepEqual(shown(), { version: 5, a: "theirs", b: "theirs" });
});

test("an answer that was overtaken by news changes nothing any more", async () => {
  const { things, change, shown } = begin();
  const mine = change("mine");
  things.put("x", { version: 3, a: "theirs, later", b: "theirs" });
  mine.accept({ version: 2, a: "mine", b: "old" });
  await mine.done;
  assert.deepEqual(shown(), { version: 3, a: "theirs, later", b: "theirs" });
});

test("without an answer of its own a change stands until news come", async () => {
  const { things, change, shown } = begin();
  const mine = change("mine");
  mine.accept(null);
  await mine.done;
  assert.deepEqual(shown(), { version: 1, a: "mine", b: "old" });
  things.put("x", { version: 2, a: "MINE", b: "old" });
  assert.equal(shown()?.a, "MINE");
});

test("an older version never replaces a newer one, and the same one again is no news", () => {
  const { things, shown } = begin();
  assert.equal(things.put("x", { version: 3, a: "new", b: "" }), true);
  assert.equal(things.put("x", { version: 2, a: "older", b: "" }), false);
  assert.equal(things.put("x", { version: 3, a: "new", b: "" }), false);
  assert.equal(shown()?.a, "new");
});

test("records nobody needs are forgotten, but not while something is under way", async () => {
  const { things, change } = begin();
  things.put("y", OLD);
  const mine = change("mine");
  things.keepOnly(() => false);
  assert.deepEqual([things.of("y"), things.size], [undefined, 1]);
  mine.accept(null);
  await mine.done;
  things.keepOnly(() => false);
  assert.equal(things.size, 0);
});

test("a word of the same version that set out before a change does not undo what the desk took in", async () => {
  const { things, change, shown } = begin();
  const mine = change("new");
  mine.accept(null);
  await mine.done;
  assert.equal(things.put("x", OLD), false);
  assert.deepEqual(shown(), { version: 1, a: "new", b: "old" });
  assert.equal(things.put("x", { version: 2, a: "theirs", b: "old" }), true);
  assert.deepEqual(shown(), { version: 2, a: "theirs", b: "old" });
});
