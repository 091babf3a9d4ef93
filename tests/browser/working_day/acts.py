"""What is done to the tickets of a working day, by keys alone and by clicks alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.working_day.hands import Clicks, Keys

CANNED = "Xylophone answer"


@dataclass(frozen=True)
class Act:
    """What is done to an open ticket. `done` says of the ticket and what was written on it whether it came of that."""

    name: str
    by_keys: Callable[[Keys], None]
    by_clicks: Callable[[Clicks], None]
    done: Callable[[dict[str, Any], list[str]], bool]
    leads_on: bool = False
    """By itself, as the agent chose."""
    leaves: bool = False
    """It is open no more, or the agent's no more."""

    def by(self, hand: Keys | Clicks) -> None:
        if isinstance(hand, Keys):
            self.by_keys(hand)
        else:
            self.by_clicks(hand)


def field(page: Page) -> Locator:
    return page.locator(".composer textarea")


def dialog_gone(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_have_count(0)


def sent(page: Page) -> None:
    expect(field(page)).to_have_value("")
    expect(page.locator(".on-its-way")).to_have_count(0)


def keys(*pressed: str) -> Callable[[Keys], None]:
    return lambda hand: hand.press(*pressed)


def names(*pressed: str) -> Callable[[Clicks], None]:
    return lambda hand: hand.press(*pressed)


def chooses(field: str, value: str) -> Callable[[Clicks], None]:
    """In the control above the conversation that says what the field is."""

    def act(hand: Clicks) -> None:
        hand.click(hand.page.locator(".ticket").get_by_role("button", name=re.compile(f"^{field}: ")))
        hand.click(hand.page.get_by_role("dialog").get_by_role("option", name=value, exact=True))

    return act


def _label_by_keys(hand: Keys) -> None:
    hand.press("l", "b", "Control+Enter")
    dialog_gone(hand.page)


def _label_by_clicks(hand: Clicks) -> None:
    hand.press("Add label")
    hand.choose("Billing")
    hand.click_beside()
    dialog_gone(hand.page)


def _assign_by_clicks(hand: Clicks) -> None:
    hand.click(hand.page.get_by_role("button", name="Change assignee"))
    hand.choose("Carla Nunes")


def _resolve_by_keys(hand: Keys) -> None:
    hand.press("Shift+R")
    hand.words("Sorted out.")
    hand.press("Control+Enter")
    dialog_gone(hand.page)


def _resolve_by_clicks(hand: Clicks) -> None:
    hand.click(hand.page.locator(".ticket-bar").get_by_role("button", name="Resolve"))
    hand.words("Sorted out.")
    hand.press("Resolve ticket")
    dialog_gone(hand.page)


def _archive_by_clicks(hand: Clicks) -> None:
    hand.press("More")
    hand.click(hand.page.get_by_role("menuitem", name="Archive"))
    hand.press("Archive")


def _escalate_by_keys(hand: Keys) -> None:
    hand.press("Shift+E")
    hand.words("The whole shop is down.")
    hand.press("Control+Enter")
    dialog_gone(hand.page)


def _escalate_by_clicks(hand: Clicks) -> None:
    hand.press("Escalate")
    hand.words("The whole shop is down.")
    hand.press("Escalate")
    dialog_gone(hand.page)


def _reply_by_keys(hand: Keys) -> None:
    hand.press("r")
    hand.words("It is on its way.")
    hand.press("Control+Enter")


def _reply_by_clicks(hand: Clicks) -> None:
    hand.click(field(hand.page))
    hand.words("It is on its way.")
    hand.click(hand.page.get_by_role("button", name="Send reply"))


def _reply_and_wait_by_keys(hand: Keys) -> None:
    hand.press("r")
    hand.words("Could you try again?")
    hand.press("Control+Shift+Enter", "w", "Enter")


def _reply_and_wait_by_clicks(hand: Clicks) -> None:
    hand.click(field(hand.page))
    hand.words("Could you try again?")
    hand.press("Send options")
    hand.click(hand.page.get_by_role("menuitemradio", name="Waiting"))
    hand.click(hand.page.get_by_role("button", name="Send and wait"))


def _filled(page: Page) -> None:
    expect(field(page)).to_have_value("Hello Maya Osei, we look into it.")


def _canned_by_keys(hand: Keys) -> None:
    hand.press("t")
    hand.page.get_by_role("option", name=CANNED).wait_for()
    hand.press("x", "Enter")
    _filled(hand.page)
    hand.press("Control+Enter")


def _canned_by_clicks(hand: Clicks) -> None:
    hand.press("Canned")
    hand.choose(CANNED)
    _filled(hand.page)
    hand.click(hand.page.get_by_role("button", name="Send reply"))


def _note_by_keys(hand: Keys) -> None:
    hand.press("n")
    hand.words("The depot knows.")
    hand.press("Control+Enter")
    sent(hand.page)
    hand.press("Escape")


def _note_by_clicks(hand: Clicks) -> None:
    hand.press("Internal note")
    hand.words("The depot knows.")
    hand.click(hand.page.get_by_role("button", name="Add note"))
    sent(hand.page)


def holds(**values: str) -> Callable[[dict[str, Any], list[str]], bool]:
    return lambda ticket, _: all(ticket[name] == value for name, value in values.items())


def given_to(name: str) -> Callable[[dict[str, Any], list[str]], bool]:
    return lambda ticket, _: ticket["assignee"]["name"] == name


def said(text: str) -> Callable[[dict[str, Any], list[str]], bool]:
    return lambda _, texts: texts == [text]


ACTS = (
    Act("reply", _reply_by_keys, _reply_by_clicks, said("It is on its way."), leads_on=True, leaves=True),
    Act("assign to me", keys("i"), names("Assign to me"), given_to("Ben Ito")),
    Act("priority", keys("p", "u", "Enter"), chooses("Priority", "Urgent"), holds(priority="urgent")),
    Act("label", _label_by_keys, _label_by_clicks, lambda ticket, _: len(ticket["labels"]) == 1),
    Act("note", _note_by_keys, _note_by_clicks, said("The depot knows.")),
    Act("escalate", _escalate_by_keys, _escalate_by_clicks, holds(priority="urgent")),
    Act("assign", keys("a", "c", "Enter"), _assign_by_clicks, given_to("Carla Nunes"), leaves=True),
    Act("status", keys("s", "w", "Enter"), chooses("Status", "Waiting"), holds(status="waiting"), leaves=True),
    Act("resolve", _resolve_by_keys, _resolve_by_clicks, holds(status="resolved"), leads_on=True, leaves=True),
    Act(
        "resolve without notes",
        keys("s", "r", "Enter"),
        chooses("Status", "Resolved"),
        holds(status="resolved"),
        leaves=True,
    ),
    Act(
        "canned reply",
        _canned_by_keys,
        _canned_by_clicks,
        said("Hello Maya Osei, we look into it."),
        leads_on=True,
        leaves=True,
    ),
    Act(
        "reply and wait",
        _reply_and_wait_by_keys,
        _reply_and_wait_by_clicks,
        lambda ticket, texts: ticket["status"] == "waiting" and texts == ["Could you try again?"],
        leads_on=True,
        leaves=True,
    ),
    Act("archive", keys("e", "Enter"), _archive_by_clicks, lambda ticket, _: bool(ticket["archived"]), leaves=True),
)
"""The usual ones. With the first one comes to the place, too; it had better take little."""
