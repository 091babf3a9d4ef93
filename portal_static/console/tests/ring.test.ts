import assert from "node:assert/strict";
import { test } from "node:test";
import { unread } from "../src/store/desk/directory";
import { sound } from "../src/store/desk/preferences";
import { ringForNews } from "../src/store/desk/ring";

const kept = new Map<string, string>();
let notes = 0;
const activation = { hasBeenActive: true };
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  },
  AudioContext: class {
    currentTime = 0;
    resume = (): Promise<void> => Promise.resolve();
  },
  GainNode: class {
    gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
    connect = (): unknown => this;
  },
  OscillatorNode: class {
    connect = (to: unknown): unknown => to;
    start = (): number => notes++;
    stop = (): void => undefined;
  },
});
Object.defineProperty(globalThis, "navigator", { value: { userActivation: activation, languages: [] } });

/** How many tones were begun when the desk counted so many notices, one after the other. */
async function heardAt(...numbers: readonly number[]): Promise<number> {
  unread.value = 0;
  ringForNews();
  kept.delete("workestra.rung");
  notes = 0;
  for (const number of numbers) {
    unread.value = number;
    ringForNews();
    await new Promise((done) => setTimeout(done, 5));
  }
  return notes / 2;
}

test("nothing is heard before somebody chose so", async () => {
  assert.equal(await heardAt(1, 2), 0);
});

test("each new notice is heard, and reading one is not", async () => {
  sound.value = true;
  assert.equal(await heardAt(1, 3, 3, 2), 2);
  sound.value = false;
});

test("a tab rings for nothing that another one rang for", async () => {
  sound.value = true;
  await heardAt(0);
  kept.set("workestra.rung", JSON.stringify({ at: Date.now() - 30_000, of: 4 }));
  unread.value = 4;
  ringForNews();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(notes, 0);
  kept.set("workestra.rung", "nonsense");
  unread.value = 5;
  ringForNews();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(notes, 2);
  sound.value = false;
});

test("nothing is played where nobody has clicked or typed yet", async () => {
  sound.value = true;
  activation.hasBeenActive = false;
  assert.equal(await heardAt(1), 0);
  sound.value = false;
});
