"""Retention: in the desk's night what is due goes into the trash, what is held or was changed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import SYSTEM, Action, EventType
from chalicelib.domain.settings.retention import KIND
from chalicelib.domain.worklist import Work
from chalicelib.services.privacy import retention
from chalicelib.services.seat import Seat
from chalicelib.services.settings.retention import see_to_retention, work_of
from chalicelib.services.settings.suspending import suspend
from infra.local import template
from tests.api.asking import new_ticket, problem
from tests.support.capacity import Layout
from tests.support.cuts import cut
from tests.support.desk import WORKSPACE, Desk
from tests.support.meter import metering

DAY = timedelta(days=1)
PLACES = {
    "closed": ("PATCH", "", {"status": "closed"}),
    "archived": ("POST", "/archive", {}),
    "spam": ("POST", "/spam", {}),
}
NEVER = {"closed": None, "archived": None, "spam": None}


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, f"/v1/acme/{path}", json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text
    return answer.json()


def keep(desk: Desk, **days: int | None) -> Any:
    return ask(desk, "PUT", "retention", {**NEVER, **days})


def put(desk: Desk, place: str, **given: Any) -> str:
    """A new ticket in that place."""
    method, rest, body = PLACES[place]
    ref: str = new_ticket(desk, **given)["ref"]
    ask(desk, method, f"tickets/{ref}{rest}", body)
    return ref


def trash(desk: Desk) -> list[str]:
    return sorted(row["ref"] for row in ask(desk, "GET", "tickets?trash=true")["items"])


def work(desk: Desk) -> Work | None:
    with desk.ports.enter(WORKSPACE):
        return desk.ports.work.find(WORKSPACE, KIND)


def go_on(desk: Desk, days: int) -> None:
    desk.advance(days * DAY)


@pytest.mark.parametrize("place", PLACES)
def test_what_nothing_happened_to_for_so_long_goes_into_the_trash(desk: Desk, place: str) -> None:
    ref = put(desk, place)
    keep(desk, **{place: 40})
    go_on(desk, 39)
    assert trash(desk) == []
    go_on(desk, 2)
    assert trash(desk) == [ref]
    desk.settle()
    with desk.ports.open(WORKSPACE) as room:
        (action,) = room.timeline.page(1, 1, None, newest_first=True, consistent=True).items
    assert isinstance(action, Action)
    assert (action.actor, action.cause, action.types()) == (SYSTEM, KIND, {EventType.DELETED})
    ask(desk, "POST", f"tickets/{ref}/restore", {})
    go_on(desk, 2)
    assert trash(desk) == [], "restored, it is kept as long anew"


def test_other_places_are_kept(desk: Desk) -> None:
    refs = [put(desk, place) for place in PLACES] + [new_ticket(desk)["ref"]]
    keep(desk, closed=7)
    go_on(desk, 20)
    assert trash(desk) == refs[:1]


def test_by_itself_spam_ends_after_thirty_days(desk: Desk) -> None:
    ref = put(desk, "spam")
    desk.settle()
    go_on(desk, 29)
    assert trash(desk) == []
    go_on(desk, 2)
    assert trash(desk) == [ref]


def test_what_is_on_hold_stays_and_goes_once_it_is_released(desk: Desk) -> None:
    held, theirs = put(desk, "closed"), put(desk, "closed", contact={"email": "lee@example.com"})
    lee = ask(desk, "GET", f"tickets/{theirs}")["contact"]["id"]
    family, duplicate = put(desk, "closed", contact={"email": "noor@example.com"}), new_ticket(desk)["ref"]
    ask(desk, "POST", f"tickets/{family}/merge", {"duplicate": duplicate, "across_contacts": True})
    for path in (f"tickets/{held}", f"contacts/{lee}", f"tickets/{duplicate}"):
        ask(desk, "PUT", f"{path}/hold", {"reason": "A lawsuit"})
    keep(desk, closed=7)
    go_on(desk, 10)
    assert trash(desk) == []
    for path in (f"contacts/{lee}", f"tickets/{duplicate}", f"tickets/{held}"):
        ask(desk, "DELETE", f"{path}/hold")
    go_on(desk, 2)
    assert trash(desk) == sorted([theirs, family]), "releasing a ticket is a change of it"
    go_on(desk, 7)
    assert trash(desk) == sorted([theirs, family, held])


def test_what_was_changed_since_it_was_listed_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = put(desk, "closed")
    keep(desk, closed=7)
    listed = retention._put_away

    def late(*given: Any) -> None:
        monkeypatch.setattr(retention, "_put_away", listed)
        ask(desk, "POST", f"tickets/{ref}/notes", {"body": "She called."})
        listed(*given)

    monkeypatch.setattr(retention, "_put_away", late)
    go_on(desk, 8)
    assert trash(desk) == []


def test_a_suspended_workspace_keeps_everything(desk: Desk) -> None:
    put(desk, "closed")
    keep(desk, closed=7)
    with desk.ports.open(WORKSPACE) as room:
        suspend(Seat(desk.ports, room, SYSTEM))
    go_on(desk, 10)
    with desk.ports.open(WORKSPACE) as room:
        assert room.ticking.page("trash", 10, None).items == []
    assert work(desk) is not None


def test_cut_off_anywhere_it_goes_on(desk: Desk) -> None:
    refs = [put(desk, "closed") for _ in range(3)]
    keep(desk, closed=7)
    desk.ports.clock.offset += 8 * DAY
    for number in range(1, 40):
        with desk.ports.open(WORKSPACE) as room, cut(after=number) as calls:
            retention.retain(desk.ports, room, work_of(desk.ports, room))
        if not calls.was_cut:
            break
    desk.settle()
    assert trash(desk) == refs


def test_the_work_is_there_from_the_first_action_on_and_is_over_where_all_is_kept(desk: Desk) -> None:
    new_ticket(desk)
    desk.settle()
    there = work(desk)
    assert there is not None
    keep(desk)
    go_on(desk, 1)
    assert work(desk) is None
    with desk.ports.open(WORKSPACE) as room:
        see_to_retention(desk.ports, room)
    assert work(desk) is None
    keep(desk, archived=30)
    assert work(desk) is not None


def test_pages_go_on_where_they_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_PAGE", 2)
    refs = [put(desk, place) for place in ("closed", "closed", "closed", "archived")]
    ask(desk, "PUT", f"tickets/{refs[0]}/hold", {"reason": "A lawsuit"})
    keep(desk, closed=7, archived=7)
    go_on(desk, 10)
    assert trash(desk) == refs[1:]


def test_a_preview_counts_what_would_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refs = [put(desk, "closed") for _ in range(3)]
    changed = [ask(desk, "GET", f"tickets/{ref}")["updated_at"] for ref in refs]
    desk.ports.clock.offset += 10 * DAY
    counted = ask(desk, "GET", "retention/preview?closed=8&spam=30")
    assert counted == {
        "closed": {"count": 3, "more": False, "oldest": changed[0], "until": None},
        "archived": None,
        "spam": {"count": 0, "more": False, "oldest": None, "until": None},
    }
    assert ask(desk, "GET", "retention/preview?closed=11")["closed"]["count"] == 0
    monkeypatch.setattr(retention, "COUNTED_MOST", 2)
    cut_short = ask(desk, "GET", "retention/preview?closed=8")["closed"]
    assert cut_short == {"count": 2, "more": True, "oldest": changed[0], "until": changed[1]}


@pytest.mark.parametrize("days", [6, 3651, 7.5, "30", True])
def test_a_rule_has_whole_days_within_bounds(desk: Desk, days: Any) -> None:
    answer = desk.http("PUT", "/v1/acme/retention", json={**NEVER, "spam": days}, token=desk.admin.token)
    problem(answer, 422, "validation_failed")
    assert ask(desk, "GET", "retention") == {"closed": None, "archived": None, "spam": 30, "trash": 30}


def test_the_audit_log_tells_who_changed_it(desk: Desk) -> None:
    keep(desk, closed=365, spam=30)
    (entry,) = ask(desk, "GET", "audit?action=retention")["items"]
    assert entry["changes"]["closed"] == {"from": None, "to": 365}


def units(desk: Desk) -> tuple[float, int]:
    """What one night takes, in read and write units."""
    with desk.ports.open(WORKSPACE) as room, metering(Layout.of(template.table())) as meter:
        step = retention.retain(desk.ports, room, work_of(desk.ports, room))
        while step and step.state:
            step = retention.retain(desk.ports, room, step)
    return meter.reads, meter.writes


def test_what_is_not_due_is_not_read(desk: Desk) -> None:
    keep(desk, closed=7)
    put(desk, "closed")
    desk.settle()
    few = units(desk)
    for _ in range(30):
        put(desk, "closed")
    desk.settle()
    assert units(desk) == few
    assert few[1] == 0


@pytest.mark.parametrize("held", [False, True])
def test_each_that_is_due_costs_the_same_and_those_of_a_contact_on_hold_next_to_nothing(desk: Desk, held: bool) -> None:
    keep(desk, closed=7)
    lee = {"email": "lee@example.com"}
    refs = [put(desk, "closed", contact=lee) for _ in range(25)]
    desk.settle()
    nothing = units(desk)
    desk.ports.clock.offset += 8 * DAY
    if held:
        contact = ask(desk, "GET", f"tickets/{refs[0]}")["contact"]["id"]
        ask(desk, "PUT", f"contacts/{contact}/hold", {"reason": "A lawsuit"})
    reads, writes = units(desk)
    if held:
        assert (reads - nothing[0], writes) <= (2 + len(refs) / 4, 0)
    else:
        assert reads - nothing[0] < 3 * len(refs)
        assert writes == 11 * len(refs)
