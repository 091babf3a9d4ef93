"""The whole way of a customer, from the request to its follow-up, for everybody who may come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib import locales
from tests.browser.conftest import OpenPage
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.portal_walk import (
    PIXEL,
    PORTAL,
    do,
    file_of,
    fill,
    from_elsewhere,
    mailed_link,
    reference,
    somebody,
)
from tests.browser.watching import assert_accessible, assert_reflows
from tests.support.local_desk import LocalDesk


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes. Other tests ask axe about all pages in English, so here it is asked about the German ones."""

    options: dict[str, Any] = field(default_factory=dict)
    hands: Callable[[], Hands] = Pointer
    language: str = "en"


WAYS = {
    "with scripts": Way(),
    "without scripts": Way({"java_script_enabled": False}),
    "by the keyboard alone": Way(hands=Keyboard),
    "by the keyboard without scripts": Way({"java_script_enabled": False}, hands=Keyboard),
    "at 320 pixels": Way({"viewport": {"width": 320, "height": 640}}),
    "in the dark": Way({"color_scheme": "dark"}),
    "in German": Way({"locale": "de-AT", "viewport": {"width": 320, "height": 640}}, language="de"),
}


@dataclass
class Customer:
    """Somebody on their way, who looks at every page before they go on."""

    page: Page
    live: LocalDesk
    way: Way
    email: str = field(default_factory=somebody)

    def sees(self, selector: str, key: str) -> None:
        """The words of `key` in their language, on a page that is good for them."""
        expect(self.page.locator(selector).first).to_contain_text(locales.plain(self.way.language)(key))
        expect(self.page.locator("html")).to_have_attribute("lang", self.way.language)
        assert_reflows(self.page)
        if self.way.language != "en":
            assert_accessible(self.page)

    def asks(self, file: Path) -> str:
        page, hands = self.page, self.way.hands()
        page.goto(PORTAL)
        self.sees("h1", "submit.title")
        hands.write(page.locator("#name"), "Vera Kallas")
        hands.write(page.locator("#email"), self.email)
        hands.next_option(page.locator("#type"))
        hands.write(page.locator("#title"), "Checkout returns 502")
        hands.write(page.locator("#description"), "Every payment ends so.")
        hands.attach(page.locator("#files"), file)
        hands.press(page.locator("main form button[type=submit]"))
        self.sees(".notice", "notice.created")
        expect(page.locator(".files").get_by_role("link", name=file.name)).to_be_visible()
        return reference(page)

    def follows_the_last_mail(self) -> None:
        self.page.goto(mailed_link(self.live, self.email))

    def answers(self, words: str) -> None:
        hands = self.way.hands()
        hands.write(self.page.locator("#body"), words)
        hands.press(self.page.locator("main form[action*='/replies'] button[type=submit]"))

    def is_content(self) -> None:
        page, hands = self.page, self.way.hands()
        hands.press(page.locator(".solve button"))
        self.sees(".notice", "notice.solved")
        self.sees("legend", "rate.question")
        hands.press(page.locator("[name=score][value='5']"))
        hands.press(page.locator(".rating button"))
        self.sees(".notice", "notice.rated")
        hands.write(page.locator("#comment"), "Quick.")
        hands.press(page.locator("main form button[type=submit]"))
        self.sees(".notice", "notice.rated")

    def has_lost_the_link(self) -> None:
        page, hands = self.page, self.way.hands()
        page.goto(PORTAL)
        hands.press(page.locator("main a[href*='/find']"))
        self.sees("h1", "find.title")
        hands.write(page.locator("#email"), self.email)
        hands.press(page.locator("main form button[type=submit]"))
        self.sees("h1", "message.links_sent.title")
        self.follows_the_last_mail()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_customer_goes_the_whole_way(open_page: OpenPage, live: LocalDesk, tmp_path: Path, way: Way) -> None:
    page = open_page(**way.options)
    from_elsewhere(page.context)
    vera = Customer(page, live, way)
    ref = vera.asks(file_of(tmp_path, "shot.png", PIXEL))
    vera.follows_the_last_mail()
    assert reference(page) == ref
    vera.answers("It is so since this morning.")
    vera.sees(".notice", "notice.replied")
    do(live, ref, "replies", body="A fix is under way.", undo_seconds=0)
    page.goto(mailed_link(live, vera.email))
    expect(page.locator(".agent .words")).to_have_text("A fix is under way.")
    vera.sees(".status", "status.in_progress")
    vera.is_content()
    rating = live.call(f"/v1/acme/tickets/{ref}", token=live.desk["api_key"])["csat"]
    assert (rating["score"], rating["comment"]) == (5, "Quick.")
    vera.has_lost_the_link()
    assert reference(page) == ref
    do(live, ref, method="PATCH", status="closed")
    page.reload()
    vera.sees(".outcome", "tracking.closed")
    vera.answers("It is back.")
    vera.sees(".notice", "notice.followed_up")
    assert reference(page) != ref


def test_who_switches_the_language_is_answered_in_it_from_then_on(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(locale="en-GB")
    from_elsewhere(page.context)
    vera = Customer(page, live, Way(language="de"))
    page.goto(PORTAL)
    page.get_by_role("link", name="Deutsch").click()
    vera.sees("h1", "submit.title")
    for name, text in {"name": "Vera Kallas", "email": vera.email, "title": "502", "description": "Zahlung"}.items():
        page.locator(f"#{name}").fill(text)
    page.locator("main form button[type=submit]").click()
    vera.sees(".notice", "notice.created")
    vera.follows_the_last_mail()
    vera.sees("#thread-title", "thread.title")


@pytest.mark.parametrize("scripted", [True, False])
def test_sent_twice_by_an_impatient_hand_or_by_a_reload_it_is_one_request(
    open_page: OpenPage, live: LocalDesk, scripted: bool
) -> None:
    page, email = open_page(java_script_enabled=scripted), somebody()
    from_elsewhere(page.context)
    page.goto(PORTAL)
    fill(page, email)
    page.locator("main form button[type=submit]").dblclick()
    ref = reference(page)
    page.reload()
    page.go_back()
    expect(page.locator("#title")).to_be_visible()
    page.go_forward()
    assert reference(page) == ref
    live.call("/_local/settle", {})
    assert [ref in mail["subject"] for mail in live.call(f"/_local/mail?to={email}")] == [True]


def test_the_first_tab_leads_past_the_head_and_a_mistake_is_where_the_focus_is(open_page: OpenPage, watch: Any) -> None:
    watch.expect("status of 422")
    page = open_page()
    from_elsewhere(page.context)
    page.goto(PORTAL)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_focused()
    expect(page).to_have_title("Error: How can we help? – Acme Support")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    expect(page.locator("#email")).to_be_in_viewport()
    page.keyboard.type("vera@example.com")
    expect(page.locator("#email")).to_have_value("vera@example.com")
