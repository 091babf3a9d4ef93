"""Snoozed tickets: out of sight until their time, or until their customer writes, and then back on top, told once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"
SNOOZE = f"{ONE}/snooze"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    desk.settle()
    return correspondence


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def listed(desk: Desk, query: str = "") -> list[str]:
    return [row["ref"] for row in ask(desk, "GET", f"{TICKETS}{query}")["items"]]


def ahead(desk: Desk, **span: float) -> str:
    at = desk.ports.clock.now().replace(second=0, microsecond=0) + timedelta(**span)
    return at.isoformat().replace("+00:00", "Z")


def inbox(desk: Desk) -> list[tuple[str, str]]:
    items = ask(desk, "GET", "/v1/acme/inbox")["items"]
    return [(one["ref"], one["event"]) for one in items]


def events(desk: Desk) -> list[str]:
    items = ask(desk, "GET", f"{ONE}/timeline?limit=50")["items"]
    return [one["event"]["type"] for one in items if one.get("event")]


def test_it_leaves_every_list_and_count_and_is_listed_alone(desk: Desk, post: Correspondence) -> None:
    other, until = new_ticket(desk)["ref"], ahead(desk, hours=3)
    snoozed = ask(desk, "PUT", SNOOZE, {"until": until})
    desk.settle()
    assert (snoozed["status"], snoozed["snoozed_until_reply"]) == ("open", False)
    assert datetime.fromisoformat(snoozed["snoozed_until"]) == datetime.fromisoformat(until)
    for query in ("", "?status=open", "?assignee=none", "?sort=sla_due", "?sort=priority", "?sort=created_at"):
        assert listed(desk, query) == [other], query
    for query in ("?q=checkout", "?archived=true", "?spam=true", "?trash=true"):
        assert "TKT-0001" not in listed(desk, query), query
    for query in ("?snoozed=true", "?snoozed=true&assignee=none", "?snoozed=true&q=checkout", "?q=is:snoozed+checkout"):
        assert listed(desk, query) == ["TKT-0001"], query
    counts = ask(desk, "GET", f"{TICKETS}/counts")
    assert (counts["all"], counts["unassigned"]) == (1, 1)


def test_its_time_brings_it_back_on_top_told_once(desk: Desk, post: Correspondence) -> None:
    ask(desk, "PATCH", ONE, {"assignee_id": desk.admin.id})
    ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=3)})
    other = new_ticket(desk)["ref"]
    desk.settle()
    desk.advance(timedelta(hours=2, minutes=58))
    assert listed(desk) == [other]
    desk.advance(timedelta(seconds=180))
    assert listed(desk) == ["TKT-0001", other]
    assert (events(desk).count("ticket.woken"), ask(desk, "GET", ONE)["snoozed_until"]) == (1, None)
    assert inbox(desk).count(("TKT-0001", "ticket.woken")) == 1
    desk.advance(timedelta(seconds=3600))
    assert events(desk).count("ticket.woken") == 1


def test_the_customers_answer_brings_it_back_and_is_told_once(desk: Desk, post: Correspondence) -> None:
    ask(desk, "PATCH", ONE, {"assignee_id": desk.admin.id})
    assert ask(desk, "PUT", SNOOZE, {"until_reply": True})["snoozed_until_reply"]
    to = reply_address(post.reply("We wait for you."))
    new_ticket(desk)
    desk.advance(timedelta(days=40))
    assert "TKT-0001" not in listed(desk)
    post.write("Any news?", to=to)
    assert listed(desk)[0] == "TKT-0001"
    assert [one for one in inbox(desk) if one[1] != "ticket.assigned" and one[0] == "TKT-0001"].count(
        ("TKT-0001", "ticket.customer_replied")
    ) == 1
    assert "ticket.woken" not in [event for _, event in inbox(desk)]
    assert events(desk).count("ticket.unsnoozed") == 1


def test_a_reply_leaves_it_snoozed_and_reaches_the_customer(desk: Desk, post: Correspondence) -> None:
    ask(desk, "PUT", SNOOZE, {"until_reply": True})
    sent = len(desk.sent)
    ask(desk, "POST", f"{ONE}/replies", {"body": "We look into it."})
    desk.settle()
    assert "We look into it." in desk.sent[sent].text
    assert listed(desk, "?snoozed=true") == ["TKT-0001"]


@pytest.mark.parametrize("path", ["resolve", "archive", "spam"])
def test_what_is_solved_or_put_away_is_snoozed_no_longer(desk: Desk, post: Correspondence, path: str) -> None:
    ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=3)})
    ask(desk, "POST", f"{ONE}/{path}", {"resolution": "Restarted"} if path == "resolve" else {})
    found = ask(desk, "GET", ONE)
    assert (found["snoozed_until"], found["snoozed_until_reply"]) == (None, False)
    assert listed(desk, "?snoozed=true") == []
    desk.advance(timedelta(seconds=4 * 3600))
    assert "ticket.woken" not in events(desk)


def test_what_is_deleted_comes_back_snoozed_and_wakes_if_its_time_is_over(desk: Desk, post: Correspondence) -> None:
    ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=3)})
    ask(desk, "DELETE", ONE)
    desk.advance(timedelta(seconds=4 * 3600))
    assert ask(desk, "POST", f"{ONE}/restore", {})["snoozed_until"]
    desk.advance(timedelta(seconds=120))
    assert listed(desk) == ["TKT-0001"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"until_reply": False},
        {"until": None},
        {"until": "2026-01-01T00:00:00Z"},
        {"until": "2999-01-01T00:00:00Z"},
        {"until": "9999-12-31T23:59:59-12:00"},
        {"until": "tomorrow"},
        {"until": "2030-03-29T02:30:00"},
        {"until": 7},
        {"until_reply": True, "until": "2027-03-29T02:30:00Z"},
    ],
)
def test_what_is_no_time_to_come_is_refused(desk: Desk, post: Correspondence, body: Any) -> None:
    answer = desk.http("PUT", SNOOZE, json=body, token=desk.admin.token)
    problem(answer, 422, "validation_failed")
    assert listed(desk) == ["TKT-0001"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("resolve", "not_snoozable"),
        ("archive", "not_snoozable"),
        ("spam", "is_spam"),
        ("delete", "in_trash"),
    ],
)
def test_what_nobody_works_on_is_not_snoozed(desk: Desk, post: Correspondence, path: str, code: str) -> None:
    body: Any = {"resolution": "Restarted"} if path == "resolve" else {}
    ask(desk, *(("DELETE", ONE) if path == "delete" else ("POST", f"{ONE}/{path}", body)))
    answer = desk.http("PUT", SNOOZE, json={"until_reply": True}, token=desk.admin.token)
    problem(answer, 409, code)


def test_a_merged_ticket_is_not_snoozed_and_merging_ends_a_snooze(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk)
    two = f"{TICKETS}/TKT-0002"
    ask(desk, "PUT", f"{two}/snooze", {"until_reply": True})
    merged = ask(desk, "POST", f"{ONE}/merge", {"duplicate": "TKT-0002", "across_contacts": True})
    assert ask(desk, "GET", two)["snoozed_until_reply"] is False
    refused = desk.http("PUT", f"{two}/snooze", json={"until_reply": True}, token=desk.admin.token)
    problem(refused, 409, "merged")
    ask(desk, "POST", f"{ONE}/actions/{merged['action_id']}/undo", {})
    assert ask(desk, "GET", two)["merged_into"] is None


def test_undoing_puts_back_what_was(desk: Desk, post: Correspondence) -> None:
    first = ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=3)})
    second = ask(desk, "PUT", SNOOZE, {"until_reply": True})
    assert ask(desk, "POST", f"{ONE}/actions/{second['action_id']}/undo", {})["snoozed_until"] == first["snoozed_until"]
    assert listed(desk, "?snoozed=true") == ["TKT-0001"]
    ended = ask(desk, "DELETE", SNOOZE)
    back = ask(desk, "POST", f"{ONE}/actions/{ended['action_id']}/undo", {})
    assert back["snoozed_until"] == first["snoozed_until"]
    solved = ask(desk, "POST", f"{ONE}/resolve", {"resolution": "Restarted"})
    back = ask(desk, "POST", f"{ONE}/actions/{solved['action_id']}/undo", {})
    assert (back["snoozed_until"], back["status"]) == (first["snoozed_until"], "open")
    spam = ask(desk, "POST", f"{ONE}/spam", {})
    back = ask(desk, "POST", f"{ONE}/actions/{spam['action_id']}/undo", {})
    assert (back["snoozed_until"], back["spam"]) == (first["snoozed_until"], False)


def test_undone_it_is_as_if_it_had_never_been(desk: Desk, post: Correspondence) -> None:
    done = ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=3)})
    back = ask(desk, "POST", f"{ONE}/actions/{done['action_id']}/undo", {})
    assert (back["snoozed_until"], listed(desk)) == (None, ["TKT-0001"])


def test_the_sla_stands_as_for_a_ticket_that_waits(desk: Desk, post: Correspondence) -> None:
    running = ask(desk, "GET", ONE)["sla"]
    assert running["status"] == "on_track"
    assert ask(desk, "PUT", SNOOZE, {"until": ahead(desk, hours=30)})["sla"]["status"] == "paused"
    desk.advance(timedelta(seconds=31 * 3600))
    woken = ask(desk, "GET", ONE)["sla"]
    assert woken["status"] == "on_track"
    late = datetime.fromisoformat(woken["due_at"]) - datetime.fromisoformat(running["due_at"])
    assert late >= timedelta(hours=1)


def test_many_are_snoozed_at_once_and_woken_by_an_undo(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk)
    refs = ["TKT-0001", "TKT-0002", "TKT-0099"]
    body = {"refs": refs, "set": {"snooze": {"until": ahead(desk, hours=3)}}}
    done = ask(desk, "POST", f"{TICKETS}/bulk", body)
    assert [one["ok"] for one in done["results"]] == [True, True, False]
    assert sorted(listed(desk, "?snoozed=true")) == refs[:2]
    ask(desk, "POST", f"{TICKETS}/bulk", {"refs": refs[:1], "set": {"snooze": None}})
    assert listed(desk, "?snoozed=true") == ["TKT-0002"]
    for wrong in ({"until": "2026-01-01T00:00:00Z"}, {}, {"until_reply": True, "until": ahead(desk, hours=1)}):
        answer = desk.http("POST", f"{TICKETS}/bulk", json={**body, "set": {"snooze": wrong}}, token=desk.admin.token)
        problem(answer, 422, "validation_failed")


def test_it_wakes_on_a_holiday_too_whose_hours_it_knows_nothing_of(desk: Desk) -> None:
    """Somebody chose that minute; only the SLA goes by business hours."""
    new_ticket(desk)
    at = ahead(desk, days=2)
    week = [[{"start": "09:00", "end": "17:00"}]] * 5 + [[], []]
    holidays = [{"date": at[:10], "name": "A feast"}]
    ask(desk, "PATCH", "/v1/acme/business-hours", {"zone": "Europe/Berlin", "week": week, "holidays": holidays})
    ask(desk, "PUT", SNOOZE, {"until": at})
    desk.settle()
    desk.advance(datetime.fromisoformat(at) - desk.ports.clock.now() - timedelta(seconds=40))
    assert listed(desk) == []
    desk.advance(timedelta(minutes=1))
    assert listed(desk) == ["TKT-0001"]
    assert events(desk).count("ticket.woken") == 1


def test_five_hundred_are_asked_for_at_once_and_no_more(desk: Desk) -> None:
    new_ticket(desk)
    refs = [f"TKT-{number:04d}" for number in range(1, 502)]
    body = {"refs": refs[:500], "set": {"snooze": {"until_reply": True}}}
    done = ask(desk, "POST", f"{TICKETS}/bulk", body)
    assert [one["code"] for one in done["results"]] == [None] + ["not_found"] * 499
    assert listed(desk, "?snoozed=true") == ["TKT-0001"]
    too_many = desk.http("POST", f"{TICKETS}/bulk", json={**body, "refs": refs}, token=desk.admin.token)
    problem(too_many, 422, "validation_failed")


def test_of_many_only_what_can_come_back_is_snoozed(desk: Desk) -> None:
    new_ticket(desk), new_ticket(desk), new_ticket(desk)
    ask(desk, "PATCH", ONE, {"status": "closed"})
    ask(desk, "DELETE", f"{TICKETS}/TKT-0002")
    refs = ["TKT-0001", "TKT-0002", "TKT-0003"]
    done = ask(desk, "POST", f"{TICKETS}/bulk", {"refs": refs, "set": {"snooze": {"until_reply": True}}})
    assert [one["code"] for one in done["results"]] == ["not_snoozable", "in_trash", None]


@pytest.mark.parametrize(("who", "code"), [("viewer", 403), ("key", 403)])
def test_who_only_reads_snoozes_nothing(desk: Desk, who: str, code: int) -> None:
    new_ticket(desk)
    reader = desk.add_member("Vi R.", "vi@acme.example", "viewer").token
    token = reader if who == "viewer" else desk.api_key("tickets:read")
    body: Any = {"refs": ["TKT-0001"], "set": {"snooze": {"until_reply": True}}}
    for method, path, content in (
        ("PUT", SNOOZE, {"until_reply": True}),
        ("DELETE", SNOOZE, None),
        ("POST", f"{TICKETS}/bulk", body),
    ):
        problem(desk.http(method, path, json=content, token=token), code, "forbidden")
    assert listed(desk) == ["TKT-0001"]


@pytest.mark.parametrize("at", ["2027-03-28T00:59:00Z", "2027-03-28T01:00:00Z", "2027-10-31T00:30:00Z"])
def test_it_wakes_to_the_minute_across_a_change_of_clocks(desk: Desk, at: str) -> None:
    new_ticket(desk)
    ask(desk, "PUT", SNOOZE, {"until": at})
    desk.settle()
    left = datetime.fromisoformat(at) - desk.ports.clock.now()
    desk.advance(left - timedelta(seconds=40))
    assert listed(desk) == []
    desk.advance(timedelta(minutes=1))
    assert listed(desk) == ["TKT-0001"]
