"""Answering in the console: drafts, sending, undo, newer messages, files, colleagues; nothing typed is ever lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, conversation_there, new_ticket, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk


def reply_field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Reply to the customer")


def said(live: LocalDesk, ref: str) -> list[str]:
    entries = api(live, "GET", f"tickets/{ref}/timeline?limit=100")["items"]
    return [entry["body_text"] for entry in entries if entry["kind"] != "event"]


def spoken(page: Page, text: str) -> Locator:
    """The message with this text, once the desk has it."""
    expect(page.locator(".on-its-way")).to_have_count(0)
    return page.get_by_role("article").filter(has_text=text)


def refuse(page: Page, path: str, status: int, code: str, method: str = "POST", **more: Any) -> None:
    """Answer requests to `path` with a problem, until `page.unroute`."""
    problem = {"type": "about:blank", "title": code, "status": status, "detail": f"Refused: {code}.", "code": code}

    def answer(route: Route) -> None:
        if route.request.method != method:
            return route.fallback()
        body = json.dumps({"errors": [], **problem, **more})
        return route.fulfill(status=status, body=body, content_type="application/problem+json")

    page.route(path, answer)


def test_a_draft_survives_a_reload_and_is_gone_once_it_is_sent(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Draft")
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).fill("Half an answer")
    page.get_by_role("button", name="Internal note").click()
    page.get_by_role("textbox", name="Internal note").fill("Not for the customer")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Internal note")).to_have_value("Not for the customer")
    page.get_by_role("button", name="Reply to customer").click()
    expect(reply_field(page)).to_have_value("Half an answer")
    page.keyboard.press("Control+Enter")
    expect(spoken(page, "Half an answer")).to_be_visible()
    expect(reply_field(page)).to_have_value("")
    page.reload()
    expect(reply_field(page)).to_have_value("")
    assert said(live, ref) == ["Half an answer"]


def test_a_reply_can_be_taken_back_and_stands_in_its_field_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Undo")
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).fill("Too early")
    page.get_by_role("button", name="Send options").click()
    page.get_by_role("menuitemradio", name="Send and set to waiting").click()
    with page.expect_response("**/replies"):
        page.get_by_role("button", name="Send and wait").click()
    message = spoken(page, "Too early")
    expect(message).to_contain_text("sends in")
    assert api(live, "GET", f"tickets/{ref}")["status"] == "waiting"
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        message.get_by_role("button", name="Undo").click()
    expect(reply_field(page)).to_have_value("Too early")
    expect(message).to_have_count(0)
    assert api(live, "GET", f"tickets/{ref}")["status"] == "open"
    expect(page.get_by_role("button", name="Send and wait")).to_be_visible()


@pytest.mark.parametrize("quicker", [False, True], ids=["after reading", "before the conversation is there"])
def test_newer_messages_are_shown_before_an_answer_goes_out(
    page: Page, live: LocalDesk, watch: Watch, quicker: bool
) -> None:
    watch.expect("the server responded with a status of 409")
    ref = new_ticket(live, "Two at once")
    held: list[Route] = []
    if quicker:
        page.route("**/timeline?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/timeline?*"):
        sign_in(page, live, f"/console/tickets/{ref}")
    if quicker:
        reply_field(page).fill("My answer")
        held.pop().continue_()
    expect(page.get_by_text("created the ticket")).to_be_visible()  # what one has read counts from here
    if not quicker:
        reply_field(page).fill("My answer")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "Wait, I have talked to her."})
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert").filter(has_text="1 new message since you started")
    expect(alert).to_contain_text("Wait, I have talked to her.")
    expect(reply_field(page)).to_have_value("My answer")
    alert.get_by_role("button", name="Send anyway").click()
    expect(spoken(page, "My answer")).to_be_visible()
    assert said(live, ref) == ["Wait, I have talked to her.", "My answer"]


def test_what_was_sent_but_never_answered_is_not_said_twice(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED", "Failed to load resource")
    ref = new_ticket(live, "Lost answers")
    sign_in(page, live, f"/console/tickets/{ref}")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/replies", lose)
    reply_field(page).fill("Once only")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Can't reach the server")).to_be_visible(timeout=20_000)
    expect(reply_field(page)).to_have_value("Once only")
    page.unroute("**/replies")
    page.get_by_role("button", name="Send reply").click()
    expect(reply_field(page)).to_have_value("")
    assert said(live, ref) == ["Once only"]


def test_a_session_that_ends_while_one_writes_loses_nothing(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Signed out")
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).fill("Written before the session ended")
    refuse(page, "**/replies", 401, "unauthenticated")
    refuse(page, "**/auth/refresh", 401, "unauthenticated")
    page.keyboard.press("Control+Enter")
    watch.expect("the server responded with a status of 401")
    dialog = page.get_by_role("dialog", name="Sign in")
    expect(dialog).to_be_visible()
    page.unroute("**/replies")
    page.unroute("**/auth/refresh")
    dialog.get_by_label("Password", exact=True).fill(live.desk["password"])
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(spoken(page, "Written before the session ended")).to_be_visible()
    assert said(live, ref) == ["Written before the session ended"]


def test_a_canned_response_comes_filled_and_names_its_gaps(page: Page, live: LocalDesk, watch: Watch) -> None:
    made = api(
        live, "POST", "canned-responses", {"name": "Gap", "body": "Dear {{customer_email}}, about {{ticket_id}}."}
    )
    ref = str(api(live, "POST", "tickets", {"title": "Nobody wrote"})["ref"])
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).press("/")
    picker = page.get_by_role("dialog", name="Canned responses")
    expect(picker.get_by_role("option", name="Manage canned responses")).to_be_visible()
    picker.get_by_role("combobox").fill("Gap")
    page.keyboard.press("Enter")
    expect(reply_field(page)).to_have_value(f"Dear , about {ref}.")
    expect(reply_field(page)).to_be_focused()
    expect(page.get_by_role("alert").filter(has_text="{{customer_email}}")).to_be_visible()
    live.call(f"/v1/acme/canned-responses/{made['id']}", None, live.desk["api_key"], "GET")


def test_a_canned_response_that_comes_while_a_note_is_written_mixes_with_nothing(page: Page, live: LocalDesk) -> None:
    made = api(live, "POST", "canned-responses", {"name": "Zither", "body": "Dear customer."})
    ref = new_ticket(live, "Between two texts")
    held: list[Route] = []
    sign_in(page, live, f"/console/tickets/{ref}")
    note = page.get_by_role("textbox", name="Internal note")
    conversation_there(page)
    page.keyboard.press("n")
    page.keyboard.type("For us alone.")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_role("option", name="Zither", exact=True)).to_be_visible()
    page.route(f"**/{made['id']}/render", lambda route: held.append(route))
    with page.expect_request(f"**/{made['id']}/render"):
        page.keyboard.type("zith")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Internal note").click()
    for route in held:  # of the preview, too, if somebody was slow
        with page.expect_response(f"**/{made['id']}/render"):
            route.continue_()
    expect(note).to_have_value("For us alone.")
    page.get_by_role("button", name="Reply to customer").click()
    expect(reply_field(page)).to_have_value("")


def test_files_come_by_button_paste_and_drop_and_go_with_the_message(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "With files")
    sign_in(page, live, f"/console/tickets/{ref}")
    page.locator("input[type=file]").set_input_files({"name": "one.txt", "mimeType": "text/plain", "buffer": b"one"})
    for kind in ("paste", "drop"):
        reply_field(page).evaluate(
            """(field, kind) => {
              const data = new DataTransfer();
              data.items.add(new File(["two"], `${kind}.txt`, {type: "text/plain; charset=utf-8"}));
              const init = {bubbles: true, cancelable: true};
              field.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", {...init, clipboardData: data})
                                                   : new DragEvent("drop", {...init, dataTransfer: data}));
            }""",
            kind,
        )
    files = page.get_by_role("region", name="Write").get_by_role("list", name="Attachments").get_by_role("listitem")
    expect(files).to_have_count(3)
    expect(page.locator("progress")).to_have_count(0)
    page.get_by_role("button", name="Remove paste.txt").click()
    expect(files).to_have_count(2)
    page.get_by_role("button", name="Send reply").click()
    message = page.get_by_role("region", name="Conversation").get_by_role("article")
    expect(message.get_by_role("button", name=re.compile("^Download (one|drop).txt"))).to_have_count(2)


def test_a_file_too_large_is_refused_before_it_is_sent(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Too large")
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).evaluate(
        """field => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "film.mov"));
          field.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: data}));
        }"""
    )
    expect(page.get_by_role("alert").filter(has_text="film.mov is larger than 25 MB")).to_be_visible()


def test_a_colleague_is_called_by_keyboard_and_hears_of_it(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Calling")
    sign_in(page, live, f"/console/tickets/{ref}")
    expect(reply_field(page)).to_be_visible()
    page.keyboard.press("n")
    note = page.get_by_role("textbox", name="Internal note")
    expect(note).to_be_focused()
    page.keyboard.type("Please look, @be")
    expect(page.get_by_role("option", name="Ben Ito")).to_be_visible()
    page.keyboard.press("Enter")
    expect(note).to_have_value("Please look, @Ben Ito ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="@Ben Ito")).to_contain_text("Internal note")
    expect(page.locator(".on-its-way")).to_have_count(0)
    token = live.call("/v1/auth/sign-in", {"email": "ben@acme.example", "password": live.desk["password"]})
    live.call("/_local/settle", {})
    inbox = live.call("/v1/acme/inbox", None, token["access_token"], "GET")["items"]
    assert any(notice["ref"] == ref and "mentioned" in notice["event"] for notice in inbox)


def test_who_else_is_at_the_ticket_is_seen(page: Page, open_page: Any, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Two at it")
    sign_in(open_page(), live, f"/console/tickets/{ref}", "ben@acme.example")
    sign_in(page, live, f"/console/tickets/{ref}")
    expect(page.get_by_text("Ben Ito is viewing this ticket")).to_be_visible()


def test_who_only_reads_gets_no_field_to_write_in(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 403")
    ref = new_ticket(live, "Read only")
    sign_in(page, live, f"/console/tickets/{ref}", "dmitri@acme.example")
    expect(page.get_by_role("heading", name="Read only")).to_be_visible()
    expect(page.get_by_role("region", name="Write")).to_have_count(0)


def test_a_reply_says_when_its_mail_is_out(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = new_ticket(live, "Waiting for the post")
    page.clock.install()
    sign_in(page, live, f"/console/tickets/{ref}")
    reply_field(page).fill("It is on its way.")
    page.get_by_role("button", name="Send reply").click()
    reply = spoken(page, "It is on its way.")
    expect(reply).to_contain_text("sending email")
    live.call("/_local/clock", {"advance_minutes": 1})
    for _ in range(3):  # a look at the desk that was under way comes too early
        page.clock.run_for(11_000)
        page.wait_for_timeout(300)
    expect(reply).to_contain_text("email delivered")
