"""Notifications of a browser: switched on by a click, told to the desk, shown by the worker when nobody looks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import sign_in, token_of
from tests.browser.console_states.common import CARLA
from tests.browser.push_service import ENDPOINT, SUBSCRIBES
from tests.browser.watching import assert_accessible
from tests.support.local_desk import LocalDesk
from tests.support.push_browser import Browser

pytestmark = pytest.mark.notifies

PATH = "/v1/me/push-subscriptions"
SHOWN = """async () => {
  const [registration] = await navigator.serviceWorker.getRegistrations();
  return (await registration.getNotifications()).map(({title, body, tag, data}) => ({title, body, tag, data}));
}"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    opened = open_page(permissions=["notifications"])
    opened.add_init_script(f"({SUBSCRIBES})({json.dumps([ENDPOINT, Browser().keys])})")
    return opened


def stored(live: LocalDesk) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = live.call(PATH, token=token_of(live, CARLA))["items"]
    return items


def switched_on(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/notifications", CARLA)
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device")).to_be_visible()


def test_a_click_switches_them_on_and_another_one_off(page: Page, live: LocalDesk) -> None:
    switched_on(page, live)
    assert_accessible(page)
    (browser,) = stored(live)
    assert (browser["service"], browser["titles"]) == ("fcm.googleapis.com", False)
    with page.expect_response(f"**{PATH}"):
        page.get_by_role("switch", name="Show ticket titles").check()
    assert [one["titles"] for one in stored(live)] == [True]
    page.get_by_role("button", name="Turn off notifications").click()
    expect(page.get_by_text("Notifications are off on this device.")).to_be_visible()
    assert stored(live) == []


@pytest.mark.parametrize(("outcome", "words"), [("taken", "within a few seconds"), ("later", "is unavailable")])
def test_a_trial_says_what_came_of_it(page: Page, live: LocalDesk, outcome: str, words: str) -> None:
    switched_on(page, live)
    page.route(f"**{PATH}/trial", lambda route: route.fulfill(json={"outcome": outcome}))
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator(".toast").filter(has_text=words)).to_be_visible()


def test_who_refused_them_is_told_how_to_allow_them(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page()
    page.add_init_script('Object.defineProperty(Notification, "permission", {get: () => "denied"})')
    sign_in(page, live, "/console/settings/notifications", CARLA)
    expect(page.get_by_text("allow notifications for this page")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on notifications")).to_have_count(0)
    assert_accessible(page)


def test_nobody_is_asked_before_they_click(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page()
    page.add_init_script("Notification.requestPermission = () => { throw new Error('asked') }")
    sign_in(page, live, "/console/settings/notifications", CARLA)
    expect(page.get_by_role("button", name="Turn on notifications")).to_be_enabled()


def deliver(page: Page, tools: CDPSession, registration: str, text: str) -> None:
    origin = page.evaluate("location.origin")
    asked = {"origin": origin, "registrationId": registration, "data": text}
    tools.send("ServiceWorker.deliverPushMessage", asked)


def test_the_worker_shows_what_is_pushed_unless_the_console_is_looked_at(page: Page, live: LocalDesk) -> None:
    tools, found = page.context.new_cdp_session(page), list[str]()

    def note(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    tools.on("ServiceWorker.workerRegistrationUpdated", note)
    tools.send("ServiceWorker.enable")
    switched_on(page, live)
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations())[0]?.active")
    while not found:
        page.wait_for_timeout(50)
    pushed = {"title": "TKT-0001: the customer replied", "body": "Acme", "to": "/console/tickets/TKT-0001"}
    with page.expect_request("**/tickets/changes*"):
        deliver(page, tools, found[-1], json.dumps({**pushed, "tag": "looked-at"}))
    assert page.evaluate(SHOWN) == []
    deliver(page, tools, found[-1], json.dumps({**pushed, "tag": "trial", "always": True}))
    page.wait_for_function(f"async () => (await ({SHOWN})()).length === 1")
    page.goto("/docs")
    for _ in range(2):
        deliver(page, tools, found[-1], json.dumps({**pushed, "tag": "twice"}))
    page.wait_for_function(f"async () => (await ({SHOWN})()).length === 2")
    shown = {one["tag"]: one for one in page.evaluate(SHOWN)}
    expected = {"title": pushed["title"], "body": "Acme", "data": pushed["to"]}
    assert shown == {tag: {**expected, "tag": tag} for tag in ("trial", "twice")}
