import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMAND_IDS, COMMANDS } from "../src/keys/commands";
import {
  alwaysOn,
  ariaKeys,
  heard,
  type Press,
  shownKeys,
  textCommand,
  whileTyping,
  written,
} from "../src/keys/keymap";

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

test("no two commands have the same keys in the same place", () => {
  for (const within of [true, false]) {
    const ids = COMMAND_IDS.filter((id) => (COMMANDS[id].group === "text") === within);
    const all = ids.flatMap((id) => [...COMMANDS[id].keys]);
    assert.equal(new Set(all).size, all.length);
  }
});

test("keys of a text are heard in it alone, and there before others", () => {
  const link = press("k", { code: "KeyK", ctrlKey: true });
  assert.deepEqual([textCommand(link, false), heard(null, "Mod+k").run], ["link", "palette"]);
  assert.deepEqual([heard(null, "Mod+b").run, heard(null, "Mod+e").run], [null, null]);
  assert.equal(textCommand(press("k"), false), null);
});

test("on a Mac Ctrl edits text in the system's own ways, and Cmd in ours", () => {
  const pressed = (more: Partial<Press>): (string | null)[] =>
    [true, false].map((mac) => textCommand(press("b", more), mac));
  assert.deepEqual(pressed({ ctrlKey: true }), [null, "bold"]);
  assert.deepEqual(pressed({ metaKey: true }), ["bold", null]);
});

test("a digit with Ctrl and Shift is a digit, whatever else stands on its key", () => {
  const typed = (key: string): string | null =>
    textCommand(press(key, { code: "Digit8", ctrlKey: true, shiftKey: true }), false);
  assert.deepEqual(["*", "(", "8"].map(typed), ["bullets", "bullets", "bullets"]);
  assert.equal(written(press("8", { code: "Digit8", ctrlKey: true })), "Mod+8");
});

test("while somebody types, the palette, sending and its preview are all that is heard", () => {
  const heardThen = ["Mod+k", "Mod+Enter", "Mod+Shift+Enter", "Mod+Shift+o"];
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
