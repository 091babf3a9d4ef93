import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, fitted, pictureAfter, want, withPictures } from "../src/store/tickets/pictures";
import { answer, asked, enter } from "./desk";

const LINKS = "tickets/TKT-0001/files/links";
const later = (): Promise<void> => new Promise((go) => setTimeout(go, 80));

test("keys go to the message's other pictures, and no further", () => {
  const after = (key: string, at: number): number | null => pictureAfter(key, at, 3);
  assert.deepEqual([after("ArrowRight", 0), after("ArrowRight", 2), after("ArrowLeft", 1)], [1, 2, 0]);
  assert.deepEqual([after("ArrowLeft", 0), after("Home", 2), after("End", 0)], [0, 0, 2]);
  assert.deepEqual([after("Escape", 1), after("a", 1)], [null, null]);
});

test("a picture takes its own room, or less in the same form", () => {
  const most = { width: 240, height: 144 };
  assert.deepEqual(fitted({ width: 20, height: 10 }, most), { width: 20, height: 10 });
  assert.deepEqual(fitted({ width: 2400, height: 100 }, most), { width: 240, height: 10 });
  assert.deepEqual(fitted({ width: 100, height: 90_000 }, most), { width: 1, height: 144 });
});

test("words stand for pictures in turn, each of them once", () => {
  const [one, two, other] = [{ mark: "[a]" }, { mark: "[a]" }, { mark: null }];
  const left = [one, two, other];
  assert.deepEqual(withPictures("x [a][a] [a] y", left), ["x ", one, two, " [a] y"]);
  assert.deepEqual(left, [other]);
  assert.deepEqual(withPictures("[b] then [a]", [one, { mark: "[b]" }]), [{ mark: "[b]" }, " then ", one]);
});

test("pictures that come into view together are asked for at once, and again when their links run out", async () => {
  enter();
  asked.length = 0;
  let [until, version] = [Date.now() + 300_000, 1];
  answer(LINKS, () => ({
    items: ["a", "b"].map((id) => ({ id, url: `https://files.example/${id}?${version}` })),
    expires_at: new Date(until).toISOString(),
  }));
  for (const id of ["a", "b", "a", "gone"]) want("TKT-0001", id);
  await later();
  assert.deepEqual(asked, [LINKS]);
  assert.equal(addressOf("TKT-0001", "b").value, "https://files.example/b?1");
  assert.equal(addressOf("TKT-0001", "gone").value, null);
  want("TKT-0001", "a");
  await later();
  assert.equal(asked.length, 1);
  [until, version] = [Date.now() + 1_000, 2];
  want("TKT-0001", "gone");
  await later();
  want("TKT-0001", "a");
  await later();
  assert.deepEqual([asked.length, addressOf("TKT-0001", "a").value], [3, "https://files.example/a?2"]);
});
