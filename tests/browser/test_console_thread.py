"""An open ticket in the console: what was said, what was done, files, and mails that mean harm."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import make_msgid

from playwright.sync_api import Page, expect

from tests.browser.console import api, mail, new_ticket, posted, sent, set_field, sign_in
from tests.browser.watching import Watch, assert_accessible
from tests.support.drawn import png
from tests.support.local_desk import LocalDesk

BREAKING_OUT = """<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">
</head><body onload="top.location='https://evil.example/'"><h1>Please look</h1>
<script>top.document.title = "broken"; parent.postMessage("x", "*")</script>
<form action="https://evil.example/" target="_top"><input name="q" autofocus onfocus="top.x=1"><button>Go</button>
</form>
<a id="up" href="javascript:top.location='https://evil.example/'" target="_top">up</a>
<svg onload="top.x=1"></svg><iframe src="https://evil.example/"></iframe><object data="https://evil.example/"></object>
<img src="https://tracker.example/pixel.gif"><style>@import "https://evil.example/x.css"; body{position:fixed}</style>
</body></html>"""


def test_the_conversation_tells_what_was_said_and_what_was_done(page: Page, live: LocalDesk, watch: Watch) -> None:
    markdown = {"body_format": "markdown"}
    ref = new_ticket(live, "Told in order", description="The *first* words.\n\n<b>no tag</b>", **markdown)
    api(live, "POST", f"tickets/{ref}/replies", {"body": "We look into **it**.", "status": "waiting", **markdown})
    api(live, "POST", f"tickets/{ref}/notes", {"body": "The proxy again."})
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "A new proxy."})
    sign_in(page, live, f"/console/tickets/{ref}")
    ticket = page.get_by_role("region", name=ref, exact=True)
    description = ticket.get_by_role("region", name="Description")
    expect(description.locator("em")).to_have_text("first")
    expect(description).to_contain_text("<b>no tag</b>")
    said = ticket.get_by_role("region", name="Conversation").get_by_role("article")
    expect(said).to_have_count(2)
    expect(said.nth(0).locator("strong")).to_have_text("it")
    expect(said.nth(1)).to_contain_text("Internal note")
    expect(ticket).to_contain_text("set the status to Waiting")
    expect(ticket).to_contain_text("resolved the ticket")
    expect(ticket.get_by_role("region", name="Resolution")).to_contain_text("A new proxy.")


def test_much_that_was_done_folds_into_one_line_that_stays_unfolded(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Folded", description="Told.")
    for changes in ({"priority": "high"}, {"channel": "phone"}, {"type": "bug_report"}, {"title": "Folded up"}):
        api(live, "PATCH", f"tickets/{ref}", changes)
    sign_in(page, live, f"/console/tickets/{ref}")
    fold = page.locator("details.fold")
    deed = fold.get_by_text("set the channel to Phone")
    expect(fold.locator("summary")).to_have_text(re.compile(r"^[45] changes by "))
    expect(deed).to_be_hidden()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(deed).to_be_visible()
    assert_accessible(page)
    set_field(page, "Status", "Waiting")
    expect(fold.get_by_text("set the status to Waiting")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Folded up").first.click()
    expect(deed).to_be_visible()


def test_what_was_undone_is_one_line_that_says_what_went_back(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Done and undone", description="Told.")
    sign_in(page, live, f"/console/tickets/{ref}")
    talk = page.get_by_role("region", name="Conversation")
    set_field(page, "Status", "Waiting")
    expect(talk.get_by_text("set the status to Waiting")).to_be_visible()
    page.keyboard.press("z")
    expect(talk.get_by_text("undid: Status Waiting → Open")).to_be_visible()
    expect(talk.get_by_text("set the status to Waiting")).to_have_count(0)


def test_a_solution_that_was_none_and_an_urgency_that_is_over_are_not_shown_as_current(
    page: Page, live: LocalDesk
) -> None:
    ref = new_ticket(live, "Resolved too early", description="Told.")
    api(live, "POST", f"tickets/{ref}/escalate", {"reason": "The shop is down"})
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "A new proxy."})
    api(live, "PATCH", f"tickets/{ref}", {"status": "open"})
    sign_in(page, live, f"/console/tickets/{ref}")
    escalation = page.get_by_role("region", name="Escalation")
    expect(escalation).to_contain_text("The shop is down")
    set_field(page, "Priority", "Low")
    expect(escalation).to_have_count(0)
    expect(page.get_by_role("region", name="Resolution")).to_have_count(0)
    expect(page.locator("#resolution").get_by_text("A new proxy.")).to_be_hidden()
    page.get_by_text(re.compile(r"^Resolved on .+, reopened on ")).click()
    expect(page.locator("#resolution").get_by_text("A new proxy.")).to_be_visible()


def test_a_mail_that_wants_out_of_its_frame_stays_in(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = mail(live, "Breaking out", "Please look", BREAKING_OUT)
    sign_in(page, live, f"/console/tickets/{ref}")
    page.get_by_role("button", name="Show original").click()
    frame = page.frame_locator("iframe.mail")
    expect(frame.get_by_role("heading", name="Please look")).to_be_visible()
    expect(page.get_by_text("1 remote image was not loaded")).to_be_visible()
    for gone in ("script", "form", "iframe", "object", "meta[http-equiv]", "[onload]", "[href^=javascript]"):
        expect(frame.locator(f"body {gone}, head {gone}")).to_have_count(0)
    assert "/console/tickets/" in page.url
    assert page.title() != "broken"
    inside = page.frames[-1]
    assert inside.evaluate("self.origin") == "null"


def test_pictures_from_elsewhere_come_when_they_are_asked_for(page: Page, live: LocalDesk, watch: Watch) -> None:
    picture = '<p>See</p><img alt="chart" src="https://pictures.example/chart.png">'
    ref = mail(live, "With a picture", "See", picture)
    page.context.route("https://pictures.example/**", lambda route: route.abort())
    sign_in(page, live, f"/console/tickets/{ref}")
    page.get_by_role("button", name="Show original").click()
    expect(page.frame_locator("iframe.mail").get_by_text("See")).to_be_visible()
    assert not any("pictures.example" in trouble for trouble in watch.troubles)
    with page.expect_request("https://pictures.example/chart.png"):
        page.get_by_role("button", name="Load images").click()
    watch.expect("pictures.example")


def test_earlier_messages_come_without_moving_the_reader(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "A long story")
    for number in range(120):
        api(live, "POST", f"tickets/{ref}/notes", {"body": f"Note number {number}"})
    sign_in(page, live, f"/console/tickets/{ref}")
    expect(page.get_by_text("Note number 119", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("Note number 10", exact=True)).to_have_count(0)
    for first in (40, 0):
        page.get_by_role("button", name="Show earlier messages").scroll_into_view_if_needed()
        page.get_by_role("button", name="Show earlier messages").click()
        if first:
            expect(page.get_by_text(f"Note number {first}", exact=True)).to_be_attached()
    expect(page.get_by_role("button", name="Show earlier messages")).to_have_count(0)
    expect(page.get_by_text("Note number 0", exact=True)).to_be_attached()
    expect(page.get_by_text("Note number 0", exact=True)).not_to_be_in_viewport()


def test_a_title_of_300_characters_breaks_nothing(phone: Page, live: LocalDesk, watch: Watch) -> None:
    for title in ("w" * 300, "Ärger mit der Rechnung " * 13):
        ref = new_ticket(live, title[:300].strip())
        sign_in(phone, live, f"/console/tickets/{ref}")
        expect(phone.locator("#details")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        phone.context.clear_cookies()


def test_a_ticket_that_is_not_there_is_said_to_be_missing(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 404")
    sign_in(page, live, "/console/tickets/TKT-9999")
    expect(page.get_by_role("alert").filter(has_text="Ticket TKT-9999 not found")).to_be_visible()


def test_a_mail_of_a_file_alone_is_there_with_its_file(page: Page, live: LocalDesk, watch: Watch) -> None:
    first = _mail_of_a_file(live, "A broken lamp", "lamp.pdf")
    ref = posted(live, first)
    again = _mail_of_a_file(live, "Re: A broken lamp", "again.pdf")
    again["In-Reply-To"] = first["Message-ID"]
    sent(live, again)
    sign_in(page, live, f"/console/tickets/{ref}")
    for region, file in (("Description", "lamp.pdf"), ("Conversation", "again.pdf")):
        said = page.get_by_role("region", name=region, exact=True).get_by_role("article")
        expect(said).to_contain_text("(no text)")
        expect(said.get_by_role("button", name=f"Download {file}")).to_be_visible()


def _mail_of_a_file(live: LocalDesk, subject: str, file: str) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"] = "Maya Osei <maya@northpier.example>", live.desk["support_address"]
    written["Subject"], written["Message-ID"] = subject, make_msgid(domain="northpier.example")
    written.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=file)
    return written


def test_a_file_is_downloaded_under_its_own_name(page: Page, live: LocalDesk, watch: Watch) -> None:
    written = EmailMessage()
    written["From"], written["To"] = "maya@northpier.example", live.desk["support_address"]
    written["Subject"] = "With a file"
    written.set_content("See the log")
    written.add_attachment(b"one line", maintype="text", subtype="plain", filename="log of today.txt")
    sign_in(page, live, f"/console/tickets/{posted(live, written)}")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download log of today.txt").click()
    assert downloading.value.suggested_filename == "log of today.txt"
    assert downloading.value.path().read_bytes() == b"one line"


def test_pictures_are_seen_in_the_text_below_it_and_large_by_keys(page: Page, live: LocalDesk, watch: Watch) -> None:
    written = EmailMessage()
    written["From"], written["To"] = "maya@northpier.example", live.desk["support_address"]
    written["Subject"] = "With pictures"
    written.set_content("Look: [image: shot.png]\n\nWhat now?")
    written.add_alternative('Look: <img src="cid:shot@x">', subtype="html")
    written.get_payload()[1].add_related(png(900, 300), "image", "png", cid="<shot@x>", filename="shot.png")
    written.add_attachment(png(300, 900, 90), maintype="image", subtype="png", filename="photo.png")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/links") else None)
    sign_in(page, live, f"/console/tickets/{posted(live, written)}")
    said = page.get_by_role("region", name="Description", exact=True)
    for name, width, wide in (("shot.png", 900, True), ("photo.png", 300, False)):
        small = said.get_by_role("img", name=name)
        expect(small).to_have_js_property("naturalWidth", width)
        assert small.evaluate("image => image.width > image.height") == wide
    expect(said.get_by_text("[image")).to_have_count(0)
    assert len(asked) == 1
    assert_accessible(page)
    said.get_by_role("button", name="shot.png").focus()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="shot.png")
    expect(large.get_by_role("img")).to_have_js_property("naturalWidth", 900)
    assert_accessible(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="photo.png")).to_contain_text("2 of 2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(said.get_by_role("button", name="shot.png")).to_be_focused()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "mine.png", "mimeType": "image/png", "buffer": png(200, 100)},
            {"name": "drawn.png", "mimeType": "image/png", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"},
        ]
    )
    expect(page.get_by_role("button", name="Remove drawn.png")).to_be_visible()
    expect(page.get_by_role("button", name="mine.png", exact=True)).to_be_visible()
    page.get_by_role("button", name="mine.png", exact=True).click()
    expect(page.get_by_role("dialog", name="mine.png")).to_contain_text("1 of 1")
