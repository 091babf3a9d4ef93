"""The open ticket in the room there is: what was said, where one writes and what its state is are seen at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.console import conversation_there, field, mail, new_ticket, sign_in
from tests.browser.watching import assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk

LANGUAGES = ("en", "de", "es", "fr")
NARROWEST = 420


def at(open_page: OpenPage, live: LocalDesk, width: int, height: int, title: str, **options: object) -> Page:
    """Open a ticket whose customer wrote, in a window of that size."""
    page = open_page(viewport={"width": width, "height": height}, **options)
    ref = mail(live, title, "It prints nothing since this morning. What can we do?")
    sign_in(page, live, f"/console/tickets/{ref}")
    page.locator("#comments[aria-busy=false]").wait_for()
    return page


@pytest.mark.parametrize(("width", "height"), [(1100, 720), (1280, 720), (1440, 900)])
def test_what_was_said_where_one_writes_and_the_status_are_seen_at_once(
    open_page: OpenPage, live: LocalDesk, width: int, height: int
) -> None:
    page = at(open_page, live, width, height, f"The till at {width}")
    expect(page.get_by_text("It prints nothing since this morning.").last).to_be_in_viewport(ratio=1)
    expect(field(page, "Status", "Open")).to_be_in_viewport(ratio=1)
    box = page.locator(".composer").bounding_box()
    assert box
    assert box["width"] >= NARROWEST
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_bar_wraps_or_runs_out_in_any_language(
    open_page: OpenPage, live: LocalDesk, language: str
) -> None:
    page = at(open_page, live, 1100, 720, f"Words in {language}", locale=language)
    bar = page.locator(".ticket-bar").bounding_box()
    assert bar
    assert bar["height"] <= 52
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_properties_lie_over_the_ticket_where_there_is_no_room_beside_it(
    open_page: OpenPage, live: LocalDesk, width: int
) -> None:
    page = at(open_page, live, width, 844, f"Folded at {width}")
    side = page.get_by_role("complementary", name="Properties")
    expect(side).to_have_count(0)
    opener = page.get_by_role("button", name="Properties", exact=True)
    opener.click()
    expect(side).to_be_focused()
    expect(side.get_by_role("button", name="Add label")).to_be_visible()
    in_both_schemes(page, assert_accessible)
    page.keyboard.press("Escape")
    expect(side).to_have_count(0)
    expect(page.get_by_role("region", name="Conversation")).to_be_visible()
    opener.click()
    side.get_by_role("button", name="Hide properties").click()
    expect(side).to_have_count(0)


def test_on_a_phone_a_ticket_opens_at_the_newest_and_is_answered_at_once(phone: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "A long story", description="First of all. " * 200)
    sign_in(phone, live, f"/console/tickets/{ref}")
    conversation_there(phone)
    expect(phone.get_by_role("region", name="Conversation").locator(":scope > *").last).to_be_in_viewport()
    composer = phone.locator(".composer")
    box = composer.bounding_box()
    assert box
    assert box["height"] <= 60, "one line until one writes"
    assert box["y"] + box["height"] <= 844
    phone.get_by_role("textbox", name="Reply to the customer").tap()
    expect(composer.get_by_role("button", name="Send reply")).to_be_in_viewport(ratio=1)
    phone.get_by_role("textbox", name="Reply to the customer").fill("We look into it.")
    phone.locator(".scrolls").tap()
    expect(composer.get_by_role("button", name="Send reply")).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_the_list_is_one_line_and_its_words_are_whole_in_any_language(
    open_page: OpenPage, live: LocalDesk, language: str
) -> None:
    page = open_page(viewport={"width": 1280, "height": 720}, locale=language)
    sign_in(page, live, "/console/tickets")
    expect(page.locator(".row").first).to_be_visible()
    head = page.locator(".list-top").bounding_box()
    assert head
    assert head["height"] <= 50
    assert page.locator(".finder span").evaluate("text => text.scrollWidth <= text.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_of_the_settings_keep_to_one_line_on_a_phone_in_any_language(
    open_page: OpenPage, live: LocalDesk, language: str
) -> None:
    page = open_page(**{**PHONE, "locale": language})
    sign_in(page, live, "/console/settings/members")
    buttons = page.locator(".acts button:visible")
    expect(buttons.first).to_be_visible()
    for button in buttons.all():
        box = button.bounding_box()
        assert box
        assert box["height"] <= 48
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
