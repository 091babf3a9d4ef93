"""The demo's past must be believable, and just what the desk itself would have stored by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from chalicelib.domain.check import Stock
from chalicelib.domain.reports.days import Period
from chalicelib.domain.reports.sums import monday
from chalicelib.domain.reports.words import Dimension
from chalicelib.domain.vocabulary import Priority, TicketType
from chalicelib.services.check.recount import Recount
from chalicelib.services.reports.summing import filed_on, sum_of_week, sums_of
from chalicelib.storage.check import Books
from chalicelib.storage.reports.records import SumRecord
from chalicelib.storage.search.records import TermsRecord
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.lines import ActionRecord, MessageRecord
from chalicelib.storage.table.long_texts import Texts
from infra.local.demo import people
from infra.local.demo.history import rhythm
from infra.local.demo.history.arrivals import SUBJECTS, arrivals
from infra.local.demo.history.model import Regular
from infra.local.demo.history.people import REGULARS, STRANGERS
from infra.local.demo.history.sent import sent
from infra.local.demo.history.subjects_product import INCIDENT
from infra.local.demo.history.words import MANNERS
from infra.local.demo.tickets import TICKETS
from tests.support.stock import differences

if TYPE_CHECKING:
    from chalicelib.domain.tickets.ticket import TicketSummary
    from tests.support.desk import Desk
    from tests.support.quick_operations import QuickTables

MONDAY = datetime(2027, 3, 1, 11, 20, tzinfo=UTC)
ALL = (*SUBJECTS, INCIDENT)


@dataclass(frozen=True)
class Past:
    """A desk with the whole demo, and when that was made."""

    desk: Desk
    key: str
    made: datetime

    def rows(self) -> list[TicketSummary]:
        """Every ticket, by its number."""
        with self.desk.ports.open(people.WORKSPACE) as room:
            found: list[TicketSummary] = room.tickets.rows(range(1, room.tickets.last_number() + 1))
            return found

    def books(self) -> Books:
        return Books(Keys(people.WORKSPACE), Texts(self.desk.ports.files, people.WORKSPACE))

    def asked(self, path: str) -> Any:
        answer = self.desk.http("GET", f"/v1/acme/{path}", token=self.key)
        assert answer.status == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def past(tables: QuickTables) -> Iterator[Past]:
    """A desk with the whole demo, as whoever starts one finds it."""
    from infra.local.demo.seed import seed
    from infra.local.state import put_past_the_stream
    from tests.support.desk import Resources
    from tests.support.pristine import on

    with pytest.MonkeyPatch.context() as patch:
        with tables.made(quick=True):
            desk = on(Resources(), patch)

        key = seed(desk.ports, partial(put_past_the_stream, desk.environment["TABLE_NAME"]))
        desk.pumps.catch_up()
        yield Past(desk, key, desk.ports.clock.now())


@pytest.mark.parametrize("day", range(7))
def test_on_whatever_day_the_desk_is_started_there_are_enough_and_never_two_of_one_number(day: int) -> None:
    now = MONDAY + timedelta(days=day)
    taken = [now - ticket.ago for ticket in TICKETS]
    came = [one for arrival in arrivals(now, "UTC", taken) for one in (arrival, *arrival.again)]
    assert 400 <= len(came) < 500
    assert min(one.at for one in came) >= now - timedelta(days=rhythm.DAYS + 1)
    assert max(one.at for one in came) < now - rhythm.QUIET
    by_number = sorted(came, key=lambda one: one.number)
    assert [one.at for one in by_number] == sorted(one.at for one in came)
    free = set(range(1, len(came) + len(TICKETS) + 1)) - {one.number for one in came}
    assert len(free) == len(TICKETS)


def test_it_is_busy_on_working_days_and_quiet_at_night_but_for_one_bad_day() -> None:
    came = arrivals(MONDAY, "UTC", ())
    days = Counter(one.at.date() for one in came)
    (worst, most), (_, second) = days.most_common(2)
    assert most > 24 > 20 > second
    assert worst.weekday() < 5
    weekends = sum(many for day, many in days.items() if day.weekday() >= 5)
    assert 0.05 < weekends / len(came) < 0.2
    assert sum(one.at.hour < 6 for one in came) < len(came) / 20


def test_one_matter_grows_lately() -> None:
    came = arrivals(MONDAY, "UTC", ())
    mobile = [one.at for one in came if "mobile" in one.subject.labels]
    lately = sum(at > MONDAY - timedelta(days=30) for at in mobile)
    assert lately > 1.5 * sum(MONDAY - timedelta(days=60) < at <= MONDAY - timedelta(days=30) for at in mobile)


def test_what_people_write_about_is_labelled_with_what_there_is_and_answered_in_their_language() -> None:
    assert 25 <= len(ALL) <= 40
    for subject in ALL:
        assert set(subject.labels) <= people.LABELS.keys()
        assert subject.type in set(TicketType)
        assert subject.priority in set(Priority)
        assert {one.language for one in subject.wordings} == subject.answers.keys() <= MANNERS.keys()
    titles = [one.title for subject in ALL for one in subject.wordings]
    assert len(set(titles)) == len(titles)


def test_nobody_of_the_past_can_be_reached_by_mail() -> None:
    everybody: tuple[Regular, ...] = (*REGULARS, *STRANGERS)
    assert all(one.email.endswith(".example") for one in everybody)
    assert len({one.email for one in everybody}) == len(everybody) >= len(people.CONTACTS) + 40


def test_everything_stored_follows_from_what_was_done_and_said(past: Past) -> None:
    assert [str(one) for one in differences(past.desk.ports)] == []


def test_every_action_is_known_to_be_counted(past: Past) -> None:
    with past.desk.ports.open(people.WORKSPACE) as room:
        look = Recount(past.desk.ports, room, past.books()).look()
    assert look.right, look


def test_there_is_some_of_everything(past: Past) -> None:
    found = past.rows()
    assert len(found) >= 440
    places = Counter(one.place.bucket for one in found)
    assert places["closed"] > 300
    assert min(places[one] for one in ("open", "in_progress", "waiting", "resolved")) >= 8
    assert min(places[one] for one in ("archived", "merged", "spam")) >= 5
    assert 100 < sum(one.csat_score is not None for one in found) < 250
    assert {one.csat_score for one in found} == {None, 1, 2, 3, 4, 5}
    loads = Counter(one.assignee_id for one in found)
    assert len(loads) == 4, "three of the team, and nobody"
    assert max(loads.values()) > 1.25 * min(many for member, many in loads.items() if member)


def test_times_are_kept_mostly_and_some_are_at_risk_or_over(past: Past) -> None:
    found = [one for one in past.rows() if not one.is_spam]
    missed = sum(one.clock.first.missed for one in found)
    assert 0.05 < missed / len(found) < 0.4
    for standing in ("warning", "breached"):
        assert len(past.asked(f"tickets?sla={standing}&limit=100")["items"]) >= 3
    replies = sorted(one.first_responded_at - one.created_at for one in found if one.first_responded_at)
    assert timedelta(minutes=20) < replies[len(replies) // 2] < timedelta(hours=6)


def test_nothing_of_it_is_newer_than_what_was_written_by_hand(past: Past) -> None:
    by_hand = {ticket.title for ticket in TICKETS}
    newest = past.asked("tickets?limit=15")["items"]
    assert {ticket["title"] for ticket in newest} <= by_hand
    others = [one for one in past.rows() if one.title not in by_hand]
    assert max(one.updated_at for one in others) < past.made - rhythm.QUIET
    created = [one.created_at for one in past.rows()]
    assert created == sorted(created)


def test_it_is_found_by_its_words(past: Past) -> None:
    for ticket in [one for one in past.rows() if one.place.bucket == one.status][10:400:40]:
        assert ticket.contact
        for words in (ticket.title, ticket.contact.name):
            found = past.asked(f"tickets?limit=100&{urlencode({'q': words})}")["items"]
            assert ticket.number in {one["number"] for one in found}


def test_nobody_is_told_of_it(past: Past) -> None:
    stock = Stock()
    for _ in past.books().walk(stock):
        pass
    by_hand = {one.number for one in past.rows() if one.title in {ticket.title for ticket in TICKETS}}
    assert set(stock.inboxes.values()) <= by_hand
    past.desk.settle()
    assert past.desk.sent == []


def test_reports_count_it_as_if_it_had_been_counted_day_by_day(past: Past) -> None:
    last = past.made.date()
    first = last - timedelta(days=rhythm.DAYS)
    found = past.asked(f"reports/overview?from={first}&to={last}&by=member")
    counts = found["total"]["counts"]
    stored = past.rows()
    assert counts["arrived"] == sum(not one.is_spam for one in stored)
    assert found["now"]["open"] == found["days"][-1]["counts"]["backlog"]
    assert found["now"]["open"] == sum(one.place.bucket in ("open", "in_progress", "waiting") for one in stored)
    assert counts["reopened"] > 20
    assert {one["counts"]["solved"] > 20 for one in found["rows"] if one["value"]} == {True}
    assert all(one["tickets"] for one in found["ages"][1:4])  # of this day's there are none soon after midnight


def test_its_days_and_weeks_are_summed_up(past: Past) -> None:
    over = (past.made - max(ticket.ago for ticket in TICKETS)).date()
    week = monday(over - timedelta(days=14))
    with past.desk.ports.open(people.WORKSPACE) as room:
        days = Period(week, week + timedelta(days=6))
        for day in days:
            filed = list(filed_on(room, day, None))
            assert filed
            assert list(room.reports.day_sums(day).values()) == sums_of(day, filed)
        for dimension in Dimension:
            (of_week,) = room.reports.sums(dimension, Period(week, week), weeks=True)
            assert of_week == sum_of_week(dimension, week, list(room.reports.sums(dimension, days)))
        assert room.reports.day_sums(past.made.date()) == {}


def test_items_are_sent_as_they_always_are() -> None:
    action = ActionRecord("W#a", "L#1", at=MONDAY, workspace="a", number=1, version=2, actor=["agent", None, "é"])
    action.events, action.places, action.told, action.recipients = [], [None], False, None
    terms = TermsRecord("W#a", "TERMS#t", type="terms", terms={"one", "two"}, version=1)
    total = SumRecord("W#a", "all#2027-03-01", type="sum", facts=3, packed=b"\x00\xff")
    message = MessageRecord("W#a", "L#2", type="note", at=MONDAY, kind="note", author=[], delivery={"a": "sent"})
    action.type = "action"
    for item in (action, terms, total, message):
        assert sent(item) == item.serialize()
