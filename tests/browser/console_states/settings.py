"""The settings: each section, and what its buttons bring up."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.console import api, go, sign_in
from tests.browser.console_states.common import State, answered, dialog, named, refused
from tests.browser.push_service import ENDPOINT, SUBSCRIBES
from tests.support.local_desk import LocalDesk
from tests.support.push_browser import Browser


def section(name: str) -> State:
    """A section of the settings, all of it there."""

    def shown(page: Page, live: LocalDesk) -> None:
        if page.url == "about:blank":
            sign_in(page, live, "/console/inbox")
        go(page, f"/console/settings/{name}")
        link = page.get_by_role("navigation", name="Settings").locator("[aria-current=page]")
        expect(link).to_have_attribute("href", f"/console/settings/{name}")
        expect(page.get_by_role("heading", level=1)).to_have_text(link.inner_text())
        expect(page.get_by_text("Loading…")).to_have_count(0)

    return shown


def brought_up(button: str) -> State:
    """What the first button of this name brings up."""

    def shown(page: Page, live: LocalDesk) -> None:
        page.get_by_role("main").get_by_role("button", name=re.compile(f"^{button}")).first.click()
        expect(dialog(page)).to_be_visible()
        expect(page.get_by_text("Loading…")).to_have_count(0)

    return shown


def unsaved(page: Page, live: LocalDesk) -> None:
    brought_up("New canned response")(page, live)
    dialog(page).get_by_label("Text", exact=True).fill("Hello {{customer_name}}, {{custmer}}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()


def unsaved_canned_response(page: Page, live: LocalDesk) -> None:
    brought_up("New canned response")(page, live)
    dialog(page).get_by_label("Text", exact=True).fill("Hello {{customer_name}}, {{custmer}}")


def faint_label(page: Page, live: LocalDesk) -> None:
    brought_up("New label")(page, live)
    dialog(page).get_by_label("Name").fill("Billing")
    dialog(page).get_by_label("Colour").fill("#ffee88")
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).get_by_label("Name")).to_have_attribute("aria-invalid", "true")


def failing_section(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/members?*", 500, "internal_error")
    go(page, "/console/settings/members")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_be_visible()


def empty_section(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/widgets?*", {"items": [], "next_cursor": None})
    go(page, "/console/settings/widgets")
    expect(page.get_by_text("No widgets yet.")).to_be_visible()


def device_on(page: Page, live: LocalDesk) -> None:
    """For this page alone: what is opened after it begins anew."""
    page.context.grant_permissions(["notifications"])
    page.evaluate(f"({SUBSCRIBES})({json.dumps([ENDPOINT, Browser().keys])})")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_role("button", name="Turn off notifications")).to_be_enabled()
    page.evaluate("localStorage.removeItem('workestra.pushed')")


def device_refused(page: Page, live: LocalDesk) -> None:
    page.evaluate("() => void Object.defineProperty(Notification, 'permission', {get: () => 'denied'})")
    section("keyboard")(page, live)
    section("notifications")(page, live)
    expect(page.get_by_text("allow notifications for this page")).to_be_visible()


def week_of_hours(page: Page, live: LocalDesk) -> None:
    page.get_by_role("checkbox", name="24 hours a day, 7 days a week").uncheck()
    page.get_by_role("button", name="Add day off").click()
    expect(page.get_by_role("group", name="Sunday")).to_contain_text("Closed")


def parked_mail(page: Page, live: LocalDesk) -> None:
    parked = {"id": "s_1", "at": "2027-03-02T09:30:00Z", "cause": "spam", "detail": "", "sender": "win@prize.example"}
    text = {"subject": "You have won a prize that you will not believe", "preview": "Click here " * 20}
    answered(page, "**/acme/suspended-mails?*", {"items": [{**parked, **text}], "next_cursor": None}, method="GET")
    section("keyboard")(page, live)
    section("suspended")(page, live)
    expect(page.get_by_role("button", name="Create ticket: You have won")).to_be_visible()
    page.get_by_text("Why?").click()
    expect(page.get_by_text("Amazon SES took this email for spam.")).to_be_visible()


def portal_with_a_colour(page: Page, live: LocalDesk) -> None:
    page.get_by_role("checkbox", name="Custom colour").check()
    expect(page.get_by_label("Colour", exact=True)).to_be_visible()


def widget_in_the_list(page: Page, live: LocalDesk) -> None:
    if not api(live, "GET", "widgets")["items"]:
        api(live, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    section("widgets")(page, live)


def weekly_readers(page: Page, live: LocalDesk) -> None:
    """Two who get it, of whom one turned it off."""
    readers = [one["id"] for one in api(live, "GET", "members")["items"] if one["active"]][:2]
    at = {"weekday": 0, "hour": 8, "zone": "Europe/Berlin", "next_at": "2027-03-08T07:00:00.000Z"}
    answered(page, "**/acme/weekly-report", {"members": readers, "stopped": readers[:1], **at}, method="GET")
    section("keyboard")(page, live)
    section("weekly-report")(page, live)
    expect(page.get_by_role("checkbox", name="(turned it off)")).to_be_checked()


def engine_of_ones_own(page: Page, live: LocalDesk) -> None:
    page.get_by_label("Provider").select_option(label="OpenAI-compatible server")
    expect(page.get_by_label("API address")).to_be_visible()


def domains_in_the_list(page: Page, live: LocalDesk) -> None:
    record = {"type": "TXT", "name": "_workestra-tickets.fern.example", "value": "workestra-tickets=" + "a1b2c3d4" * 5}
    fern = {"id": "fern.example", "domain": "fern.example", "state": "waiting", "shown_at": None, "record": record}
    moss = {
        **fern,
        "id": "moss.example",
        "domain": "moss.example",
        "state": "shown",
        "shown_at": "2027-03-02T09:30:00Z",
    }
    answered(page, "**/acme/mail-domains*", {"items": [fern, moss], "next_cursor": None})
    section("keyboard")(page, live)
    section("mail-domains")(page, live)
    expect(page.get_by_text("DNS record missing")).to_be_visible()


def new_api_key(page: Page, live: LocalDesk) -> None:
    made = {"id": "k_1", "name": "Nightly", "scopes": ["tickets:read"], "last_four": "abcd", "created_by": "Ana K."}
    key = {**made, "created_at": "2027-03-02T09:30:00Z", "key": "wtk_" + "a1b2c3d4" * 6}
    answered(page, "**/acme/api-keys", key, method="POST")
    brought_up("New API key")(page, live)
    dialog(page).get_by_label("Name").fill("Nightly")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Your new API key")).to_be_visible()


def stopped_confirmations(page: Page, live: LocalDesk) -> None:
    found = api(live, "GET", "settings") | {
        "confirmations_on": False,
        "confirmations_stopped_at": "2027-03-02T09:30:00Z",
    }
    answered(page, "**/v1/acme/settings", found, method="GET")
    section("profile")(page, live)
    section("general")(page, live)
    expect(page.get_by_text("Stopped automatically")).to_be_visible()


def settings(name: str, *buttons: str, then: tuple[State, ...] = ()) -> dict[str, State]:
    """A section, what its buttons bring up, and what else there is to it."""
    shown = {f"settings-{name}": section(name)}
    for button in buttons:
        shown[f"settings-{name}-{button.rstrip(':').lower().replace(' ', '-')}"] = brought_up(button)
    return shown | {f"settings-{name}-{key}": state for key, state in named(*then).items()}


SCENES = {
    "notifications": settings("notifications", then=(device_on, device_refused)),
    "own-settings": {
        **settings("profile", "Set an absence"),
        **settings("keyboard"),
        **settings("contacts", "New contact", "Edit:"),
        **settings("canned-responses", "Edit:", "Delete:", then=(unsaved_canned_response, unsaved)),
        **settings("labels", "Edit:", then=(faint_label,)),
    },
    "settings-of-people-and-time": {
        **settings(
            "members",
            "Invite member",
            "Edit:",
            "Reassign tickets:",
            "Deactivate:",
            then=(empty_section, failing_section),
        ),
        **settings("sla", "Edit:"),
        **settings("business-hours", then=(week_of_hours,)),
        **settings("general", then=(stopped_confirmations,)),
        **settings("weekly-report", then=(weekly_readers,)),
        **settings("masking"),
        **settings("retention"),
    },
    "settings-of-channels": {
        **settings("mailboxes", "New mailbox", "Edit:", "Check domain:"),
        **settings("mail-domains", "Add domain", then=(domains_in_the_list,)),
        **settings("suspended", then=(parked_mail,)),
        **settings("portal", then=(portal_with_a_colour,)),
        **settings("widgets", "New widget", then=(widget_in_the_list,)),
    },
    "settings-of-programs": {
        **settings("widgets", "Edit:", "Code:", "New secret:"),
        **settings("ai-engine", then=(engine_of_ones_own,)),
        **settings("api-keys", "New API key", then=(new_api_key,)),
        **settings("audit"),
    },
}
