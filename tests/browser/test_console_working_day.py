"""A working day: thirty tickets by keyboard alone, thirty by clicks alone, no place lost, and the inbox empty after it.

What it takes to be through with a ticket and at the next one, words not counted (`working_day.hands` says how). Before
is what it took when this was first counted. The agent has chosen to be led on to the next ticket after resolving and
replying; who stays goes on by `d` or `j`, after Escape from a text: one key or two more, or one click.

| act                    | keys, before |  keys | clicks, before | clicks |
| ---------------------- | -----------: | ----: | -------------: | -----: |
| assign to me           |            2 |     2 |              2 |      2 |
| priority, status       |            4 |     4 |              2 |      2 |
| resolve without notes  |            4 |     4 |              2 |      2 |
| assign to a colleague  |            4 |     4 |              3 |      3 |
| label                  |            5 |     4 |              4 |      4 |
| note                   |            4 |     4 |              3 |      3 |
| escalate               |            3 |     3 |              3 |      3 |
| resolve                |            3 |     2 |              3 |      2 |
| reply                  |            4 |     2 |              3 |      2 |
| reply, canned          |            7 |     4 |              4 |      3 |
| reply and wait         |            9 |     4 |              5 |      4 |
| archive                |            3 |     3 |              4 |      4 |
| going back and coming  |            2 |     2 |              2 |      2 |
| opening the first      |            2 |     2 |              1 |      1 |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import api, go, new_ticket, sign_in, token_of
from tests.browser.watching import assert_accessible, in_both_schemes
from tests.browser.working_day.acts import ACTS, CANNED, Act
from tests.browser.working_day.hands import Clicks, Keys
from tests.browser.working_day.places import Queue
from tests.support.local_desk import LocalDesk

BEN = "ben@acme.example"
INBOX = "/console/inbox"
LIST = "/console/tickets?tab=open&channel=chat&assignee=me"
HALF = 15
MOST_KEYS, MOST_CLICKS = 4, 5
LOOKING_BACK = "resolve"
"""After which one goes back and comes again."""
CONTROLS = """[...document.querySelectorAll(".ticket :is(a[href], button, input, select, textarea, summary)")]
  .filter(each => each.checkVisibility() && !each.closest(".composer, .sidebar, .badges, [popover], #details"))
  .map(each => each.getAttribute("aria-label") || each.textContent)"""
"""Of the open ticket, outside composer and properties, of which some are above the conversation. The title, which one
may write in, is words at rest."""
OWN = "assign to me"
"""Nothing to do where they are one's own."""


def as_ben(live: LocalDesk, path: str, content: Any = None, method: str | None = None) -> Any:
    return live.call(f"/v1/{live.desk['workspace']}/{path}", content, token_of(live, BEN), method)


def told(live: LocalDesk) -> list[dict[str, Any]]:
    live.call("/_local/settle", {})
    items: list[dict[str, Any]] = as_ben(live, "inbox?limit=100")["items"]
    return items


def finish(live: LocalDesk, notices: list[dict[str, Any]]) -> None:
    as_ben(live, "inbox/done", {"ids": [each["id"] for each in notices]})


@dataclass(frozen=True)
class Morning:
    """What waits in the inbox, and in a list of what is Ben's; each from the top."""

    inbox: list[str]
    listed: list[str]


@pytest.fixture
def morning(live: LocalDesk) -> Iterator[Morning]:
    for item in api(live, "GET", "tickets?channel=chat&limit=100")["items"]:
        api(live, "POST", f"tickets/{item['ref']}/archive")
    if CANNED not in {each["name"] for each in api(live, "GET", "canned-responses?limit=100")["items"]}:
        api(live, "POST", "canned-responses", {"name": CANNED, "body": "Hello {{customer_name}}, we look into it."})
    ben = next(each["id"] for each in api(live, "GET", "members")["items"] if each["email"] == BEN)
    listed = [new_ticket(live, f"List {at}", channel="chat", assignee_id=ben) for at in range(HALF)]
    while notices := told(live):  # of these Ben heard yesterday
        finish(live, notices)
    made = [new_ticket(live, f"Inbox {at}", channel="phone") for at in range(HALF)]
    for ref in made[::4]:
        api(live, "POST", f"tickets/{ref}/notes", {"body": "@Ben Ito, that is one for you."})
    as_ben(live, "preferences", {"advance": "next"}, "PATCH")
    yield Morning(list(dict.fromkeys(each["ref"] for each in told(live))), listed[::-1])
    as_ben(live, "preferences", {"advance": "stay"}, "PATCH")


