import assert from "node:assert/strict";
import { test } from "node:test";
import { online, reached } from "../src/store/desk/online";

test("an answer that was on its way when the network went doesn't bring it back", async () => {
  let there = false;
  const asked: string[] = [];
  globalThis.fetch = async (input) => {
    asked.push(String(input));
    if (!there) throw new TypeError("Failed to fetch");
    return new Response();
  };
  const said = { onLine: false, languages: [] };
  Object.defineProperty(globalThis, "navigator", { value: said, configurable: true });
  reached(false);
  reached(true);
  await new Promise((soon) => setTimeout(soon));
  assert.deepEqual([online.value, asked], [false, ["/health"]]);
  there = true; // the desk is on this machine: the browser knows of no network, and it answers all the same
  reached(true);
  await new Promise((soon) => setTimeout(soon));
  assert.equal(online.value, true);
});

test("where the browser knows of a network an answer is enough", () => {
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true, languages: [] }, configurable: true });
  reached(false);
  reached(true);
  assert.equal(online.value, true);
});
