import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { toMarkdown } from "../src/views/ticket/composer/editor/toMarkdown";

const FOLDER = "tests/pastes";
const read = (name: string): string => readFileSync(`${FOLDER}/${name}`, "utf8");
const samples = readdirSync(FOLDER).filter((name) => name.endsWith(".html") && !name.endsWith(".shown.html"));

test("what programs put into the clipboard becomes the Markdown beside it", () => {
  assert.equal(true, samples.length >= 30);
  for (const name of samples)
    assert.equal(toMarkdown(read(name)).text, read(name.replace(/html$/, "md")).trimEnd(), name);
});

test("what has no more to it than lines is left to the plain text", () => {
  const plain = samples.filter((name) => !toMarkdown(read(name)).rich);
  assert.deepEqual(plain, ["plain-paragraphs.html", "sheets-one-cell.html"]);
});

test("nothing of a script, a style or an address that runs one is left", () => {
  const { text } = toMarkdown(
    '<a href="javascript:alert(1)">a</a><script>b</script><style>c</style><img src=x onerror=d alt="e"><svg><text>f</text></svg><a href="data:text/html,g">h</a><iframe srcdoc="i">j</iframe>',
  );
  assert.equal(text, "afh");
});

test("whatever HTML it is, there is an end to it", () => {
  const deep = toMarkdown(`${"<div><b>".repeat(5_000)}x`);
  assert.equal(deep.text, "**x**");
  for (const broken of [
    "<",
    "<a",
    '<a href="',
    "<!--",
    "<style>x",
    "&#x110000;",
    "<p <p>a",
    "</p></div>b",
    "<td>c<li>d",
  ])
    assert.equal(typeof toMarkdown(broken).text, "string");
  assert.equal(toMarkdown("1 < 2 &amp;&amp; 3 &lt; 4").text, "1 < 2 && 3 < 4");
});

test("five megabytes from a word processor take no longer than a message's worth", () => {
  const paragraph = `<p class=MsoNormal style='margin-bottom:8.0pt'><span lang=EN-GB style='font-size:11.0pt;mso-fareast-language:EN-US'>${"Some words of <b>a report</b>. ".repeat(8)}<o:p></o:p></span></p>\n`;
  const take = (html: string): number => {
    const begin = performance.now();
    toMarkdown(html);
    return performance.now() - begin;
  };
  const pages = (characters: number): string => paragraph.repeat(characters / paragraph.length);
  assert.equal(toMarkdown(pages(5_000_000)).text.length > 100_000, true); // as much as fits, and a little more
  assert.equal(take(pages(5_000_000)) < 20 * take(pages(500_000)) + 200, true);
  for (const hostile of ['<a title="', "<!-", "<li>", "<b", "&#", "<p>"])
    assert.equal(take(hostile.repeat(100_000)) < 5_000, true, hostile);
});
