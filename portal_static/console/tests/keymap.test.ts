import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMAND_IDS, COMMANDS } from "../src/keys/commands";
import { alwaysOn, ariaKeys, heard, type Press, shownKeys, whileTyping, written } from "../src/keys/keymap";

function press(key: string, more: Partial<Press> = {}): Press {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

test("Shift counts with letters, not with symbols that may need it", () => {
  assert.equal(written(press("X", { shiftKey: true })), "Shift+x");
  assert.equal(written(press("?", { shiftKey: true })), "?");
});

test("Ctrl and Cmd are one key, and Alt is never ours", () => {
  assert.equal(written(press("k", { ctrlKey: true })), "Mod+k");
  assert.equal(written(press("k", { metaKey: true })), "Mod+k");
  assert.equal(written(press("j", { altKey: true })), null);
});

test("on a keyboard of another script the place of the key decides", () => {
  assert.equal(written(press("о", { code: "KeyJ" })), "j");
});

test("caps lock changes nothing", () => {
  assert.equal(written(press("J")), "j");
});

test("two keys one after the other are one command, and a stranger in between forgets the first", () => {
  assert.deepEqual(heard(null, "g"), { run: null, waiting: "g" });
  assert.deepEqual(heard("g", "i"), { run: "go.inbox", waiting: null });
  assert.deepEqual(heard("g", "x"), { run: "select", waiting: null });
});

test("no two commands have the same keys", () => {
  const all = COMMAND_IDS.flatMap((id) => [...COMMANDS[id].keys]);
  assert.equal(new Set(all).size, all.length);
});

test("while somebody types, the palette and sending are all that is heard", () => {
  const heardThen = ["Mod+k", "Mod+Enter", "Mod+Shift+Enter"];
  assert.deepEqual(["j", "?", "Escape", "Mod+a", "Shift+Enter", ...heardThen].filter(whileTyping), heardThen);
  assert.deepEqual(["j", "Shift+x", "Escape", "Mod+k"].filter(alwaysOn), ["Escape", "Mod+k"]);
});

test("keys are shown as the machine's own keyboard has them", () => {
  assert.deepEqual(shownKeys("Mod+k", false), ["Ctrl", "K"]);
  assert.deepEqual(shownKeys("Mod+Enter", true), ["⌘", "↵"]);
  assert.deepEqual(shownKeys("g i", false), ["G", "I"]);
  assert.equal(ariaKeys("Mod+k", true), "Meta+k");
  assert.equal(ariaKeys("g i", true), undefined);
});
