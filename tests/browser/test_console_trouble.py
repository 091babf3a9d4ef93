"""Whatever the desk answers, or when nothing answers: taken back, said plainly, and nothing typed is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import starmap
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import test_console_views
from tests.browser.conftest import OpenPage
from tests.browser.console import api, conversation_there, field, go, new_ticket, set_field, sign_in
from tests.browser.console_states.settings import brought_up, section
from tests.browser.console_writes import WRITES, devices
from tests.browser.console_writes.common import LOST, Write
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

DESK = "**/v1/acme/**"
CODES = {
    LOST: ("offline", "Can't reach the server"),
    403: ("forbidden", "Refused: forbidden."),
    404: ("not_found", "Refused: not_found."),
    409: ("conflict", "Refused: conflict."),
    412: ("stale_version", "Refused: stale_version."),
    429: ("rate_limited", "Try again in 60 seconds"),
    500: ("internal_error", "Refused: internal_error."),
}
IMPATIENT = """const wait = setTimeout;
window.setTimeout = (run, time, ...more) => wait(run, time > 700 && time < 1700 ? 20 : time, ...more);"""
"""What is tried again after a moment is tried again at once."""
ENDED = "unauthenticated"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    opened = open_page()
    opened.add_init_script(IMPATIENT)
    return opened


def answer(route: Route, status: int) -> None:
    if status == LOST:
        return route.abort()
    code = CODES[status][0] if status in CODES else ENDED
    problem = {"type": "about:blank", "title": code, "status": status, "detail": f"Refused: {code}.", "code": code}
    headers = {"Retry-After": "60"} if status == 429 else {}
    body = json.dumps({**problem, "errors": []})
    return route.fulfill(status=status, body=body, headers=headers, content_type="application/problem+json")


@contextmanager
def trouble(
    page: Page, watch: Watch, status: int, reading: bool = False, where: str | re.Pattern[str] = DESK
) -> Iterator[None]:
    """Every change of the desk, or every reading of it, is answered so meanwhile; who looks at a ticket is left out."""
    watch.expect("the server responded with a status of", "net::ERR_FAILED")

    def stand_in(route: Route) -> None:
        reads = route.request.method == "GET"
        if reads == reading and "/presence" not in route.request.url:
            answer(route, status)
        else:
            route.fallback()

    page.route(where, stand_in)
    yield
    page.unroute(where, stand_in)


def said(page: Page, status: int) -> Locator:
    """The words that tell of the trouble, and not the banner that tells of a lost network."""
    told = page.get_by_role("alert").or_(page.get_by_role("main").locator("[role=status]:not(.banner)"))
    return told.filter(has_text=CODES[status][1]).first


def opened(page: Page, live: LocalDesk, title: str) -> str:
    ref = new_ticket(live, title)
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    return ref


def test_a_press_is_taken_back(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = opened(page, live, "Pressed in vain")
    side = page.get_by_role("complementary", name="Properties")
    presses: list[tuple[Callable[[], None], Locator]] = [
        (
            lambda: set_field(page, "Status", "Waiting"),
            field(page, "Status", "Open"),
        ),
        (
            lambda: set_field(page, "Priority", "Low"),
            field(page, "Priority", "Medium"),
        ),
        (
            side.get_by_role("button", name="Assign to me").click,
            side.get_by_role("button", name="Change assignee: Unassigned"),
        ),
        (lambda: label(page, "Billing"), side.get_by_role("button", name="Add label")),
    ]
    for status in CODES:
        with trouble(page, watch, status):
            for press, before in presses:
                press()
                expect(said(page, status)).to_be_visible()
                expect(before).to_be_visible()
                for close in page.locator(".toast").get_by_role("button", name="Close").all():
                    close.click()
            expect(side.locator(".label")).to_have_count(0)
    now = api(live, "GET", f"tickets/{ref}")
    assert (now["status"], now["priority"], now["assignee"], now["labels"]) == ("open", "medium", None, [])


def label(page: Page, name: str) -> None:
    page.get_by_role("button", name="Add label").click()
    page.get_by_role("option", name=name).click()
    page.keyboard.press("Escape")


def test_what_was_typed_into_a_dialog_stays_and_can_be_sent_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = opened(page, live, "Typed in vain")
    typed_in_vain(page, watch, "Shift+E", "Why is it urgent?", "The shop is shut")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    typed_in_vain(page, watch, "Shift+R", "How was it resolved?", "A new key")
    with page.expect_response("**/resolve"):
        page.get_by_role("button", name="Resolve ticket").click()
    expect(page.get_by_role("region", name="Resolution")).to_contain_text("A new key")
    now = api(live, "GET", f"tickets/{ref}")
    assert (now["resolution"], now["priority"]) == ("A new key", "medium")


def typed_in_vain(page: Page, watch: Watch, key: str, name: str, text: str) -> None:
    """Type into the dialog that the key opens, and send it into each trouble."""
    page.keyboard.press(key)
    expect(page.get_by_label(name)).to_be_focused()
    page.keyboard.type(text)
    for status in CODES:
        with trouble(page, watch, status):
            page.keyboard.press("Control+Enter")
            expect(said(page, status)).to_be_visible()
            expect(page.get_by_label(name)).to_have_value(text)


def test_an_answer_that_is_not_taken_is_back_in_its_field(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = opened(page, live, "Answered in vain")
    field = page.get_by_role("textbox", name="Reply to the customer")
    field.fill("Have you tried the other door?")
    for status in CODES:
        with trouble(page, watch, status):
            page.get_by_role("button", name="Send reply").click()
            expect(said(page, status)).to_be_visible()
            expect(field).to_have_value("Have you tried the other door?")
    page.reload()
    expect(field).to_have_value("Have you tried the other door?")
    with page.expect_response("**/replies"):
        page.get_by_role("button", name="Send reply").click()
    entries = api(live, "GET", f"tickets/{ref}/timeline")["items"]
    assert [entry["body_text"] for entry in entries if entry["kind"] == "agent_reply"] == [
        "Have you tried the other door?"
    ]


def test_many_are_taken_back_together(page: Page, live: LocalDesk, watch: Watch) -> None:
    refs = [new_ticket(live, f"Many in vain, {number}") for number in (1, 2)]
    sign_in(page, live, "/console/tickets?tab=open")
    for status in CODES:
        for ref in refs:
            page.get_by_role("checkbox", name=f"Select {ref}").set_checked(True)
        with trouble(page, watch, status):
            page.keyboard.press("s")
            page.get_by_role("option", name="Closed").click()
            expect(said(page, status)).to_be_visible()
            for ref in refs:
                expect(page.locator(f'[data-ref="{ref}"]')).to_be_visible()
    assert {api(live, "GET", f"tickets/{ref}")["status"] for ref in refs} == {"open"}


@pytest.mark.parametrize("status", CODES)
def test_a_list_that_can_not_be_had_says_so_and_comes_when_asked_again(
    page: Page, live: LocalDesk, watch: Watch, status: int
) -> None:
    ref = new_ticket(live, "Waits in its list")
    sign_in(page, live, "/console/inbox")
    with trouble(page, watch, status, reading=True):
        page.get_by_role("link", name="All tickets").click()
        expect(said(page, status)).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(f'[data-ref="{ref}"]')).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text=CODES[status][1])).to_have_count(0)


def test_a_ticket_that_can_not_be_had_says_so(page: Page, live: LocalDesk, watch: Watch) -> None:
    sign_in(page, live, "/console/inbox")
    for status in CODES:
        ref = new_ticket(live, f"Not to be had: {status}")
        with trouble(page, watch, status, reading=True):
            go(page, f"/console/tickets/{ref}")
            words = f"Ticket {ref} not found" if status == 404 else CODES[status][1]
            expect(page.locator(".ticket").get_by_role("alert")).to_contain_text(words)
        if status != 404:
            page.locator(".ticket").get_by_role("button", name="Try again").click()
            expect(page.get_by_role("heading", name=f"Not to be had: {status}")).to_be_visible()


def marked(name: str, write: Write) -> Any:
    return pytest.param(write, id=name, marks=[pytest.mark.notifies] if name in devices.WRITES else [])


@pytest.mark.parametrize("write", list(starmap(marked, WRITES.items())))
def test_what_fails_is_said_taken_back_and_can_be_done_again(
    page: Page, live: LocalDesk, watch: Watch, write: Write
) -> None:
    write.ready(page, live)
    for status in write.statuses:
        with trouble(page, watch, status, where=write.where):
            write.press(page)
            expect(said(page, status)).to_be_visible()
            write.kept(page)
    write.press(page)
    write.worked(page)


def test_who_looks_at_a_ticket_is_no_trouble_to_whoever_writes(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 500")
    page.route("**/presence", lambda route: answer(route, 500))
    with page.expect_response("**/presence"):
        opened(page, live, "Looked at in vain")
    page.get_by_role("textbox", name="Reply to the customer").fill("Good morning.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("article").filter(has_text="Good morning.")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Refused")).to_have_count(0)


def test_a_session_that_ends_over_a_form_of_the_settings_loses_nothing(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 401")
    section("labels")(page, live)
    brought_up("New label")(page, live)
    form = page.get_by_role("dialog", name="New label")
    form.get_by_label("Name").fill("Outlives a session")
    over = re.compile("/v1/(acme/labels|auth/refresh)$")
    page.route(over, lambda route: answer(route, 401))
    page.keyboard.press("Enter")
    again = page.get_by_role("dialog", name="Sign in")
    expect(again.get_by_label("Password", exact=True)).to_be_focused()
    expect(form.get_by_label("Name")).to_have_value("Outlives a session")
    page.unroute(over)
    page.keyboard.type(live.desk["password"])
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit: Outlives a session")).to_be_visible()


FLOWS: dict[str, Callable[..., None]] = {
    "PATCH at(ref)": test_a_press_is_taken_back,
    "PUT ${at(ref)}/labels/${id}": test_a_press_is_taken_back,
    "POST ${at(ref)}/resolve": test_what_was_typed_into_a_dialog_stays_and_can_be_sent_again,
    "POST ${at(ref)}/escalate": test_what_was_typed_into_a_dialog_stays_and_can_be_sent_again,
    "POST ${at(ref)}/replies": test_an_answer_that_is_not_taken_is_back_in_its_field,
    "POST ${tickets}/bulk": test_many_are_taken_back_together,
    "PATCH preferences": test_console_views.test_an_order_that_the_desk_refuses_goes_back_and_the_reason_is_told,
    "PUT ${at(ref)}/presence": test_who_looks_at_a_ticket_is_no_trouble_to_whoever_writes,
}
"""The calls that have a test of their own here."""


def test_what_a_moment_mends_is_tried_again_without_a_word(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 429", "the server responded with a status of 503")
    ref = opened(page, live, "Second try")
    keys: list[str] = []

    def twice(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) < 3:
            return route.fulfill(status=(429, 503)[len(keys) - 1], headers={"Retry-After": "0"}, body="{}")
        return route.fallback()

    page.route("**/notes", twice)
    page.keyboard.press("n")
    page.keyboard.type("Third time lucky")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="Third time lucky")).to_be_visible()
    expect(page.locator(".on-its-way")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="again")).to_have_count(0)
    assert len(set(keys)) == 1
    entries = api(live, "GET", f"tickets/{ref}/timeline")["items"]
    assert [entry["body_text"] for entry in entries if entry["kind"] == "internal_note"] == ["Third time lucky"]


def test_a_lost_network_is_said_and_everything_goes_on_when_it_is_back(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
    ref = opened(page, live, "In a tunnel")
    page.context.set_offline(True)
    banner = page.get_by_role("status").filter(has_text="Can't reach the server")
    expect(banner).to_be_visible()
    field = page.get_by_role("textbox", name="Reply to the customer")
    field.fill("Written in a tunnel")
    page.context.set_offline(False)
    expect(banner).to_have_count(0)
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("article").filter(has_text="Written in a tunnel")).to_be_visible()
    expect(page.locator(".on-its-way")).to_have_count(0)
    assert api(live, "GET", f"tickets/{ref}")["message_count"] >= 1


@pytest.mark.parametrize(
    ("key", "module", "field"),
    [
        ("Shift+E", "Dialogs", "Why is it urgent?"),
        ("m", "Dialogs", "Find the duplicate by title or reference"),
        ("c", "NewTicket", "Title"),
    ],
)
def test_what_is_typed_while_a_dialog_is_on_its_way_stands_in_its_first_field(
    page: Page, live: LocalDesk, key: str, module: str, field: str
) -> None:
    held: list[Route] = []
    page.route(f"**/{module}.*.js", lambda route: held.append(route))
    opened(page, live, "Quick hands")
    page.keyboard.press(key)
    page.keyboard.type("The shop ")
    expect(page.get_by_role("dialog").get_by_text("Loading…")).to_be_visible()
    page.keyboard.type("is shutt")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("dialog")).to_have_count(1)
    for route in held:
        route.continue_()
    expect(page.get_by_role("dialog").get_by_label(field).first).to_be_focused()
    page.keyboard.type(" today")
    expect(page.get_by_role("dialog").get_by_label(field).first).to_have_value("The shop is shut today")


def test_on_a_slow_network_it_shows_at_once_and_a_skeleton_stands_in(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Through a straw")

    def slowly(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.fallback()

    page.route("**/v1/acme/tickets?**", slowly)
    set_field(page, "Status", "Waiting")
    expect(field(page, "Status", "Waiting")).to_be_visible(timeout=700)
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Mine").first.click()
    expect(page.get_by_role("status").filter(has_text="Loading").first).to_be_attached()
    expect(page.locator("[data-ref]").first).to_be_visible()
    assert api(live, "GET", f"tickets/{ref}")["status"] == "waiting"
