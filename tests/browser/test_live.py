"""A page that stays open: new replies appear by themselves, and nothing that somebody types is touched."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.portal_walk import PIXEL, asked, do, from_elsewhere, mailed_link, somebody
from tests.browser.watching import assert_accessible
from tests.browser.widget_host import Host, on_a_page
from tests.support.local_desk import LocalDesk

MINUTE = 60_000
HIDE = """hidden => {
  for (const [name, value] of [["hidden", hidden], ["visibilityState", hidden ? "hidden" : "visible"]])
    Object.defineProperty(document, name, { configurable: true, get: () => value });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Open:
    """The tracking page of somebody's request, on a clock that the test moves."""

    def __init__(self, page: Page, live: LocalDesk) -> None:
        from_elsewhere(page.context)
        self.page, self.live, email = page, live, somebody()
        self.ref = asked(page, email=email)
        self.asked: list[Request] = []
        page.on("request", lambda one: self.asked.append(one) if "/news" in one.url else None)
        page.clock.install()
        page.goto(mailed_link(live, email))

    def reply(self, words: str, **more: Any) -> None:
        do(self.live, self.ref, "replies", body=words, undo_seconds=0, **more)

    def wait(self, span: int) -> None:
        """Let time go by; what the page asks meanwhile is answered before it goes on."""
        for _ in range(span // 10_000):
            self.page.clock.run_for(10_000)
            for one in self.asked[-1:]:
                one.response()


@pytest.fixture
def open_(page: Page, live: LocalDesk) -> Open:
    return Open(page, live)


def test_a_new_reply_appears_and_is_announced_and_what_is_typed_stays_where_it_is(open_: Open) -> None:
    page = open_.page
    field = page.locator("#body")
    page.locator("#files").set_input_files({"name": "shot.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(page.locator(".kept .quiet")).to_be_visible()
    field.press_sequentially("What I am just typ")
    before = field.bounding_box()
    open_.reply("It is **on its way**.\n\n" + "And so on.\n\n" * 10, status="waiting")
    open_.wait(40_000)
    expect(page.locator(".agent .words")).to_contain_text("It is on its way.")
    expect(page.locator(".status")).to_contain_text("Waiting for your reply")
    expect(page.locator("#news")).to_have_text("New reply")
    expect(page.get_by_role("button", name="Yes, it's resolved")).to_be_attached()
    expect(field).to_have_value("What I am just typ")
    expect(field).to_be_focused()
    expect(page.locator(".kept input")).to_be_checked()
    expect(page.locator(".message")).to_have_count(2)
    page.clock.run_for(500)
    after = field.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2, "the field stays under the eyes of who types"
    assert re.fullmatch(r".+ at \d\d:\d\d UTC", page.locator(".agent time").inner_text())
    assert_accessible(page)
    open_.reply("And another.")
    open_.wait(40_000)
    expect(page.locator(".agent")).to_have_count(2)
    expect(page.locator(".message:last-child")).to_contain_text("And another.")


def test_a_request_that_is_resolved_meanwhile_asks_for_its_rating(open_: Open) -> None:
    do(open_.live, open_.ref, "resolve", resolution="A new one was sent.")
    open_.wait(40_000)
    face = open_.page.get_by_text("Satisfied", exact=True)
    expect(face).to_be_visible()
    box = face.bounding_box()
    assert box
    assert box["height"] < 120, "its style sheet came with it"
    open_.page.get_by_role("radio", name="Satisfied", exact=True).check()
    open_.wait(40_000)
    expect(open_.page.get_by_role("radio", name="Satisfied", exact=True)).to_be_checked()


def test_it_asks_twice_a_minute_for_ten_minutes_out_of_sight_and_at_once_when_seen_again(open_: Open) -> None:
    open_.wait(2 * MINUTE)
    assert 3 <= len(open_.asked) <= 4
    open_.page.evaluate(HIDE, True)
    open_.wait(12 * MINUTE)
    asked_hidden = len(open_.asked)
    assert 20 <= asked_hidden <= 26
    open_.wait(10 * MINUTE)
    assert len(open_.asked) == asked_hidden
    open_.reply("While you were away.")
    open_.page.evaluate(HIDE, False)
    expect(open_.page.locator(".agent")).to_contain_text("While you were away.")
    open_.wait(MINUTE)
    assert len(open_.asked) >= asked_hidden + 2


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        made.show()
        yield made


def _address() -> str:
    return f"vera-{uuid.uuid4().hex[:8]}@example.com"


def _badge(host: Host) -> None:
    """Have the frame look for news now."""
    host.page.reload()
    expect(host.launcher.locator(".badge")).to_have_text("1")


def test_in_the_open_widget_a_reply_appears_by_itself(host: Host) -> None:
    host.open()
    ref = host.send(_address(), "Where is my parcel")
    host.page.clock.install()
    host.frame.get_by_role("link", name=re.compile("TKT|Acme")).first.wait_for()
    host.frame.locator("textarea").fill("Half a")
    host.reply(ref, "It is on its way.")
    host.frame.locator("html").evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(host.frame.locator(".agent")).to_contain_text("It is on its way.")
    expect(host.frame.locator("textarea")).to_have_value("Half a")
    host.launcher.locator(".close").click()
    expect(host.launcher.locator(".badge")).to_be_hidden()


def test_opened_by_its_badge_the_widget_shows_the_reply_itself(host: Host) -> None:
    host.open()
    first = host.send(_address(), "The first")
    host.frame.locator(".other").click()
    second = host.send(_address(), "The second")
    host.launcher.locator(".close").click()
    host.reply(first, "About the first.")
    _badge(host)
    host.bubble.click()
    expect(host.frame.locator("h1")).to_have_text("The first")
    expect(host.frame.locator(".message:last-child")).to_contain_text("About the first.")
    expect(host.frame.locator(".message:last-child")).to_be_in_viewport()
    host.launcher.locator(".close").click()
    expect(host.launcher.locator(".badge")).to_be_hidden()
    host.reply(second, "About the second.")
    _badge(host)
    host.bubble.click()
    expect(host.frame.locator("h1")).to_have_text("The second")


def test_whoever_was_writing_finds_what_they_wrote_when_a_reply_came(host: Host) -> None:
    host.open()
    ref = host.send(_address(), "The first")
    host.frame.locator(".other").click()
    host.frame.locator('[name="title"]').fill("Something else that I")
    host.reply(ref, "About the first.")
    host.launcher.locator(".close").click()
    expect(host.launcher.locator(".badge")).to_have_text("1")
    host.bubble.click()
    expect(host.frame.locator('[name="title"]')).to_have_value("Something else that I")
    expect(host.frame.locator("#requests .new")).to_be_visible()


def _of(host: Host, email: str, title: str) -> None:
    host.live.call("/v1/acme/tickets", {"title": title, "contact": {"email": email}}, host.live.desk["api_key"])


@pytest.mark.parametrize("next_one", ["another", "nobody"])
def test_when_somebody_else_is_there_the_conversation_of_the_one_before_goes_at_once(host: Host, next_one: str) -> None:
    before, after = _address(), _address()
    _of(host, before, "Of the first")
    _of(host, after, "Of the second")
    host.command("identify", host.signed(before))
    host.bubble.click()
    host.frame.get_by_role("link", name=re.compile("Of the first")).click()
    expect(host.frame.locator("h1")).to_have_text("Of the first")
    host.frame.locator("textarea").fill("A secret of the first")
    asked_for: list[Request] = []
    host.page.on("request", lambda one: asked_for.append(one))
    host.command("identify", *([host.signed(after)] if next_one == "another" else []))
    expect(host.frame.locator('[name="title"]')).to_have_value("")
    expect(host.frame.locator("#requests bdi")).to_have_text(["Of the second"] if next_one == "another" else [])
    expect(host.frame.get_by_text("Of the first")).to_have_count(0)
    assert asked_for[0].url.endswith(f"/widget/{host.widget['id']}"), "it goes before anything else is asked"
    kept = host.frame.locator("html").evaluate("() => decodeURIComponent(document.cookie)")
    assert before not in kept


def test_a_token_anew_for_the_same_visitor_leaves_their_conversation(host: Host) -> None:
    email = _address()
    _of(host, email, "Of the first")
    host.command("identify", host.signed(email))
    host.bubble.click()
    host.frame.get_by_role("link", name=re.compile("Of the first")).click()
    expect(host.frame.locator("h1")).to_have_text("Of the first")
    host.frame.locator("textarea").fill("Half a")
    host.command("identify", host.signed(email.upper()))
    host.page.wait_for_timeout(500)
    expect(host.frame.locator("h1")).to_have_text("Of the first")
    expect(host.frame.locator("textarea")).to_have_value("Half a")
