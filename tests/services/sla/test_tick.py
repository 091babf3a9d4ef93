"""The tick: whoever is to know of a crossed target hears of it once, at its moment, and of nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.services.sla import tick
from chalicelib.services.sla.tick import Became
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket, walked
from tests.jobs.calling import items
from tests.support.desk import Desk, Person

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
URGENT = {"priority": "urgent", "notify_customer": False}  # an hour to answer, four to resolve


def pass_by(desk: Desk, span: timedelta) -> None:
    """Time goes by, and the tick doesn't run."""
    desk.ports.clock.offset += span


def collect(desk: Desk) -> None:
    """What members are to be mailed of is: it waits for a moment, for what else there is."""
    desk.settle()
    desk.advance(timedelta(seconds=17))


def patch(desk: Desk, path: str, **changes: Any) -> Any:
    answer = desk.http("PATCH", f"/v1/acme/{path}", json=changes, token=desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()


def post(desk: Desk, path: str, **body: Any) -> None:
    answer = desk.http("POST", f"{TICKETS}/{path}", json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text


def read(desk: Desk, ref: str) -> Any:
    return desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()


def inbox(desk: Desk, person: Person) -> list[str]:
    """What was told of promised times, oldest first."""
    entries = desk.http("GET", "/v1/acme/inbox?limit=100", token=person.token).json()["items"]
    return [entry["event"].removeprefix("ticket.sla_") for entry in reversed(entries) if "sla" in entry["event"]]


def mails(desk: Desk, person: Person) -> list[str]:
    subjects = [mail.subject for mail in desk.sent if mail.to == (person.email,)]
    return [subject for subject in subjects if "SLA at risk" in subject or "SLA missed" in subject]


def told(desk: Desk, ref: str) -> list[tuple[str, str]]:
    """What the time line says was told: the level and the target."""
    entries = walked(desk, f"{TICKETS}/{ref}/timeline", desk.admin.token, 100)
    events = [entry["event"] for entry in entries if entry["event"] and "sla" in entry["event"]["type"]]
    return [(one["type"].removeprefix("ticket.sla_"), one["changes"]["target"]["to"]) for one in events]


@pytest.fixture
def gil(desk: Desk) -> Person:
    return desk.add_member("Gil G.", "gil@acme.example", "agent")


def test_a_warning_comes_at_three_quarters_and_a_breach_at_the_target_once_each(desk: Desk, gil: Person) -> None:
    ref = new_ticket(desk, **URGENT, assignee_id=gil.id)["ref"]
    seen = []
    for span in (45 * MINUTE - timedelta(seconds=30), timedelta(seconds=30), 15 * MINUTE, 5 * MINUTE):
        desk.advance(span)
        collect(desk)
        seen.append((inbox(desk, gil), len(mails(desk, gil)), inbox(desk, desk.admin), len(mails(desk, desk.admin))))
    both = ["warning", "breached"]
    assert seen == [([], 0, [], 0), (["warning"], 1, [], 0), (both, 2, ["breached"], 1), (both, 2, ["breached"], 1)]
    assert told(desk, ref) == [("warning", "first_response"), ("breached", "first_response")]


def test_the_mail_says_what_is_due_when_on_the_desks_clock_or_the_readers_own(desk: Desk, gil: Person) -> None:
    patch(desk, "business-hours", zone="Europe/Berlin")
    ref = new_ticket(desk, **URGENT, assignee_id=gil.id, title="Checkout fails")["ref"]
    collect(desk)
    desk.advance(46 * MINUTE)
    collect(desk)
    given, mail = [mail for mail in desk.sent if mail.to == (gil.email,)]
    assert given.subject == f"New ticket: [{ref}] Checkout fails"
    assert len({each.headers["References"].split()[0] for each in (given, mail)}) == 1
    assert mail.subject == f"SLA at risk: [{ref}] Checkout fails"
    assert "(Europe/Berlin)" in mail.text
    zone = desk.http("PATCH", "/v1/acme/profile", json={"zone": "America/New_York"}, token=gil.token)
    assert zone.status == 200
    desk.advance(15 * MINUTE)
    collect(desk)
    assert "(America/New_York)" in next(sent.text for sent in desk.sent[::-1] if sent.to == (gil.email,))
    assert f"/console/tickets/{ref}" in mail.text
    assert mail.headers["Auto-Submitted"] == "auto-generated"


def test_without_an_assignee_the_admins_are_warned(desk: Desk, gil: Person) -> None:
    new_ticket(desk, **URGENT)
    desk.advance(46 * MINUTE)
    collect(desk)
    assert (inbox(desk, gil), inbox(desk, desk.admin), len(mails(desk, desk.admin))) == ([], ["warning"], 1)


def test_whoever_wants_to_hear_otherwise_does(desk: Desk, gil: Person) -> None:
    desk.http("PATCH", "/v1/acme/preferences", json={"sla_warning": "none", "sla_breached": "inbox"}, token=gil.token)
    new_ticket(desk, **URGENT, assignee_id=gil.id)
    desk.advance(46 * MINUTE)
    desk.advance(15 * MINUTE)
    assert (inbox(desk, gil), mails(desk, gil)) == (["breached"], [])


def test_the_resolution_is_told_of_like_the_first_response(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    post(desk, f"{ref}/replies", body="We are on it")
    for _ in range(5):
        desk.advance(60 * MINUTE)
    assert told(desk, ref) == [("warning", "resolution"), ("breached", "resolution")]


@pytest.mark.parametrize("state", ["waiting", "resolved", "closed", "archived", "merged"])
def test_nobody_is_told_of_what_stands(desk: Desk, state: str) -> None:
    ref, other = new_ticket(desk, **URGENT)["ref"], new_ticket(desk, priority="low")["ref"]
    if state == "archived":
        post(desk, f"{ref}/archive")
    elif state == "merged":
        post(desk, f"{other}/merge", duplicate=ref)
    else:
        patch(desk, f"tickets/{ref}", status=state)
    desk.advance(10 * 60 * MINUTE)
    assert (inbox(desk, desk.admin), mails(desk, desk.admin)) == ([], [])


def test_what_goes_on_again_is_told_of_at_its_new_moment(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    patch(desk, f"tickets/{ref}", status="waiting")
    desk.advance(10 * 60 * MINUTE)
    patch(desk, f"tickets/{ref}", status="open")
    desk.advance(44 * MINUTE)
    assert told(desk, ref) == []
    desk.advance(2 * MINUTE)
    assert told(desk, ref) == [("warning", "first_response")]


def test_after_an_outage_only_the_latest_crossing_is_told(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    pass_by(desk, 9 * 60 * MINUTE)
    collect(desk)
    assert sorted(told(desk, ref)) == [("breached", "first_response"), ("breached", "resolution")]
    assert (inbox(desk, desk.admin), len(mails(desk, desk.admin))) == (["breached"], 1)


def test_a_notice_is_no_change_of_the_ticket(desk: Desk) -> None:
    made = new_ticket(desk, **URGENT)
    desk.advance(46 * MINUTE)
    after = read(desk, made["ref"])
    assert told(desk, made["ref"])
    assert (after["updated_at"], after["version"]) == (made["updated_at"], made["version"])
    path, guard = f"{TICKETS}/{made['ref']}", {"If-Match": '"1"'}
    assert desk.http("PATCH", path, json={"title": "x"}, headers=guard, token=desk.admin.token).status == 200


def test_many_ticks_at_once_tell_once(desk: Desk) -> None:
    refs = [new_ticket(desk, **URGENT)["ref"] for _ in range(12)]
    pass_by(desk, 46 * MINUTE)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: tick.tick(desk.ports, 20), range(4)))
    collect(desk)
    became = [outcome.became for run in runs for outcome in run.outcomes]
    assert became.count(Became.TOLD) == len(refs)
    assert set(became) <= {Became.TOLD, Became.MOVED}
    assert inbox(desk, desk.admin) == ["warning"] * len(refs)
    (mail,) = [mail for mail in desk.sent if mail.to == (desk.admin.email,)]
    assert mail.subject == "Updates on 12 tickets"
    assert all(mail.text.count(f"[{ref}]") == 1 for ref in refs)


def test_a_tick_tells_how_late_it_is(desk: Desk) -> None:
    new_ticket(desk, **URGENT)
    assert tick.tick(desk.ports, 20).lag == timedelta(0)
    pass_by(desk, 50 * MINUTE)
    assert 5 * MINUTE <= tick.tick(desk.ports, 20).lag < 6 * MINUTE
    assert tick.tick(desk.ports, 20).lag == timedelta(0)


def test_a_tick_without_time_does_nothing_and_the_next_goes_on(desk: Desk) -> None:
    refs = [new_ticket(desk, **URGENT)["ref"] for _ in range(3)]
    pass_by(desk, 46 * MINUTE)
    assert {outcome.became for outcome in tick.tick(desk.ports, -1).outcomes} == {Became.NOT_DONE}
    desk.settle()
    assert [told(desk, ref) for ref in refs] == [[("warning", "first_response")]] * 3


def test_a_ticket_that_fails_is_put_off_ever_longer_and_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = (new_ticket(desk, **URGENT)["ref"] for _ in range(2))
    pass_by(desk, 46 * MINUTE)
    with monkeypatch.context() as patching:
        broken = tick.tick_rules.crossed
        fault = RuntimeError("this one")

        def crossed(ticket: Any, moment: Any) -> Any:
            if ticket.number == 2:
                raise fault
            return broken(ticket, moment)

        patching.setattr(tick.tick_rules, "crossed", crossed)
        failures = []
        for span in (timedelta(0), 0.5 * MINUTE, 0.6 * MINUTE, 1.5 * MINUTE, 0.6 * MINUTE):
            pass_by(desk, span)
            run = tick.tick(desk.ports, 20)
            failures.append([outcome.due.failures for outcome in run.outcomes if outcome.fault is fault])
    assert failures == [[0], [], [1], [], [2]]
    assert told(desk, good) == [("warning", "first_response")]
    desk.advance(5 * MINUTE)
    assert told(desk, bad) == [("warning", "first_response")]


def test_a_ticket_that_nobody_can_read_is_put_off_and_holds_up_no_other(desk: Desk) -> None:
    unread, other = (new_ticket(desk, **URGENT)["ref"] for _ in range(2))
    desk.advance(MINUTE)
    dynamodb, table = client("dynamodb"), desk.environment["TABLE_NAME"]
    (item,) = [one for one in items(desk, "ticket") if one["n"]["N"] == unread.removeprefix("TKT-").lstrip("0")]
    dynamodb.put_item(TableName=table, Item=item | {"k": {"S": "no JSON"}})
    desk.advance(46 * MINUTE)
    assert told(desk, other) == [("warning", "first_response")]
    (put_off,) = [one for one in items(desk, "ticket") if one["k"]["S"] == "no JSON"]
    assert put_off["du_sk"]["S"] > item["du_sk"]["S"]
    dynamodb.put_item(TableName=table, Item=item)
    desk.advance(2 * MINUTE)
    assert told(desk, unread) == [("warning", "first_response")], "once it is mended it is told late"


def test_a_command_on_a_ticket_that_was_put_off_goes_through(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    pass_by(desk, 46 * MINUTE)
    with monkeypatch.context() as patching:
        patching.setattr(tick.tick_rules, "crossed", lambda *_: 1 / 0)
        tick.tick(desk.ports, 20)
    assert patch(desk, f"tickets/{ref}", title="Another")["title"] == "Another"
    patch(desk, f"tickets/{ref}", status="waiting")
    desk.advance(DAY)
    assert told(desk, ref) == []


def test_what_was_resolved_closes_after_the_desks_number_of_days_and_the_customer_hears_of_it(desk: Desk) -> None:
    ref = new_ticket(desk, contact={"email": "maya@example.com"})["ref"]
    patch(desk, f"tickets/{ref}", status="resolved")
    desk.advance(7 * DAY - MINUTE)
    assert read(desk, ref)["status"] == "resolved"
    desk.advance(MINUTE)
    closed = read(desk, ref)
    assert (closed["status"], closed["resolved_at"] is not None) == ("closed", True)
    assert datetime.fromisoformat(closed["closed_at"]) - datetime.fromisoformat(closed["resolved_at"]) >= 7 * DAY
    assert "Closed" in [mail for mail in desk.sent if mail.to == ("maya@example.com",)][-1].text
    before = len(desk.sent)
    desk.advance(7 * DAY)
    assert len(desk.sent) == before


def test_what_the_customer_reopened_does_not_close(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    patch(desk, f"tickets/{ref}", status="resolved")
    desk.advance(6 * DAY)
    patch(desk, f"tickets/{ref}", status="open")
    desk.advance(2 * DAY)
    assert read(desk, ref)["status"] == "open"


def test_another_number_of_days_holds_for_what_is_resolved_already(desk: Desk) -> None:
    patch(desk, "settings", auto_close_days=None)
    ref = new_ticket(desk, **URGENT)["ref"]
    patch(desk, f"tickets/{ref}", status="resolved")
    desk.advance(30 * DAY)
    assert read(desk, ref)["status"] == "resolved"
    patch(desk, "settings", auto_close_days=31)
    desk.advance(2 * MINUTE)
    assert read(desk, ref)["status"] == "resolved"
    desk.advance(DAY)
    assert read(desk, ref)["status"] == "closed"


def test_changed_hours_time_the_open_tickets_anew(desk: Desk) -> None:
    made = new_ticket(desk, **URGENT)
    patch(desk, "business-hours", week=[[]] * 7)
    desk.advance(2 * MINUTE)
    resolution = read(desk, made["ref"])["sla"]["resolution"]
    assert (resolution["due_at"], resolution["never_due"]) == (None, True)
    desk.advance(DAY)
    assert told(desk, made["ref"]) == []
    patch(desk, "business-hours", always=True)
    desk.advance(2 * MINUTE)
    desk.advance(MINUTE)
    assert ("breached", "resolution") in told(desk, made["ref"])


def test_timing_anew_goes_on_where_it_was_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refs = [new_ticket(desk, **URGENT)["ref"] for _ in range(7)]
    monkeypatch.setattr("chalicelib.services.sla.retime._PAGE", 2)
    patch(desk, "business-hours", week=[[]] * 7)
    pass_by(desk, 2 * MINUTE)

    def never_due() -> int:
        return sum(read(desk, ref)["sla"]["resolution"]["due_at"] is None for ref in refs)

    ticks = iter([True, False] * 20)
    seen = []
    with monkeypatch.context() as patching:
        patching.setattr("chalicelib.services.worklist._is_over", lambda _deadline: not next(ticks))
        while never_due() < len(refs):
            tick.tick(desk.ports, 20)
            seen.append(never_due())
    assert seen == [2, 4, 6, 7]
    desk.settle()
    assert tick.tick(desk.ports, 20).outcomes == []
