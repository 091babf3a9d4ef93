"""The composer's small editor: marks, lists and links in a text field, and rich text pasted as Markdown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chalicelib.assets import ROOT
from tests.browser.conftest import OpenPage
from tests.browser.console import new_ticket, sign_in
from tests.browser.watching import Watch, assert_accessible, assert_reflows, come_to_rest, in_both_schemes
from tests.support.local_desk import LocalDesk

PASTES = ROOT / "console" / "tests" / "pastes"
_ADDED = re.compile(r' (?:dir="auto"|rel="[^"]*")')
_PASTE = """(field, [html, plain]) => {
  const clip = new DataTransfer();
  clip.setData("text/html", html);
  clip.setData("text/plain", plain);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clip, bubbles: true, cancelable: true}));
}"""


def reply_field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Reply to the customer")


def writing(page: Page, live: LocalDesk, title: str = "Editor") -> Locator:
    """The field of a new ticket's reply, with the editor's bar below it."""
    sign_in(page, live, f"/console/tickets/{new_ticket(live, title)}")
    field = reply_field(page)
    field.focus()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    come_to_rest(page)  # its keys are heard from the next frame on
    return field


def paste(field: Locator, html: str, plain: str = "") -> None:
    field.evaluate(_PASTE, [html, plain])


def test_keys_mark_what_is_selected_and_the_browsers_undo_takes_it_back(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    field = writing(page, live)
    keys = page.keyboard
    keys.type("Please restart it")
    keys.press("Control+Shift+ArrowLeft")
    keys.press("Control+b")
    expect(field).to_have_value("Please restart **it**")
    keys.press("Control+i")
    expect(field).to_have_value("Please restart **_it_**")
    keys.press("Control+z")
    keys.press("Control+z")
    expect(field).to_have_value("Please restart it")
    keys.press("Control+e")
    expect(field).to_have_value("Please restart `it`")
    keys.press("Control+e")
    keys.press("Control+k")
    keys.type("https://help.example/restart")
    expect(field).to_have_value("Please restart [it](https://help.example/restart)")
    expect(page.get_by_role("dialog")).to_have_count(0)  # elsewhere these keys open the palette
    keys.press("Control+Enter")
    link = page.get_by_role("article").get_by_role("link", name="it", exact=True)
    expect(link).to_have_attribute("href", "https://help.example/restart")


def test_a_list_goes_on_by_itself_and_ends_on_an_empty_item(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live)
    keys = page.keyboard
    keys.press("Control+Shift+Digit7")
    keys.type("Open it\nClose it")
    expect(field).to_have_value("1. Open it\n2. Close it")
    keys.press("Control+Shift+Digit8")
    expect(field).to_have_value("1. Open it\n\n- Close it")
    keys.press("Control+z")
    keys.press("End")
    keys.type("\n\nThat is all")
    expect(field).to_have_value("1. Open it\n2. Close it\nThat is all")


def test_the_bar_is_one_tab_stop_and_arrows_go_along_it(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live)
    keys = page.keyboard
    keys.type("Said before")
    keys.press("Tab")
    bar = page.get_by_role("toolbar", name="Formatting")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    keys.press("End")
    expect(bar.get_by_role("button", name="Preview")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Code")).to_be_focused()
    expect(page.locator(".tooltip")).to_contain_text("Ctrl E")
    keys.press("ArrowLeft")
    keys.press("Enter")
    expect(field).to_have_value("> Said before")
    expect(field).to_be_focused()
    keys.press("Tab")
    expect(bar.get_by_role("button", name="Quote")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name="Attach")).to_be_focused()


def test_the_sheet_of_shortcuts_names_the_keys_of_a_text(page: Page, live: LocalDesk, watch: Watch) -> None:
    writing(page, live)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts").get_by_role("region", name="Formatting")
    expect(sheet.locator("div").filter(has_text="Numbered list")).to_have_text("Numbered listCtrlShift7")


@pytest.mark.parametrize("name", ["word-bullets", "gmail-formatted", "sheets-table", "notion-page"])
def test_rich_text_is_pasted_as_markdown_and_shown_as_it_was(
    page: Page, live: LocalDesk, watch: Watch, name: str
) -> None:
    field = writing(page, live, name)
    page.keyboard.type("Before ")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    paste(field, (PASTES / f"{name}.html").read_text(encoding="utf-8"), "as plain text")
    markdown = (PASTES / f"{name}.md").read_text(encoding="utf-8").strip()
    expect(field).to_have_value(f"Before \n\n{markdown}")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Before \n\n")
    page.keyboard.press("Control+Shift+z")
    with page.expect_response("**/replies") as sent:
        page.keyboard.press("Control+Enter")
    shown = (PASTES / f"{name}.shown.html").read_text(encoding="utf-8").strip()
    assert _ADDED.sub("", sent.value.json()["body_html"]).strip().endswith(shown)


def test_plain_paste_stays_plain(open_page: OpenPage, live: LocalDesk, watch: Watch) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    field = writing(page, live)
    kinds = {"text/html": "<p>one <b>two</b></p>", "text/plain": "one two"}
    page.evaluate(
        """kinds => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
          Object.entries(kinds).map(([type, text]) => [type, new Blob([text], {type})])))])""",
        kinds,
    )
    page.keyboard.press("Control+v")
    expect(field).to_have_value("one **two**")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Shift+v")
    expect(field).to_have_value("one two")


def test_what_is_too_long_is_cut_and_said(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live)
    words = f"<span style='font-size:11.0pt;mso-fareast-language:EN-US'><b>Line</b> of {'a report ' * 20}</span>"
    row = f"<p class=MsoNormal>{words}</p>\n"
    html = f"<style>{'x{}' * 500_000}</style>" + row * (3_500_000 // len(row))
    took = field.evaluate(
        f"async (field, given) => {{ const begin = performance.now(); ({_PASTE})(field, given);"
        "await new Promise(done => field.addEventListener('input', done, {once: true}));"
        "return performance.now() - begin; }",
        [html, "plain"],
    )
    assert took < 5_000  # on a busy machine; about half a second by itself
    expect(page.get_by_role("alert").filter(has_text="too long for one message")).to_be_visible()
    written = field.input_value()
    assert 90_000 < len(written) <= 100_000
    assert written.endswith("a report a report")


def test_an_office_programs_picture_of_a_text_is_left_out(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live)
    field.evaluate(
        """(field, html) => {
          const clip = new DataTransfer();
          clip.setData("text/html", html);
          clip.items.add(new File(["x"], "image.png", {type: "image/png"}));
          field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clip, bubbles: true, cancelable: true}));
        }""",
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
    )
    expect(field).to_have_value("```\nA  B\n-  -\n1  2\n```")
    expect(page.get_by_role("list", name="Attachments")).to_have_count(0)


def test_colleagues_are_called_and_stand_out_in_a_note(page: Page, live: LocalDesk, watch: Watch) -> None:
    writing(page, live)
    page.get_by_role("button", name="Internal note").click()
    page.keyboard.type("@")
    option = page.get_by_role("option").first
    option.wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    note = page.get_by_role("textbox", name="Internal note")
    called = note.input_value()
    page.keyboard.press("Control+z")
    expect(note).to_have_value("@")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.type("please, and not @nobody")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").locator("mark")).to_have_text(called.strip())


def test_the_editor_is_for_everybody(page: Page, phone: Page, live: LocalDesk, watch: Watch) -> None:
    for opened in (page, phone):
        writing(opened, live)
        opened.get_by_role("button", name="Add CC").click()
        expect(opened.get_by_role("textbox", name="CC")).to_be_visible()
        in_both_schemes(opened, lambda there: assert_accessible(there, ".composer"))
        assert_reflows(opened)
