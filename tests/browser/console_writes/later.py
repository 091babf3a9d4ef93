"""What is put off, done by a macro, split off or linked, and who is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, as_member, new_ticket, sign_in
from tests.browser.console_states.common import CARLA, dialog
from tests.browser.console_writes.common import (
    LOST,
    REF,
    Find,
    Seen,
    Write,
    closed,
    filled,
    gone,
    opened,
    pressed,
    seen,
)
from tests.browser.console_writes.ticket import message
from tests.browser.test_console_split import OTHER, written_twice
from tests.support.local_desk import LocalDesk

WORDS = "It will be there on time."
PROFILE = "/console/settings/profile"


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")


MINUTE, FIRST, LAST = in_days(5)[:16], in_days(20)[:10], in_days(22)[:10]


def banner(text: str) -> Find:
    return lambda page: page.locator(".notice").filter(has_text=text)


def in_banner(text: str, name: str) -> Seen:
    return lambda page: banner(text)(page).get_by_role("button", name=name, exact=True).click()


def until_tomorrow(page: Page) -> None:
    if dialog(page).count():
        page.keyboard.press("Escape")
    page.locator("#details").focus()
    page.keyboard.press("b")
    page.keyboard.type("Tomorrow")
    page.keyboard.press("Enter")


def snoozed(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Asleep")
    api(live, "PUT", f"tickets/{ref}/snooze", {"until_reply": True})
    opened(page, live, ref)


def reminder_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.keyboard.press("Shift+b")
    page.get_by_label("Note (optional)").fill("Call Maya")


def reminded(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "To be reminded of")
    as_member(live, "PUT", f"tickets/{ref}/reminder", {"at": in_days(3), "note": "Call Maya"})
    opened(page, live, ref)


def scheduled(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Answered later")
    as_member(live, "POST", f"tickets/{ref}/replies", {"body": WORDS, "send_at": in_days(3)})
    opened(page, live, ref)
    expect(waiting(page)).to_contain_text(WORDS)


def waiting(page: Page) -> Locator:
    return page.get_by_role("region", name="Scheduled reply")


def other_time_chosen(page: Page, live: LocalDesk) -> None:
    scheduled(page, live)
    waiting(page).get_by_role("button", name="Change time").click()
    dialog(page).get_by_label("Send at").fill(MINUTE)


def other_ticket_found(page: Page, live: LocalDesk) -> None:
    other = new_ticket(live, "The same again")
    opened(page, live)
    page.keyboard.press("Shift+L")
    dialog(page).get_by_role("combobox").fill(other)
    expect(the_other(page)).to_be_visible()


def the_other(page: Page) -> Locator:
    return dialog(page).get_by_role("option", name="The same again")


def reported(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "The proxy is down")
    api(live, "PUT", f"tickets/{ref}/links/{new_ticket(live, 'No page')}", {"kind": "report"})
    opened(page, live, ref)


def unlink(page: Page) -> Locator:
    return page.get_by_role("button", name="Remove link")


def to_all(command: str, words: str) -> Callable[[Page, LocalDesk], None]:
    """What is said to all that report it, in its dialog."""

    def ready(page: Page, live: LocalDesk) -> None:
        reported(page, live)
        page.get_by_role("complementary", name="Properties").get_by_role("button", name=command).click()
        dialog(page).get_by_role("textbox").fill(words)

    return ready


def words_kept(words: str) -> Seen:
    return lambda page: expect(dialog(page).get_by_role("textbox")).to_have_value(words)


def about_something_else(page: Page, live: LocalDesk) -> None:
    opened(page, live, written_twice(live))


def macro_looked_at(page: Page, live: LocalDesk) -> None:
    low = {"do": "set", "field": "priority", "value": "low"}
    name = f"Not now {datetime.now(UTC).timestamp()}"
    as_member(live, "POST", "macros", {"name": name, "shared": True, "actions": [low]})
    opened(page, live)
    page.keyboard.press("Shift+M")
    expect(dialog(page).get_by_role("option", name=name)).to_be_visible()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    run = dialog(page).get_by_role("button", name="Run")
    expect(run).to_be_focused()
    expect(run).to_be_enabled()  # what it would come to is there


def absence_written(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, PROFILE, CARLA)
    page.get_by_role("button", name="Set an absence").click()
    dialog(page).get_by_label("First day").fill(FIRST)
    dialog(page).get_by_label("Last day").fill(LAST)


def away(page: Page, live: LocalDesk) -> None:
    me = next(one["id"] for one in api(live, "GET", "members")["items"] if one["email"] == CARLA)
    days = {"first": FIRST, "last": LAST, "substitute_id": None}
    as_member(live, "PUT", f"members/{me}/absence", days, CARLA)
    sign_in(page, live, PROFILE, CARLA)


WRITES: dict[str, Write] = {
    "snooze": Write(
        f"PUT {REF}/snooze",
        opened,
        until_tomorrow,
        gone(banner("Snoozed until")),
        seen(banner("Snoozed until")),
        (LOST, 409, 500),
    ),
    "unsnooze": Write(
        f"DELETE {REF}/snooze",
        snoozed,
        in_banner("Snoozed", "Wake now"),
        seen(banner("Snoozed until")),
        gone(banner("Snoozed until")),
    ),
    "remind": Write(
        f"PUT {REF}/reminder",
        reminder_written,
        lambda page: dialog(page).get_by_role("button", name="Remind me").click(),
        filled("Note (optional)", "Call Maya"),
        seen(banner("Reminder: ")),
    ),
    "forget": Write(
        f"DELETE {REF}/reminder",
        reminded,
        in_banner("Reminder: ", "Remove"),
        seen(banner("Reminder: ")),
        gone(banner("Reminder: ")),
    ),
    "send-at-another-time": Write(
        f"PATCH {REF}/scheduled/${{id}}",
        other_time_chosen,
        lambda page: dialog(page).get_by_role("button", name="Schedule").click(),
        lambda page: expect(dialog(page).get_by_label("Send at")).to_have_value(MINUTE),
        closed,
        (LOST, 409, 500),
    ),
    "send-now": Write(
        f"POST {REF}/scheduled/${{id}}/send",
        scheduled,
        pressed("Send now"),
        seen(waiting),
        message(WORDS),
        (LOST, 409, 500),
    ),
    "send-never": Write(
        f"DELETE {REF}/scheduled/${{id}}",
        scheduled,
        pressed("Cancel sending"),
        seen(waiting),
        filled("Reply to the customer", WORDS),
    ),
    "link": Write(
        f"PUT {REF}/links/${{other}}",
        other_ticket_found,
        lambda page: the_other(page).click(),
        seen(the_other),
        seen(unlink),
        (LOST, 409, 500),
    ),
    "unlink": Write(f"DELETE {REF}/links/${{other}}", reported, pressed("Remove link"), seen(unlink), gone(unlink)),
    "answer-all": Write(
        f"POST {REF}/links/replies",
        to_all("Reply to all reports", "It is up again."),
        lambda page: dialog(page).get_by_role("button", name="Reply to all").click(),
        words_kept("It is up again."),
        closed,
        (LOST, 409, 500),
    ),
    "resolve-all": Write(
        f"POST {REF}/links/resolve",
        to_all("Resolve all reports", "A new proxy."),
        lambda page: dialog(page).get_by_role("button", name="Resolve all").click(),
        words_kept("A new proxy."),
        closed,
        (LOST, 409, 500),
    ),
    "split": Write(
        f"POST {REF}/messages/${{message}}/split",
        about_something_else,
        lambda page: page.keyboard.press("Shift+S"),
        seen(lambda page: page.get_by_role("article").filter(has_text=OTHER)),
        seen(lambda page: page.get_by_role("region", name="Description").get_by_text(OTHER)),
        (LOST, 409, 500),
    ),
    "macro": Write(
        f"POST {REF}/macros/${{id}}",
        macro_looked_at,
        lambda page: dialog(page).get_by_role("button", name="Run").click(),
        seen(lambda page: dialog(page).get_by_role("button", name="Run")),
        closed,
        (LOST, 500),  # what is refused isn't offered again
    ),
    "away": Write(
        "PUT path(member)",
        absence_written,
        lambda page: dialog(page).get_by_role("button", name="Save").click(),
        filled("First day", FIRST),
        seen(lambda page: page.get_by_role("button", name="End the absence")),
    ),
    "back": Write(
        "DELETE path(member)",
        away,
        pressed("End the absence"),
        seen(lambda page: page.get_by_role("button", name="End the absence")),
        gone(lambda page: page.get_by_role("button", name="End the absence")),
    ),
}
