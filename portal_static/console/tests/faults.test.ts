import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api/problem";
import { type Told, teller } from "../src/store/desk/faults";
import { online } from "../src/store/desk/online";

function told(...faults: unknown[]): Told[] {
  const sent: Told[] = [];
  const tell = teller((one) => sent.push(one));
  for (const fault of faults) tell(fault);
  return sent;
}

test("a fault is told once, with where it was and by what build", () => {
  const fault = new TypeError("x is not a function");
  const [one, ...others] = told(fault, fault, new TypeError("x is not a function"));
  assert.equal(others.length, 0);
  assert.equal(one?.message, "TypeError: x is not a function");
  assert.equal(one?.route, "/console/tickets");
  assert.match(one?.build ?? "", /^[\w.-]{1,64}$/);
});

test("a page tells of five faults and no more", () => {
  const faults = Array.from({ length: 9 }, (_, at) => new Error(`fault ${at}`));
  assert.deepEqual(
    told(...faults).map((one) => one.message),
    [0, 1, 2, 3, 4].map((at) => `Error: fault ${at}`),
  );
});

test("what the desk refused, what is harmless and what says nothing isn't told", () => {
  const refused = new Problem({ status: 500, code: "internal_error", detail: "Something went wrong." });
  assert.deepEqual(told(refused, "ResizeObserver loop limit exceeded", undefined, ""), []);
});

test("nothing is told while the desk can't be reached", () => {
  online.value = false;
  assert.deepEqual(told(new Error("Failed to fetch")), []);
  online.value = true;
});

test("a long message is cut between characters", () => {
  const [one] = told("😀".repeat(600));
  assert.equal([...(one?.message ?? "")].length, 500);
  assert.equal(one?.message.endsWith("😀"), true);
});
