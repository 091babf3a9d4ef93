"""A working day with macros: what routines take that belong together, act by act, and by a macro.

Counted as in the working day without (`working_day.hands` says how), going on to the next ticket not included, which is
the same either way.

| routine                                                      | keys, by hand |  keys | clicks, by hand | clicks |
| ------------------------------------------------------------ | ------------: | ----: | --------------: | -----: |
| Triage: priority, label, assign to a colleague               |             9 |     4 |               7 |      3 |
| Ask back: assign to me, label, status, canned reply          |            11 |     4 |               9 |      3 |
| Solved: label, resolve                                       |             5 |     4 |               5 |      3 |
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local.demo.people import LABELS
from tests.browser.console import api, conversation_there, new_ticket, sign_in
from tests.browser.working_day.acts import CANNED
from tests.browser.working_day.hands import Clicks, Keys
from tests.browser.working_day.macros import ROUTINES, Routine
from tests.support.local_desk import LocalDesk

BEN = "ben@acme.example"
FIGURES = {
    found[1].strip(): tuple(int(each) for each in found[2].split("|"))
    for found in re.finditer(r"^\| (\w[\w ]*): [^|]*\|((?: +\d+ \|){3} +\d+) \|$", __doc__ or "", re.MULTILINE)
}
OWN = {name for name, _ in LABELS.values()}
SAME = ("status", "priority", "assignee", "labels", "resolution")


@pytest.fixture
def ids(live: LocalDesk) -> dict[str, str]:
    """What macros name, by what it is called; and the macros are there."""
    if CANNED not in {each["name"] for each in api(live, "GET", "canned-responses?limit=100")["items"]}:
        api(live, "POST", "canned-responses", {"name": CANNED, "body": "Hello {{customer_name}}, we look into it."})
    for each in api(live, "GET", "labels?limit=100")["items"]:
        if each["name"] not in {
            name for name, _ in LABELS.values()
        }:  # of other tests: by hand, one is found by its first letter
            api(live, "DELETE", f"labels/{each['id']}")
    parts = [api(live, "GET", f"{kind}?limit=100")["items"] for kind in ("labels", "members", "canned-responses")]
    known = {each["name"]: each["id"] for items in parts for each in items}
    there = {each["name"] for each in api(live, "GET", "macros?limit=100")["items"]}
    for routine in ROUTINES:
        if routine.name not in there:
            made = {"name": routine.name, "shared": True, "actions": routine.actions(known)}
            api(live, "POST", "macros", made)
    return known


def came_of_it(live: LocalDesk, ref: str) -> tuple[dict[str, Any], list[str]]:
    """The ticket, and what Ben said on it."""
    entries = api(live, "GET", f"tickets/{ref}/timeline?limit=100")["items"]
    said = [each["body_text"] for each in entries if each["kind"] != "event" and each["author"]["name"] == "Ben Ito"]
    return {name: api(live, "GET", f"tickets/{ref}")[name] for name in SAME}, said


def dialogs_there(page: Page) -> None:
    """Have been in one before, as on any other ticket of the day."""
    page.keyboard.press("Shift+R")
    page.get_by_label("How was it resolved?").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.name)
def test_a_routine_by_macro_comes_to_the_same_by_fewer_keys_and_clicks(
    page: Page, live: LocalDesk, ids: dict[str, str], routine: Routine
) -> None:
    counts, outcomes = [], []
    for kind in (Keys, Clicks):
        for way in (routine.by_acts, routine.by_macro):
            ref = new_ticket(live, f"{routine.name} {len(counts)}", channel="chat")
            sign_in(page, live, f"/console/tickets/{ref}", BEN)
            conversation_there(page)
            dialogs_there(page)
            hand = kind(page)
            way(hand)
            expect(page.locator(".toast").last).to_be_visible()
            live.call("/_local/settle", {})
            counts.append(hand.count)
            outcomes.append(came_of_it(live, ref))
    assert outcomes == [outcomes[0]] * 4
    assert tuple(counts) == FIGURES[routine.name]