def through(queue: Queue, hand: Keys | Clicks, acts: list[Act]) -> list[tuple[str, int]]:
    """Work through it, an act for each ticket. Gives what each took."""
    left, counts = list(queue.refs), []
    go(queue.page, queue.path)
    queue.expect_rows(left)
    for at, (ref, act) in enumerate(zip(queue.refs, acts, strict=True)):
        before, after = hand.count, queue.refs[at + 1] if at + 1 < len(queue.refs) else None
        if at == 0:
            hand.begin(queue)
            queue.expect_at(ref)
        act.by(hand)
        if queue.inbox or act.leaves:
            left.remove(ref)
        if not act.leads_on and (queue.inbox or after):
            hand.go_on(queue, ref, after or "")
        queue.expect_rows(left)
        if after:
            queue.expect_at(after)
        if after and act.name == LOOKING_BACK:
            hand.look_back(queue, after)
            queue.expect_at(after)
        counts.append((act.name, hand.count - before))
    return counts


def a_half(*but: str) -> list[Act]:
    return list(islice(cycle(act for act in ACTS if act.name not in but), HALF))


def assert_done(live: LocalDesk, refs: list[str], acts: list[Act]) -> None:
    """The desk has all of it."""
    for ref, act in zip(refs, acts, strict=True):
        entries = api(live, "GET", f"tickets/{ref}/timeline?limit=100")["items"]
        texts = [
            entry["body_text"] for entry in entries if entry["kind"] != "event" and entry["author"]["name"] == "Ben Ito"
        ]
        assert act.done(api(live, "GET", f"tickets/{ref}"), texts), f"{act.name} of {ref}: {texts}"


def work(live: LocalDesk, morning: Morning, hand: Keys | Clicks) -> list[tuple[str, int]]:
    """Work through what waits, until nothing does. Gives what each ticket took."""
    page = hand.page
    sign_in(page, live, LIST, BEN)
    listed, inbox = a_half(OWN), a_half()
    counts = through(Queue(page, morning.listed, LIST), hand, listed)
    counts += through(Queue(page, morning.inbox, INBOX), hand, inbox)
    expect(page.get_by_role("heading", name="You're all caught up")).to_be_visible()
    expect(page.locator(".toast").filter(has_text="Done with")).to_have_count(0, timeout=15_000)  # the desk has it then
    assert told(live) == []
    assert_done(live, [*morning.listed, *morning.inbox], [*listed, *inbox])
    return counts


def test_thirty_tickets_by_keyboard_alone(page: Page, live: LocalDesk, morning: Morning) -> None:
    counts = work(live, morning, Keys(page))
    assert [one for one in counts if one[1] > MOST_KEYS] == []


def test_thirty_tickets_by_clicks_alone(page: Page, live: LocalDesk, morning: Morning) -> None:
    counts = work(live, morning, Clicks(page))
    assert [one for one in counts if one[1] > MOST_CLICKS] == []


def test_a_ticket_at_rest_shows_seven_controls_and_every_place_of_the_day_is_accessible(
    page: Page, live: LocalDesk, morning: Morning
) -> None:
    ref = morning.inbox[1]
    api(live, "PATCH", f"tickets/{ref}", {"description": "It prints nothing."})
    api(live, "POST", f"tickets/{ref}/replies", {"body": "We look into it."})
    sign_in(page, live, INBOX, BEN)
    for queue, here in (
        (Queue(page, morning.inbox, INBOX), ref),
        (Queue(page, morning.listed, LIST), morning.listed[1]),
    ):
        go(page, queue.path)
        queue.title(here).click()
        queue.expect_at(here)
        names = page.evaluate(CONTROLS)
        assert len(names) == 7, names
        in_both_schemes(page, assert_accessible)
    finish(live, told(live))
    sign_in(page, live, INBOX, BEN)
    expect(page.get_by_role("heading", name="You're all caught up")).to_be_visible()
    in_both_schemes(page, assert_accessible)
