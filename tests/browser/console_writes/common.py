"""What a call that changes something is to a person: how it is made, and what is pressed and seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import conversation_there, new_ticket, sign_in
from tests.support.local_desk import LocalDesk

LOST = 0
REF = "${at(ref)}"
Seen = Callable[[Page], None]
Find = Callable[[Page], Locator]


@dataclass(frozen=True)
class Write:
    """`ready` brings a page so far that `press` makes the call; `kept` holds after a failure, `worked` in the end."""

    call: str
    ready: Callable[[Page, LocalDesk], object]
    press: Seen
    kept: Seen
    worked: Seen
    statuses: tuple[int, ...] = (LOST, 403, 500)
    where: str | re.Pattern[str] = "**/v1/acme/**"


def pressed(*names: str) -> Seen:
    """Press the buttons of these names, one after the other; of several the one on top."""

    def press(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).last.click()

    return press


def filled(name: str, text: str) -> Seen:
    """The field holds what was typed."""
    return lambda page: expect(page.get_by_label(name, exact=True).last).to_have_value(text)


def seen(find: Find) -> Seen:
    return lambda page: expect(find(page)).to_be_visible()


def gone(find: Find) -> Seen:
    return lambda page: expect(find(page)).to_have_count(0)


def button(name: str) -> Find:
    return lambda page: page.get_by_role("button", name=name, exact=True).first


def words(text: str) -> Find:
    return lambda page: page.get_by_text(text).first


def closed(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_have_count(0)


def opened(page: Page, live: LocalDesk, ref: str = "") -> str:
    ref = ref or new_ticket(live, "Written on in vain")
    sign_in(page, live, f"/console/tickets/{ref}?tab=archived")
    conversation_there(page)
    return ref
