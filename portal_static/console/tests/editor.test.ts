import assert from "node:assert/strict";
import { test } from "node:test";
import { entered, lined } from "../src/views/ticket/composer/editor/lines";
import { linked } from "../src/views/ticket/composer/editor/links";
import { BOLD, coded, ITALIC, marked } from "../src/views/ticket/composer/editor/marks";
import type { Edited, Selected } from "../src/views/ticket/composer/editor/selected";

/** A text with what is selected in it between `‹` and `›`; or with a cursor at `|`. */
function at(shown: string): Selected {
  const start = shown.search(/[‹|]/);
  const text = shown.replace(/[‹›|]/g, "");
  return { text, start, end: shown.includes("›") ? shown.indexOf("›") - 1 : start };
}

function shown({ text }: Selected, edit: Edited | null): string | null {
  if (!edit) return null;
  const after = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  const start = edit.start ?? edit.from + edit.text.length;
  const end = edit.end ?? start;
  if (start === end) return `${after.slice(0, start)}|${after.slice(start)}`;
  return `${after.slice(0, start)}‹${after.slice(start, end)}›${after.slice(end)}`;
}

type Edit = (selected: Selected) => Edited | null;

function becomes(edit: Edit, cases: Record<string, string | null>): void {
  for (const [before, after] of Object.entries(cases)) {
    const selected = at(before);
    assert.equal(shown(selected, edit(selected)), after, before);
  }
}

const bold: Edit = (selected) => marked(selected, BOLD);
const italic: Edit = (selected) => marked(selected, ITALIC);

test("what is selected is marked, without the blanks around it and never within a word", () => {
  becomes(bold, {
    "a ‹word› here": "a **‹word›** here",
    "a ‹ word ›here": "a  **‹word›** here",
    "un‹bedingt› ja": "**‹unbedingt›** ja",
    "a wo|rd": "a **wo|rd**",
    "a |": "a **|**",
    "|": "**|**",
  });
  becomes(italic, { "‹so›!": "_‹so›_!" });
});

test("the same key takes it off again, wherever in it one stands", () => {
  becomes(bold, {
    "a **‹word›** here": "a ‹word› here",
    "a ‹**word**› here": "a ‹word› here",
    "two **marked wo|rds** here": "two marked wo|rds here",
    "**one** t|wo **three**": "**one** **t|wo** **three**",
    "a **|**": "a |",
  });
  becomes(italic, { "snake_ca|se _it_": "_snake_ca|se_ _it_", "so _i|t_ is": "so i|t is" });
});

test("behind the last word that is marked the same key goes on unmarked", () => {
  becomes(bold, { "so **good|**": "so **good**|", "so **go|od**": "so go|od" });
  becomes(italic, { "_so|_ far": "_so_| far" });
});

test("each of several lines is marked by itself, behind the sign of its item", () => {
  becomes(bold, {
    "‹- one\n- two\n\nthree›": "‹- **one**\n- **two**\n\n**three**›".replace("‹- **one", "- ‹**one"),
    "- ‹**one**\n- **two**›": "- ‹one\n- two›",
    "‹one\n**two**›": "‹**one**\n**two**›",
  });
});

test("code is marked on a line, and fenced where it has several", () => {
  becomes(coded, {
    "run ‹npm ci› now": "run `‹npm ci›` now",
    "run `npm |ci` now": "run npm |ci now",
    "‹a `b` c›": "`‹` a `b` c `›`",
    "‹one\ntwo›": "```\n‹one\ntwo›\n```",
    "```\n‹one\ntwo›\n```": "‹one\ntwo›",
  });
});

test("lines become a list, another list, and lines again", () => {
  const bullets: Edit = (selected) => lined(selected, "bullets");
  const numbers: Edit = (selected) => lined(selected, "numbers");
  becomes(bullets, {
    "o|ne": "- o|ne",
    "- o|ne": "o|ne",
    "‹one\ntwo›": "‹- one\n- two›",
    "‹- one\n- two›": "‹one\ntwo›",
    "‹1. one\n2. two›": "‹- one\n- two›",
    "|": "- |",
    "one|\nthen": "- one|\n\nthen",
  });
  becomes(numbers, { "‹one\n\ntwo›\n": "‹1. one\n\n2. two›\n", "‹- one\n- two›": "‹1. one\n2. two›" });
});

test("a quote goes on over empty lines, and ends before what follows", () => {
  const quote: Edit = (selected) => lined(selected, "quote");
  becomes(quote, {
    "‹one\n\ntwo›\nmine": "‹> one\n>\n> two›\n\nmine",
    "‹> one\n>\n> two›": "‹one\n\ntwo›",
    "> on|e": "on|e",
  });
});

test("Enter begins the next item, and ends the list on an empty one", () => {
  becomes(entered, {
    "- one|": "- one\n- |",
    "- one\n- |": "- one\n|",
    "- one\n  - |": "- one\n- |",
    "1. one|\n2. two\nthen": "1. one\n2. |\n3. two\nthen",
    "9) one|": "9) one\n10) |",
    "> said|": "> said\n> |",
    "> - a|": "> - a\n> - |",
    "> said\n> |": "> said\n|",
    "- on|e": "- on\n- |e",
    "one|": null,
    "|- one": null,
    "```\n- one|": null,
  });
});

test("a link asks for its address, keeps one that is selected, and is taken off", () => {
  becomes(linked, {
    "see ‹the page› now": "see [the page](‹https://›) now",
    "see pa|ge": "see [page](‹https://›)",
    "‹https://help.example/a›": "[|](https://help.example/a)",
    "see |": "see [|](https://)",
    "see [the pa|ge](https://help.example) now": "see ‹the page› now",
  });
});
