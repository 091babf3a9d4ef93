import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { available, lend, run } from "../src/keys/handlers";

let carriedOut: string[] = [];
let returned: (() => void)[] = [];

beforeEach(() => {
  for (const each of returned) each();
  [carriedOut, returned] = [[], []];
});

function lent(name: string, first?: () => boolean): void {
  const tell = (id: string) => () => void carriedOut.push(`${name}: ${id}`);
  returned.push(lend({ handlers: { priority: tell("priority"), archive: undefined }, first }));
}

test("of several who can, the one that came last carries a command out", () => {
  lent("list");
  lent("ticket");
  run("priority");
  assert.deepEqual(carriedOut, ["ticket: priority"]);
});

test("what goes first is asked before those that came later, as long as it says so", () => {
  let seen = true;
  lent("bar", () => seen);
  lent("ticket");
  run("priority");
  seen = false;
  run("priority");
  assert.deepEqual(carriedOut, ["bar: priority", "ticket: priority"]);
});

test("what nobody lends, or only without a handler, can't be done", () => {
  lent("bar", () => true);
  assert.deepEqual([run("archive"), run("merge"), available()], [false, false, ["priority"]]);
  returned.pop()?.();
  assert.deepEqual(available(), []);
});
