"""The numbers of every report lead to as many rows as they say: over a desk with a past, and after that was turned
over, across a change of the clocks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from chalicelib.domain.people.permissions import SCOPES
from tests.browser.console import api, go, sign_in, token_of
from tests.support.local_desk import LocalDesk

PAGES = [
    *("overview", "overview?by=priority", "overview?by=contact", "speed", "speed?by=member", "sla", "sla?by=type"),
    *("satisfaction", "satisfaction?by=label", "team", "topics", "topics?by=channel", "hours"),
]
DEEDS = 20
MONTHS = timedelta(days=118)
HALF_A_YEAR = 220
"""Days, in which Berlin's clocks change at least once."""
AT_MOST = 150
"""Lists that are asked for of those that the numbers of one span lead to: of a desk with a past there are more than
five hundred, and each is read whole."""
_LINKS = ".report-body a[href*='/reports/'][href*='/tickets?']"
_READ = "links => links.map(one => [one.getAttribute('href'), one.getAttribute('aria-label') || one.textContent])"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    """A desk whose demo has its past."""
    started = LocalDesk(tmp_path_factory.mktemp("aged"), history=True, quick=True)
    yield started
    started.stop()


@cache
def key(desk: LocalDesk) -> str:
    path, body = f"/v1/{desk.desk['workspace']}/api-keys", {"name": "Counts", "scopes": sorted(SCOPES)}
    return str(desk.call(path, body, token_of(desk, desk.desk["email"]))["key"])


def rows(desk: LocalDesk, href: str) -> int:
    """Of the list that a number leads to, as the console asks for it."""
    address = urlsplit(href)
    asked = dict(parse_qsl(address.query, keep_blank_values=True))
    if on := asked.pop("on", None):
        first, _, last = on.partition("..")
        asked |= {"from": first, "to": last or first}
    path, token = f"reports/{address.path.split('/')[-2]}/tickets", key(desk)
    found, cursor = 0, ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        whole = f"/v1/{desk.desk['workspace']}/{path}?{urlencode({**asked, 'limit': 100, **more})}"
        page = desk.call(whole, token=token)
        found, cursor = found + len(page["items"]), page["next_cursor"]
        if not cursor:
            return found


def numbers(page: Page, report: str, span: str) -> list[tuple[str, set[int]]]:
    """Where each number of a page leads, and the numbers in what it says: one of them is it."""
    joint = "&" if "?" in report else "?"
    go(page, f"/console/reports/{report}{joint}{span}")
    expect(page.locator(".report-body[aria-busy=false]")).to_be_visible()
    found = page.eval_on_selector_all(_LINKS, _READ)
    return [(href, {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", text)}) for href, text in found]


def wrong(page: Page, desk: LocalDesk, span: str) -> tuple[int, list[tuple[str, set[int], int]]]:
    """How many numbers lead to lists, and those whose lists are longer or shorter, of a sample of all pages."""
    told = {href: said for report in PAGES for href, said in numbers(page, report, span)}
    drawn = random.Random(len(told)).sample(sorted(told), min(AT_MOST, len(told)))
    listed = {href: rows(desk, href) for href in drawn}
    return len(told), [(href, told[href], count) for href, count in listed.items() if count not in told[href]]


def turn_over(desk: LocalDesk) -> None:
    """Merge, archive and undo, move to another zone, and go on in another half of the year."""
    chance = random.Random(5)
    api(desk, "PATCH", "business-hours", {"zone": "Europe/Berlin"})
    desk.call("/_local/clock", {"advance_minutes": 3})
    refs = [row["ref"] for row in api(desk, "GET", "tickets?limit=100")["items"]]
    chance.shuffle(refs)
    for number in range(DEEDS):
        primary, duplicate = refs.pop(), refs.pop()
        body = {"duplicate": duplicate, "across_contacts": True}
        done = api(desk, "POST", f"tickets/{primary}/merge", body)
        if number % 3 == 0:
            api(desk, "POST", f"tickets/{primary}/actions/{done['action_id']}/undo", {})
    for number in range(DEEDS):
        ref = refs.pop()
        done = api(desk, "POST", f"tickets/{ref}/archive", {})
        if number % 2 == 0:
            api(desk, "POST", f"tickets/{ref}/actions/{done['action_id']}/undo", {})
    desk.call("/_local/clock", {"advance_minutes": MONTHS // timedelta(minutes=1)})
    for ref in refs[:10]:
        api(desk, "PATCH", f"tickets/{ref}", {"status": "open"})
        api(desk, "POST", f"tickets/{ref}/replies", {"body": "Done", "status": "resolved"})
    desk.call("/_local/settle", {})


def test_each_number_of_each_report_leads_to_as_many_rows(page: Page, live: LocalDesk) -> None:
    live.call("/_local/settle", {})
    sign_in(page, live)
    count, off = wrong(page, live, "")
    assert count > 500
    assert off == []


def test_so_it_does_after_the_desk_was_turned_over(page: Page, live: LocalDesk) -> None:
    turn_over(live)
    sign_in(page, live)
    today = api(live, "GET", "reports/overview")["today"]
    first = date.fromisoformat(today) - timedelta(days=HALF_A_YEAR)
    count, off = wrong(page, live, f"from={first}&to={today}")
    assert count > 200
    assert off == []
