"""What the usual requests cost in DynamoDB's units, counted by AWS's rules, everything that a request does included."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.search_terms import terms_of
from chalicelib.services.sla.tick import tick
from chalicelib.storage.search.records import posting
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.records import CounterRecord
from infra.local import template
from tests.bench.scenes import DESCRIPTION, REPLY, SEARCH, TITLE, Day
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import Meter, metering

LAYOUT = Layout.of(template.table())


@pytest.fixture
def day(desk: Desk) -> Day:
    """An agent's day that has begun: the settings are in memory, as they are in a warm container."""
    day = Day(desk)
    day.list()
    return day


def cost(request: Callable[[], object]) -> Meter:
    with metering(LAYOUT) as meter:
        request()
    return meter


def test_creating_a_ticket_for_a_new_customer_costs_at_most_26_write_units(day: Day) -> None:
    assert 0 < cost(day.create).writes <= 26


def test_a_request_through_the_portal_costs_no_more_than_one_of_an_agent(day: Day) -> None:
    assert 0 < cost(day.submit).writes <= 26


def test_the_first_reply_costs_at_most_20_write_units(day: Day) -> None:
    ref = day.create()
    assert 0 < cost(lambda: day.reply(ref)).writes <= 20


def test_a_reply_that_resolves_costs_at_most_20_write_units(day: Day) -> None:
    ref = day.create()
    day.reply(ref)
    assert 0 < cost(lambda: day.reply(ref, status="resolved")).writes <= 20


def test_a_note_and_a_change_cost_no_more_than_a_reply(day: Day) -> None:
    ref = day.create()
    assert 0 < cost(lambda: day.note(ref)).writes <= 20
    assert 0 < cost(lambda: day.change(ref, status="waiting", priority="low", assignee_id=None)).writes <= 20


def test_a_page_of_25_tickets_costs_at_most_4_read_units(day: Day) -> None:
    for _ in range(30):
        day.create(contact="maya@northpier.example")
    for query in ("", "?status=open", "?assignee=me&status=open", "?priority=high&channel=api"):
        with metering(LAYOUT) as meter:
            tickets = day.list(query)
        assert len(tickets) == 25
        assert 0 < meter.reads <= 4, query


def test_a_ticket_and_its_time_line_of_20_entries_cost_at_most_6_read_units(day: Day) -> None:
    ref = day.create()
    for _ in range(9):
        day.reply(ref)
        day.note(ref)
    with metering(LAYOUT) as meter:
        entries = day.open(ref)
    assert len(entries) >= 20
    assert 0 < meter.reads <= 6


def test_the_assistant_costs_at_most_25_read_units_at_a_ticket_of_50_messages_among_50_000(day: Day) -> None:
    """Every word of the ticket has more postings than a page, as in a large desk; all tickets like it are resolved."""
    with day.desk.ports.open("acme") as room:
        CounterRecord(room.tickets.keys.root, "SEQ").update([CounterRecord.value.set(50_000)])
        terms = sorted(terms_of(TITLE) | terms_of(DESCRIPTION))
        write_all(
            [posting(room.tickets.keys, term, number, "d") for term in terms for number in range(49_900, 50_000)], []
        )
    for _ in range(8):
        day.resolve(day.create())
    ref = day.create()
    for _ in range(25):
        day.reply(ref)
        day.note(ref)
    day.desk.settle()
    first, again = cost(lambda: day.panel(ref)), cost(lambda: day.panel(ref))
    assert 0 < first.reads <= 25
    assert 0 < again.reads <= 25
    assert again.writes < first.writes


def test_a_tick_with_nothing_due_costs_at_most_8_read_units_and_writes_nothing(day: Day) -> None:
    """Half a unit for each of eight parts of the tickets and two of the work list, whatever there is besides."""
    day.create()
    meter = cost(lambda: tick(day.desk.ports, 20))
    assert (meter.reads, meter.writes) == (5, 0)
    assert meter.reads <= 8


def test_what_is_snoozed_and_who_is_reminded_cost_the_tick_nothing_before_their_time(day: Day) -> None:
    put(day, f"{day.create()}/snooze", {"until_reply": True})
    put(day, f"{day.create()}/snooze", {"until": ahead(day)})
    put(day, f"{day.create()}/reminder", {"at": ahead(day)})
    day.desk.settle()
    meter = cost(lambda: tick(day.desk.ports, 20))
    assert (meter.reads, meter.writes) == (5, 0)


def test_snoozing_costs_no_more_than_a_change_and_a_reminder_is_read_by_whom_it_is_for_alone(day: Day) -> None:
    ref, other = day.create(), day.create()
    assert 0 < cost(lambda: put(day, f"{ref}/snooze", {"until": ahead(day)})).writes <= 20
    without = cost(lambda: day.open(ref)).reads
    assert 0 < cost(lambda: put(day, f"{other}/reminder", {"at": ahead(day), "note": "Call Maya"})).writes <= 20
    assert cost(lambda: day.open(ref)).reads == without
    assert cost(lambda: day.open(other)).reads <= without + 1


def ahead(day: Day) -> str:
    return (day.desk.ports.clock.now() + timedelta(days=3)).isoformat()


def put(day: Day, path: str, body: object) -> None:
    answer = day.desk.http("PUT", f"/v1/acme/tickets/{path}", json=body, token=day.desk.admin.token)
    assert answer.status == 200, answer.text


def test_what_a_reply_costs_does_not_grow_with_the_conversation(day: Day) -> None:
    ref = day.create()
    early = cost(lambda: day.reply(ref, status="waiting"))
    for _ in range(20):
        day.note(ref)
    late = cost(lambda: day.reply(ref, status="waiting"))
    assert late.writes <= early.writes
    assert late.reads <= early.reads


def test_telling_of_a_reply_costs_no_more_than_the_reply_and_finding_it_two_units_a_word(day: Day) -> None:
    ref = day.create()
    day.desk.settle()
    own = cost(lambda: day.reply(ref))
    following = cost(day.desk.settle)
    finding = following.writes_to(*SEARCH)
    print(f"reactors and one mail: {following.reads} read, {following.writes} write, {finding} of them for search")
    assert len(day.desk.sent) == 2
    assert 0 < following.writes - finding <= own.writes
    assert 0 < finding <= 2 * len(set(re.findall(r"\w+", REPLY.lower())))
