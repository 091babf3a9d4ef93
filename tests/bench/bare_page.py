"""A page with nothing but a fixed piece of plain JavaScript, which what a browser does is told by.

A key or a click has it write and read JSON, sort it, and show a new list of it: script, layout and painting, as a page
of ours has them. What makes a browser slower, the machine or Chromium's own brake, makes both slower.
"""

from __future__ import annotations

from playwright.sync_api import Browser, Page

ROWS = 40
ABOUT = f"a page of its own that shows {ROWS} rows anew at a press, in plain JavaScript"

# Not to be changed: every promise of the browser's time is a multiple of it.
_PAGE = (
    """<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>
<style>li { display: flex; gap: 8px; padding: 4px; border-bottom: 1px solid #ddd } b { flex: 1 }</style>
<button>Show</button><ul></ul>
<script>
  const rows = Array.from({length: """
    + str(ROWS)
    + """}, (_, number) => ({
    number, title: `Label printer ${number} prints twice`, labels: ["driver", "label", "update"],
    contact: {name: `Maya Osei ${number}`, email: `maya${number}@northpier.example`},
  }));
  let turn = 0;
  function show() {
    turn += 1;
    let read = rows;
    for (let again = 0; again < 8; again += 1) read = JSON.parse(JSON.stringify(read));
    read.sort((one, other) => ((one.number * 7 + turn) % 101) - ((other.number * 7 + turn) % 101));
    const list = document.createElement("ul");
    for (const row of read) {
      const line = document.createElement("li");
      for (const [name, text] of [["b", row.title], ["span", row.contact.name], ["i", row.labels.join(" ")]]) {
        line.append(Object.assign(document.createElement(name), {textContent: `${text} ${turn}`}));
      }
      list.append(line);
    }
    document.querySelector("ul").replaceWith(list);
    document.body.dataset.turn = String(turn);
  }
  addEventListener("keydown", show);
  document.querySelector("button").addEventListener("click", show);
</script></html>"""
)


def open_bare(browser: Browser) -> Page:
    """The page, in a process of its own, warm."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_content(_PAGE)
    for _ in range(10):
        page.keyboard.press("j")
    page.wait_for_function("document.body.dataset.turn === '10'")
    return page
