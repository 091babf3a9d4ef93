"""The SLA clock as callers of the API see it: on a ticket, in lists, as a filter and as an order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem, walked
from tests.support.desk import Desk

MINUTE = timedelta(minutes=1)
URGENT = {"priority": "urgent"}  # an hour to answer, four to resolve


def read(desk: Desk, ref: str) -> Any:
    return desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()


def post(desk: Desk, path: str, body: dict[str, Any] | None = None) -> Any:
    answer = desk.http("POST", f"{TICKETS}/{path}", json=body or {}, token=desk.admin.token)
    assert answer.status < 300, answer.text
    return answer.json()


def patch(desk: Desk, ref: str, **changes: Any) -> Any:
    answer = desk.http("PATCH", f"{TICKETS}/{ref}", json=changes, token=desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()


def pass_by(desk: Desk, span: timedelta) -> None:
    """Time goes by, and nobody does anything."""
    desk.ports.clock.offset += span  # type: ignore[attr-defined]


def minutes_to(instant: str, since: str) -> int:
    return round((datetime.fromisoformat(instant) - datetime.fromisoformat(since)) / MINUTE)


def test_a_new_ticket_says_what_was_promised_and_until_when(desk: Desk) -> None:
    made = new_ticket(desk, **URGENT)
    clock = made["sla"]
    assert (clock["status"], clock["policy_id"], clock["next_response"]) == ("on_track", "p_urgent", None)
    first, resolution = clock["first_response"], clock["resolution"]
    assert [minutes_to(target["due_at"], made["created_at"]) for target in (first, resolution)] == [60, 240]
    rest = {"status": "on_track", "elapsed_percent": 0, "at": None, "never_due": False}
    assert first == {**rest, "target_minutes": 60, "due_at": first["due_at"]}
    assert resolution == {**rest, "target_minutes": 240, "due_at": resolution["due_at"]}


def test_the_state_is_that_of_the_moment_of_reading_on_the_ticket_and_in_lists(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    seen = []
    for minutes in (44, 1, 15):
        pass_by(desk, minutes * MINUTE)
        one, (row,) = read(desk, ref)["sla"], walked(desk, TICKETS, desk.admin.token, 10)
        assert one == row["sla"]
        seen.append((one["first_response"]["status"], one["first_response"]["elapsed_percent"], one["status"]))
    assert seen == [("on_track", 73, "on_track"), ("warning", 75, "warning"), ("breached", 100, "breached")]


def test_the_first_public_answer_of_a_person_meets_the_first_target_and_nothing_else_does(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT, contact={"email": "maya@example.com"})["ref"]
    pass_by(desk, 30 * MINUTE)
    post(desk, f"{ref}/notes", {"body": "Looking"})
    patch(desk, ref, status="in_progress")
    assert read(desk, ref)["sla"]["first_response"]["status"] == "on_track"
    said = post(desk, f"{ref}/replies", {"body": "We are on it", "undo_seconds": 10})
    first = read(desk, ref)["sla"]["first_response"]
    assert (first["status"], first["elapsed_percent"], first["at"]) == ("met", 50, said["at"])
    undone = desk.http("DELETE", f"{TICKETS}/{ref}/replies/{said['id']}", token=desk.admin.token)
    assert undone.status < 300
    assert read(desk, ref)["sla"]["first_response"]["status"] == "on_track"


def test_waiting_pauses_and_going_on_gives_the_time_back(desk: Desk) -> None:
    made = new_ticket(desk, **URGENT)
    pass_by(desk, 60 * MINUTE)
    paused = patch(desk, made["ref"], status="waiting")["sla"]["resolution"]
    assert (paused["status"], paused["due_at"]) == ("paused", None)
    pass_by(desk, 600 * MINUTE)
    again = patch(desk, made["ref"], status="open")["sla"]["resolution"]
    assert (again["status"], again["elapsed_percent"]) == ("on_track", 25)
    assert minutes_to(again["due_at"], made["created_at"]) == 840


def test_another_priority_moves_the_targets_and_keeps_the_time_that_passed(desk: Desk) -> None:
    made = new_ticket(desk, priority="low")
    pass_by(desk, 30 * MINUTE)
    escalated = post(desk, f"{made['ref']}/escalate", {"reason": "The shop is down"})
    first = escalated["sla"]["first_response"]
    assert (escalated["sla"]["policy_id"], first["elapsed_percent"]) == ("p_urgent", 50)
    assert minutes_to(first["due_at"], made["created_at"]) == 60


def test_resolving_stops_the_clock_and_reopening_goes_on_where_it_stood(desk: Desk) -> None:
    made = new_ticket(desk, **URGENT)
    pass_by(desk, 60 * MINUTE)
    solved = post(desk, f"{made['ref']}/resolve", {"resolution": "Rolled back", "notify_customer": False})
    assert solved["sla"]["status"] == "met"
    pass_by(desk, 6000 * MINUTE)
    assert patch(desk, made["ref"], status="open")["sla"]["resolution"]["elapsed_percent"] == 25


def test_archived_and_merged_tickets_stand_still(desk: Desk) -> None:
    primary, put_away, merged = (new_ticket(desk, **URGENT)["ref"] for _ in range(3))
    post(desk, f"{put_away}/archive")
    post(desk, f"{primary}/merge", {"duplicate": merged})
    pass_by(desk, 600 * MINUTE)
    assert [read(desk, ref)["sla"]["status"] for ref in (primary, put_away, merged)] == ["breached", "paused", "paused"]


def test_the_worst_target_that_is_open_colours_the_ticket_and_the_next_one_due_is_told(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT, contact={"email": "maya@example.com"})["ref"]

    def seen(minutes: int) -> tuple[str, str, int | None]:
        pass_by(desk, minutes * MINUTE)
        sla, made = read(desk, ref)["sla"], read(desk, ref)["created_at"]
        return sla["status"], sla["by"], minutes_to(sla["due_at"], made) if sla["due_at"] else None

    assert seen(0) == ("on_track", "first_response", 60)
    assert seen(46) == ("warning", "first_response", 60)
    assert seen(15) == ("breached", "first_response", 60)
    post(desk, f"{ref}/replies", {"body": "We look into it"})
    assert seen(0) == ("on_track", "resolution", 240), "an answer that came late colours nothing"
    assert read(desk, ref)["sla"]["first_response"]["status"] == "missed"
    assert seen(120) == ("warning", "resolution", 240)
    patch(desk, ref, status="waiting")
    assert seen(0) == ("paused", "resolution", None)
    post(desk, f"{ref}/resolve", {"resolution": "Rolled back"})
    assert seen(0) == ("met", "resolution", None)


def test_who_was_never_answered_is_late_before_the_solution_is(desk: Desk) -> None:
    answered, never = (new_ticket(desk, **URGENT)["ref"] for _ in range(2))
    post(desk, f"{answered}/replies", {"body": "We look into it"})
    pass_by(desk, 70 * MINUTE)
    assert refs(desk, "sla=breached") == [never]
    assert refs(desk, "sla=on_track") == [answered]
    assert refs(desk, "sort=sla_due") == [never, answered]
    patch(desk, never, status="resolved")
    assert refs(desk, "sla=breached") == []


@pytest.fixture
def mixed(desk: Desk) -> dict[str, str]:
    """A ticket in every state that an indicator knows: state → reference."""
    late, warned, standing, waiting, solved, slow = (new_ticket(desk, **URGENT)["ref"] for _ in range(6))
    for ref in (late, warned, standing, waiting, solved, slow):
        post(desk, f"{ref}/replies", {"body": "We look into it", "status": "open"})
    patch(desk, warned, priority="high")  # resolved within a day
    patch(desk, slow, priority="low")  # and this within a week
    patch(desk, waiting, status="waiting")
    patch(desk, solved, status="resolved")
    pass_by(desk, 240 * MINUTE)
    patch(desk, standing, status="resolved")
    pass_by(desk, 16 * 60 * MINUTE)
    return {"breached": late, "warning": warned, "missed": standing, "paused": waiting, "met": solved, "on_track": slow}


def refs(desk: Desk, query: str, limit: int = 100) -> list[str]:
    return [row["ref"] for row in walked(desk, f"{TICKETS}?{query}", desk.admin.token, limit)]


def test_a_filter_by_state_finds_what_is_in_it_at_that_moment(desk: Desk, mixed: dict[str, str]) -> None:
    for state, ref in mixed.items():
        assert read(desk, ref)["sla"]["status"] == state
        for sort in ("", "&sort=-updated_at", "&sort=sla_due"):
            assert refs(desk, f"sla={state}{sort}") == [ref], (state, sort)
    assert set(refs(desk, "sla=warning,breached,met")) == {mixed["breached"], mixed["warning"], mixed["met"]}
    assert refs(desk, "sla=warning,breached") == [mixed["breached"], mixed["warning"]]
    assert refs(desk, "sla=warning&sort=sla_due") == [mixed["warning"]]
    assert refs(desk, "sla=breached&sort=sla_due") == [mixed["breached"]]
    assert refs(desk, "sla=warning,breached&sort=sla_due") == [mixed["breached"], mixed["warning"]]
    assert set(refs(desk, "sla=on_track,met&sort=sla_due")) == {mixed["on_track"], mixed["met"]}
    assert refs(desk, "sla=breached&priority=low") == []
    assert refs(desk, "sla=breached&assignee=me&status=open,waiting") == [mixed["breached"]]
    pass_by(desk, 8 * 60 * MINUTE)
    assert set(refs(desk, "sla=breached")) == {mixed["breached"], mixed["warning"]}


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_by_due_instant_the_soonest_comes_first_and_what_nothing_is_due_for_last(
    desk: Desk, mixed: dict[str, str], limit: int
) -> None:
    sorted_refs = refs(desk, "sort=sla_due", limit)
    assert sorted_refs[:3] == [mixed["breached"], mixed["warning"], mixed["on_track"]]
    assert sorted(sorted_refs) == sorted(mixed.values())
    assert refs(desk, "sort=sla_due&status=open", limit) == sorted_refs[:3]
    assert refs(desk, "sort=sla_due&status=waiting", limit) == [mixed["paused"]]


def test_archived_tickets_are_found_by_their_state_too(desk: Desk, mixed: dict[str, str]) -> None:
    post(desk, f"{mixed['breached']}/archive")
    assert refs(desk, "sla=breached&archived=true") == [mixed["breached"]]
    assert refs(desk, "sla=breached") == []


def test_an_unknown_state_or_order_is_refused(desk: Desk) -> None:
    for query in ("sla=late", "sort=due"):
        problem(desk.http("GET", f"{TICKETS}?{query}", token=desk.admin.token), 422, "validation_failed")


def test_search_filters_by_state_as_well(desk: Desk, mixed: dict[str, str]) -> None:
    desk.settle()
    assert refs(desk, "q=checkout&sla=warning") == [mixed["warning"]]
