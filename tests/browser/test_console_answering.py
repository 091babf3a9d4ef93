"""What goes with a reply: who else gets it, how its mail looks, until when it can be taken back, a first draft."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.browser.portal_walk import PIXEL
from tests.browser.test_console_editor import reply_field, writing
from tests.browser.watching import Watch, assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk


def test_a_reply_goes_to_whom_it_is_copied(page: Page, live: LocalDesk, watch: Watch) -> None:
    sent: list[dict[str, Any]] = []

    def keep(route: Route) -> None:
        sent.append(route.request.post_data_json)
        body = {name: value for name, value in sent[-1].items() if name != "cc"}
        route.continue_(post_data=json.dumps(body))

    page.route("**/replies", keep)
    writing(page, live)
    page.keyboard.type("Both of you")
    page.get_by_role("button", name="Add CC").click()
    copies = page.get_by_role("textbox", name="CC")
    expect(copies).to_be_focused()
    page.keyboard.type("ana@north.example; bo")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="bo is not an email address")).to_be_visible()
    page.keyboard.type("@west.example")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(copies).to_have_value("ana@north.example; bo@west.example")
    copies.press("Control+Enter")
    expect(reply_field(page)).to_have_value("")
    expect(copies).to_have_count(0)
    assert sent[0]["cc"] == ["ana@north.example", "bo@west.example"]
    page.locator(".message").get_by_role("button", name="Undo").click()
    expect(copies).to_have_value("ana@north.example, bo@west.example")


def test_a_reply_counts_down_while_it_can_be_taken_back(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live)
    page.keyboard.type("Too early")
    page.keyboard.press("Control+Enter")
    message = page.get_by_role("article").filter(has_text="Too early")
    for seconds in (r"\d+", "[1-7]"):
        expect(message.get_by_text(re.compile(f"sends in {seconds} s"))).to_be_visible()
    toast = page.locator(".toast")
    expect(toast.locator(".unseen")).to_have_text("Your reply will be sent in 10 seconds.")  # read out once, as it was
    expect(toast.locator("[aria-hidden=true]").first).not_to_have_text("Your reply will be sent in 10 seconds.")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(field).to_have_value("Too early")
    expect(message).to_have_count(0)


LETTER = """<!DOCTYPE html><html lang="en"><head><title>Re: Editor</title><style>p{color:red}</style></head>
<body style="margin:0;padding:16px;font-size:16px"><div style="max-width:38em" dir="auto">
<p>Please <strong>restart</strong> it.</p><script>parent.document.title = "run"</script>
<img src="https://elsewhere.example/x"><p style="margin:24px 0">
<a href="https://help.test/t/secret" style="background-color:#3b4fd8;color:#ffffff">Open</a></p></div>
</body></html>"""


TO = [{"name": "Maya Osei", "address": "maya@northpier.example"}]


def previewed(page: Page, status: int = 200) -> list[dict[str, Any]]:
    """What is asked of the desk for a preview, which it answers with a letter, or refuses."""
    asked: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json)
        letter = {"subject": "Re: Editor", "to": TO, "text": "Please restart it.", "html": LETTER}
        problem = {"type": "about:blank", "title": "x", "status": status, "detail": "No.", "code": "x", "errors": []}
        route.fulfill(status=status, json=letter if status == 200 else problem)

    page.route("**/replies/preview", answer)
    return asked


def test_the_preview_is_the_mail_and_runs_nothing_of_it(page: Page, live: LocalDesk, watch: Watch) -> None:
    asked = previewed(page)
    writing(page, live)
    page.keyboard.press("Control+Shift+o")
    dialog = page.get_by_role("dialog", name="The email as it will be sent")
    expect(dialog).to_contain_text("Nothing is written yet.")
    page.keyboard.press("Escape")
    page.keyboard.type("Please **restart** it.")
    page.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_role("definition")).to_have_text(["Maya Osei <maya@northpier.example>", "Re: Editor"])
    assert asked == [{"body": "Please **restart** it.", "attachments": []}]
    frame = dialog.frame_locator("iframe")
    expect(frame.locator("p").first).to_have_text("Please restart it.")
    expect(frame.locator("strong")).to_have_css("font-weight", "700")
    expect(frame.locator("p").first).not_to_have_css("color", "rgb(255, 0, 0)")
    expect(frame.locator("a")).to_have_css("background-color", "rgb(59, 79, 216)")
    expect(frame.locator("a")).not_to_have_attribute("href", re.compile("."))
    expect(frame.locator("script, style, img[src]")).to_have_count(0)
    assert page.title() != "run"
    in_both_schemes(page, lambda there: assert_accessible(there, "dialog"))
    dialog.get_by_text("As plain text").click()
    expect(dialog.locator("pre")).to_have_text("Please restart it.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(reply_field(page)).to_have_value("Please **restart** it.")


def test_the_preview_is_what_the_desk_makes_of_it(page: Page, live: LocalDesk) -> None:
    writing(page, live)
    page.keyboard.type("Please ")
    page.keyboard.press("Control+b")
    page.keyboard.type("restart")
    page.keyboard.press("Control+b")
    page.keyboard.type(" it:\n\n- first the till\nthen the printer\n")
    page.get_by_role("button", name="Preview").click()
    dialog = page.get_by_role("dialog", name="The email as it will be sent")
    expect(dialog.get_by_role("definition").first).to_contain_text("maya@northpier.example>")
    expect(dialog.get_by_role("definition").last).to_contain_text("TKT-")
    frame = dialog.frame_locator("iframe")
    expect(frame.locator("strong")).to_have_text("restart")
    expect(frame.locator("li")).to_have_text(["first the till", "then the printer"])


def test_a_preview_that_is_refused_can_be_asked_for_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    previewed(page, 422)
    writing(page, live)
    page.keyboard.type("Hello")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="The email as it will be sent")
    expect(dialog.get_by_role("alert")).to_contain_text("No.")
    page.unroute("**/replies/preview")
    previewed(page)
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.frame_locator("iframe").locator("strong")).to_have_text("restart")


def test_a_reply_is_drafted_from_the_composers_bar(page: Page, live: LocalDesk, watch: Watch) -> None:
    field = writing(page, live, "The printer prints twice")
    page.get_by_role("region", name="Write").get_by_role("button", name="Draft with AI").click()
    expect(field).not_to_have_value("")
    expect(field).to_be_focused()


_SCREENSHOT = """field => {
  const clip = new DataTransfer();
  clip.items.add(new File([Uint8Array.from(atob("PNG"), one => one.charCodeAt(0))], "image.png", {type: "image/png"}));
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clip, bubbles: true, cancelable: true}));
}""".replace("PNG", b64encode(PIXEL).decode())


def test_a_screenshot_pasted_while_offline_waits_and_goes_when_the_desk_is_back(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    field = writing(page, live)
    page.keyboard.type("See the picture")
    page.context.set_offline(True)
    field.evaluate(_SCREENSHOT)
    files = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    expect(files).to_contain_text("is sent once you are back online")
    expect(files).to_contain_text(re.compile(r"screenshot-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.png"))
    expect(field).to_have_value(re.compile(r"^See the picture\[image: screenshot-[\d-]+\.png\]$"))
    page.context.set_offline(False)
    expect(files.get_by_role("button", name=re.compile("^screenshot"))).to_be_visible(timeout=20_000)  # its thumbnail
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="See the picture")).to_contain_text("screenshot-")


def break_uploads(route: Route) -> None:
    """The file store is the only one that is sent anything but JSON."""
    to_store = route.request.method == "POST" and not urlsplit(route.request.url).path.startswith("/v1/")
    if to_store:
        route.abort()
    else:
        route.fallback()


def test_a_picture_that_fails_half_way_says_so_and_goes_on_asking(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED", "Failed to load resource")
    field = writing(page, live)
    page.keyboard.type("See the picture")
    page.route("**/*", break_uploads)
    field.evaluate(_SCREENSHOT)
    file = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    expect(file.get_by_role("alert")).to_contain_text("could not be uploaded")
    expect(field).to_have_value(re.compile("^See the picture"))
    page.unroute("**/*")
    file.get_by_role("button", name="Try again").click()
    expect(file.get_by_role("button", name=re.compile("^screenshot"))).to_be_visible()


def test_a_pasted_picture_is_shown_where_it_was_pasted_and_goes_with_its_file(page: Page, live: LocalDesk) -> None:
    field = writing(page, live)
    page.keyboard.type("Above ")
    field.evaluate(_SCREENSHOT)
    files = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    expect(files.get_by_role("button", name=re.compile("^screenshot"))).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.type(" below")
    page.get_by_role("button", name="Preview").click()
    frame = page.get_by_role("dialog").frame_locator("iframe")
    expect(frame.locator("img")).to_have_attribute("src", re.compile("^data:image/png"))
    page.keyboard.press("Escape")
    files.get_by_role("button", name=re.compile("^Remove")).click()
    expect(field).to_have_value("Above  below")
    field.evaluate(_SCREENSHOT)
    expect(files.get_by_role("button", name=re.compile("^screenshot"))).to_be_visible()
    page.keyboard.press("Control+Enter")
    said = page.get_by_role("article").filter(has_text="Above")
    expect(said.locator(".text img")).to_be_visible(timeout=20_000)
