import assert from "node:assert/strict";
import { test } from "node:test";
import { propsOf, targetOf } from "../src/views/ticket/thread/richTags";

const of = (attributes: Record<string, string>) => (name: string) => attributes[name] ?? null;

test("what a mail is drawn with has numbers and directions of its own, and nothing else", () => {
  const bad = { style: "position:fixed", class: "send", id: "x", onclick: "alert(1)", dir: "ltr" };
  assert.deepEqual(propsOf("p", of(bad)), { dir: "auto" });
  assert.deepEqual(propsOf("b", of(bad)), {});
  assert.deepEqual(propsOf("ol", of({ ...bad, start: "4" })), { start: "4" });
  assert.deepEqual(propsOf("li", of({ value: "7", start: "4" })), { dir: "auto", value: "7" });
  assert.deepEqual(propsOf("td", of({ colspan: "2", rowspan: "999" })), { dir: "auto", colSpan: "2" });
});

test("other tags are none, whoever sent them", () => {
  for (const tag of ["script", "style", "svg", "math", "form", "input", "iframe", "div", "span", "font", "img", "a"])
    assert.equal(propsOf(tag, of({})), null, tag);
});

test("links lead to pages, mail and telephones alone", () => {
  for (const href of ["https://a.example/", "http://a.example", "mailto:m@a.example", "TEL:+49"])
    assert.equal(targetOf(href), href);
  for (const href of [null, "", "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "/x", "//a.example"])
    assert.equal(targetOf(href), null);
});
