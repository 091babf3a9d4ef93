"""Notifications of the browser that one sits at."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.browser.console_states.common import CARLA
from tests.browser.console_writes.common import LOST, Write, button, pressed, seen, words
from tests.browser.push_service import ENDPOINT, SUBSCRIBES
from tests.support.local_desk import LocalDesk
from tests.support.push_browser import Browser

WHERE = "**/v1/me/push-subscriptions**"


def able(page: Page, live: LocalDesk) -> None:
    """A browser that may show notifications, at the section where they are switched on."""
    page.context.grant_permissions(["notifications"])
    page.add_init_script(f"({SUBSCRIBES})({json.dumps([ENDPOINT, Browser().keys])})")
    sign_in(page, live, "/console/settings/notifications", CARLA)
    expect(button("Turn on notifications")(page)).to_be_enabled()


def on(page: Page, live: LocalDesk) -> None:
    able(page, live)
    pressed("Turn on notifications")(page)
    expect(words("Notifications are on")(page)).to_be_visible()


def on_and_reached(page: Page, live: LocalDesk) -> None:
    """As if its push service could be reached from here."""
    page.route("**/push-subscriptions/trial", lambda route: route.fulfill(json={"outcome": "taken"}))
    on(page, live)


WRITES: dict[str, Write] = {
    "push-on": Write(
        "POST PATH",
        able,
        pressed("Turn on notifications"),
        seen(button("Turn on notifications")),
        seen(words("Notifications are on")),
        (LOST, 409, 429, 500),
        WHERE,
    ),
    "push-off": Write(
        "DELETE PATH",
        on,
        pressed("Turn off notifications"),
        seen(button("Turn off notifications")),
        seen(words("Notifications are off")),
        (LOST, 429, 500),
        WHERE,
    ),
    "push-trial": Write(
        "POST ${PATH}/trial",
        on_and_reached,
        pressed("Send a test"),
        seen(button("Send a test")),
        seen(words("within a few seconds")),
        (LOST, 404, 429, 500),
        WHERE,
    ),
}
