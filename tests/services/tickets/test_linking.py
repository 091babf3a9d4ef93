"""Links between tickets, and answering all that report one thing, each in their own thread."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.idempotency import Once
from chalicelib.domain.tickets.linking import MOST_LINKS
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import bulk
from chalicelib.services.tickets import linking as service
from infra.local import template
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support import stock
from tests.support.capacity import Layout
from tests.support.cuts import counting, cut
from tests.support.desk import Answer, Desk
from tests.support.meter import metering

NAMED = 6
SECRET = "the-router-password-is-plumtree"


def call(desk: Desk, method: str, path: str, json: Any = None, key: str = "", token: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    return desk.http(method, f"{TICKETS}/{path}", json=json, headers=headers, token=token or desk.admin.token)


def link(desk: Desk, ref: str, other: str, kind: str = "report") -> Answer:
    return call(desk, "PUT", f"{ref}/links/{other}", {"kind": kind})


def links(desk: Desk, ref: str) -> list[tuple[str, str]]:
    return [(one["ref"], one["kind"]) for one in call(desk, "GET", ref).json()["links"]]


def entries(desk: Desk, ref: str, kind: str = "event") -> list[Any]:
    items: list[Any] = call(desk, "GET", f"{ref}/timeline?limit=100").json()["items"]
    return [one for one in items if one["kind"] == kind]


def happened(desk: Desk, ref: str) -> list[str]:
    return [one["event"]["type"] for one in entries(desk, ref)]


@pytest.fixture
def reported(desk: Desk) -> Desk:
    """A problem, and two customers who report it."""
    new_ticket(desk, title="The proxy is down")
    for name in ("maya", "noa"):
        ref = new_ticket(desk, title=f"No page for {name}", contact={"email": f"{name}@example.com"})["ref"]
        assert link(desk, "TKT-0001", ref).status == 200
    desk.settle()
    return desk


def test_both_know_of_a_link_and_say_so(reported: Desk) -> None:
    assert links(reported, "TKT-0001") == [("TKT-0002", "report"), ("TKT-0003", "report")]
    assert links(reported, "TKT-0002") == [("TKT-0001", "problem")]
    (shown, _) = call(reported, "GET", "TKT-0001").json()["links"]
    assert (shown["title"], shown["status"], shown["contact"]["email"]) == (
        "No page for maya", "open", "maya@example.com",
    )  # fmt: skip
    assert happened(reported, "TKT-0002").count("ticket.linked") == 1
    link(reported, "TKT-0001", "TKT-0002")
    assert happened(reported, "TKT-0002").count("ticket.linked") == 1, "so it was already"
    link(reported, "TKT-0002", "TKT-0001", "related")
    assert links(reported, "TKT-0001") == [("TKT-0002", "related"), ("TKT-0003", "report")]
    assert call(reported, "DELETE", "TKT-0002/links/TKT-0001").status == 200
    assert (links(reported, "TKT-0001"), links(reported, "TKT-0002")) == ([("TKT-0003", "report")], [])
    assert "ticket.unlinked" in happened(reported, "TKT-0001")


def test_what_cant_be_linked_is_refused(reported: Desk) -> None:
    assert fields(problem(link(reported, "TKT-0001", "TKT-0001"), 422, "validation_failed")) == ["other"]
    problem(link(reported, "TKT-0001", "TKT-0099"), 404, "not_found")
    problem(link(reported, "TKT-0001", "nonsense"), 404, "not_found")
    problem(link(reported, "TKT-0001", "TKT-0002", "enemy"), 422, "validation_failed")
    for _ in range(3):
        new_ticket(reported)
    call(reported, "POST", "TKT-0004/spam")
    call(reported, "DELETE", "TKT-0005")
    call(reported, "POST", "TKT-0001/merge", {"duplicate": "TKT-0006", "across_contacts": True})
    for ref, code in (("TKT-0004", "is_spam"), ("TKT-0005", "in_trash"), ("TKT-0006", "merged")):
        problem(link(reported, "TKT-0002", ref), 409, code)
        problem(link(reported, ref, "TKT-0002"), 409, code)


def test_a_ticket_has_so_many_links_and_not_one_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.domain.tickets.linking.MOST_LINKS", 2)
    for _ in range(4):
        new_ticket(desk)
    assert [link(desk, "TKT-0001", ref).status for ref in ("TKT-0002", "TKT-0003")] == [200, 200]
    problem(link(desk, "TKT-0001", "TKT-0004"), 409, "too_many")
    problem(link(desk, "TKT-0004", "TKT-0001"), 409, "too_many")
    assert link(desk, "TKT-0001", "TKT-0002", "related").status == 200, "one there is may change"


def test_the_gone_are_left_out_and_can_be_taken_away(reported: Desk) -> None:
    call(reported, "DELETE", "TKT-0002")
    assert links(reported, "TKT-0001") == [("TKT-0003", "report")]
    call(reported, "POST", "TKT-0002/restore")
    assert len(links(reported, "TKT-0001")) == 2
    call(reported, "DELETE", "TKT-0002")
    assert call(reported, "DELETE", "TKT-0001/links/TKT-0002").status == 200
    call(reported, "POST", "TKT-0002/restore")
    assert (links(reported, "TKT-0001"), links(reported, "TKT-0002")) == ([("TKT-0003", "report")], [])


def test_links_cost_one_read_and_only_where_there_are_some(reported: Desk) -> None:
    new_ticket(reported)
    for ref, batches in (("TKT-0004", 0), ("TKT-0001", 1)):
        with counting() as calls:
            call(reported, "GET", ref)
        assert [one for one in calls.made if "BatchGetItem" in str(one)].__len__() == batches, calls.made


def test_reading_a_ticket_costs_what_it_did_and_a_dozen_links_are_named(desk: Desk) -> None:
    """Rows of linked tickets are read at once, half a unit each: 12 links are 6 units more, none is none."""
    for number in range(13):
        new_ticket(desk, title=f"No page {number}", contact={"email": f"c{number}@example.com"})
    desk.settle()

    def units(ref: str) -> tuple[float, int]:
        call(desk, "GET", ref)
        with metering(Layout.of(template.table())) as meter:
            call(desk, "GET", ref)
        return meter.reads, meter.writes

    without = units("TKT-0001")
    for number in range(2, 14):
        link(desk, "TKT-0001", f"TKT-{number:04d}")
    with_links = units("TKT-0001")
    assert with_links[1] == without[1]
    assert with_links[0] - without[0] == NAMED


def test_a_key_that_reads_no_notes_sees_no_links(reported: Desk) -> None:
    for scopes, many in ((["tickets:read"], 0), (["tickets:read", "notes:read"], 2)):
        made = reported.http(
            "POST", "/v1/acme/api-keys", json={"name": "k", "scopes": scopes}, token=reported.admin.token
        )
        assert len(call(reported, "GET", "TKT-0001", token=made.json()["key"]).json()["links"]) == many


def test_all_who_report_it_are_answered_each_in_their_own_thread(reported: Desk) -> None:
    call(reported, "POST", "TKT-0001/notes", {"body": SECRET})
    sent = len(reported.sent)
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again.", "status": "resolved"})
    assert [(one["ref"], one["ok"]) for one in answer.json()["results"]] == [("TKT-0002", True), ("TKT-0003", True)]
    assert answer.json()["batch_id"]
    reported.settle()
    assert len(reported.sent) == sent, "it can be taken back"
    reported.advance(timedelta(seconds=30))
    mails = reported.sent[sent:]
    assert sorted(mail.to for mail in mails) == [("maya@example.com",), ("noa@example.com",)]
    for mail in mails:
        whole = mail.text + mail.html
        assert "It is up again." in whole
        assert not any(word in whole for word in (SECRET, "TKT-0001", "The proxy is down"))
        assert ("maya" in whole) != ("noa" in whole)
    assert [call(reported, "GET", ref).json()["status"] for ref in ("TKT-0001", "TKT-0002")] == ["open", "resolved"]


@pytest.mark.parametrize("status", [None, "waiting"])
def test_all_of_it_is_taken_back_at_once(reported: Desk, status: str | None) -> None:
    call(reported, "PATCH", "TKT-0003", {"status": "in_progress"})
    sent = len(reported.sent)
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again.", "status": status})
    undone = call(reported, "POST", f"bulk/{answer.json()['batch_id']}/undo")
    assert [one["ok"] for one in undone.json()["results"]] == [True, True]
    reported.settle()
    assert len(reported.sent) == sent
    assert [entries(reported, ref, "agent_reply") for ref in ("TKT-0002", "TKT-0003")] == [[], []]
    assert [call(reported, "GET", ref).json()["status"] for ref in ("TKT-0002", "TKT-0003")] == ["open", "in_progress"]


def test_cut_off_anywhere_and_asked_again_everybody_is_answered_once(reported: Desk) -> None:
    body = {"body": "It is up again."}
    for number in range(1, 80):
        with cut(before=number) as calls:
            call(reported, "POST", "TKT-0001/links/replies", body, key="once")
        if not calls.was_cut:
            break
    answer = call(reported, "POST", "TKT-0001/links/replies", body, key="once")
    assert [one["ok"] for one in answer.json()["results"]] == [True, True]
    assert [len(entries(reported, ref, "agent_reply")) for ref in ("TKT-0002", "TKT-0003")] == [1, 1]
    undone = call(reported, "POST", f"bulk/{answer.json()['batch_id']}/undo")
    assert [one["ok"] for one in undone.json()["results"]] == [True, True]
    assert [len(entries(reported, ref, "agent_reply")) for ref in ("TKT-0002", "TKT-0003")] == [0, 0]
    other = call(reported, "POST", "TKT-0001/links/replies", {"body": "Another."}, key="once")
    problem(other, 422, "idempotency_mismatch")


def test_all_are_resolved_and_what_cant_be_says_why(reported: Desk) -> None:
    call(reported, "POST", "TKT-0003/resolve", {"resolution": "Restarted"})
    body = {"resolution": "A new proxy", "notify_customers": False}
    answer = call(reported, "POST", "TKT-0001/links/resolve", body, key="once")
    assert [(one["ok"], one["code"]) for one in answer.json()["results"]] == [(True, None), (False, "already_resolved")]
    again = call(reported, "POST", "TKT-0001/links/resolve", body, key="once")
    assert [(one["ok"], one["code"]) for one in again.json()["results"]] == [(True, None), (False, "already_resolved")]
    assert call(reported, "GET", "TKT-0002").json()["resolution"] == "A new proxy"
    call(reported, "POST", f"bulk/{answer.json()['batch_id']}/undo")
    assert call(reported, "GET", "TKT-0002").json()["status"] == "open"


def test_those_alone_that_are_named_and_linked(reported: Desk) -> None:
    new_ticket(reported)
    link(reported, "TKT-0001", "TKT-0004", "related")
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "Hello", "refs": ["TKT-0004", "tkt-4"]})
    assert [one["ref"] for one in answer.json()["results"]] == ["TKT-0004"]
    far = call(reported, "POST", "TKT-0002/links/replies", {"body": "Hello", "refs": ["TKT-0003"]})
    assert fields(problem(far, 422, "validation_failed")) == ["refs.0"]
    none = call(reported, "POST", "TKT-0002/links/replies", {"body": "Hello"})
    assert fields(problem(none, 422, "validation_failed")) == ["refs"]
    many = {"body": "Hello", "refs": [f"TKT-{number:04d}" for number in range(500)]}
    problem(call(reported, "POST", "TKT-0001/links/replies", many), 422, "validation_failed")


def test_a_viewer_links_and_answers_nothing(reported: Desk) -> None:
    viewer = reported.add_member("Vi", "vi@acme.example", "viewer").token
    for method, path, body in (
        ("PUT", "TKT-0001/links/TKT-0002", {}),
        ("DELETE", "TKT-0001/links/TKT-0002", None),
        ("POST", "TKT-0001/links/replies", {"body": "x"}),
        ("POST", "TKT-0001/links/resolve", {"resolution": "x"}),
    ):
        problem(call(reported, method, path, body, token=viewer), 403, "forbidden")


def test_links_in_circles_are_each_answered_once_and_by_themselves(reported: Desk) -> None:
    """2 reports 1, 3 reports 2, 1 reports 3: who is asked for answers its own reports, and nobody else's."""
    call(reported, "DELETE", "TKT-0001/links/TKT-0003")
    for ref, other in (("TKT-0002", "TKT-0003"), ("TKT-0003", "TKT-0001")):
        assert link(reported, ref, other).status == 200
    assert links(reported, "TKT-0001") == [("TKT-0002", "report"), ("TKT-0003", "problem")]
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again."})
    assert [one["ref"] for one in answer.json()["results"]] == ["TKT-0002"]
    assert [len(entries(reported, f"TKT-000{one}", "agent_reply")) for one in (1, 2, 3)] == [0, 1, 0]
    reported.settle()
    assert stock.differences(reported.ports) == []


def test_what_was_deleted_merged_or_spam_meanwhile_is_told_and_the_rest_is_done(reported: Desk) -> None:
    for title in ("Merged", "Spam", "Gone on"):
        link(reported, "TKT-0001", new_ticket(reported, title=title, contact={"email": "kim@example.com"})["ref"])
    new_ticket(reported, title="Other")
    call(reported, "DELETE", "TKT-0002")
    call(reported, "POST", "TKT-0007/merge", {"duplicate": "TKT-0004", "across_contacts": True})
    call(reported, "POST", "TKT-0005/spam")
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again."}).json()
    told = {one["ref"]: one["code"] for one in answer["results"]}
    assert told == {
        "TKT-0002": "in_trash", "TKT-0003": None, "TKT-0004": "merged", "TKT-0005": "is_spam", "TKT-0006": None,
    }  # fmt: skip


def test_a_snoozed_report_is_answered_where_it_is_and_woken_by_being_resolved_or_by_its_customer(
    reported: Desk,
) -> None:
    for ref in ("TKT-0002", "TKT-0003"):
        assert call(reported, "PUT", f"{ref}/snooze", {"until_reply": True}).status == 200
    answer = call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again."})
    assert [one["ok"] for one in answer.json()["results"]] == [True, True]
    assert call(reported, "GET", "TKT-0002").json()["snoozed_until_reply"] is True
    done = call(reported, "POST", "TKT-0001/links/resolve", {"resolution": "A new proxy"})
    assert [one["ok"] for one in done.json()["results"]] == [True, True]
    shown = call(reported, "GET", "TKT-0002").json()
    assert (shown["status"], shown["snoozed_until_reply"]) == ("resolved", False)
    call(reported, "POST", f"bulk/{done.json()['batch_id']}/undo")
    shown = call(reported, "GET", "TKT-0002").json()
    assert (shown["status"] != "resolved", shown["snoozed_until_reply"]) == (True, True)


def test_who_takes_part_in_two_of_them_gets_each_by_itself(reported: Desk) -> None:
    """The same reply goes out on every ticket: no mail names two of the customers."""
    for ref in ("TKT-0002", "TKT-0003"):
        call(reported, "PATCH", ref, {"participants": ["ops@example.com"]})
    reported.settle()
    sent = len(reported.sent)
    call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again."})
    reported.advance(timedelta(seconds=40))
    mails = reported.sent[sent:]
    assert len(mails) == 4
    assert all(len(mail.to) == 1 for mail in mails)
    assert all(("maya@" in mail.raw.decode()) + ("noa@" in mail.raw.decode()) <= 1 for mail in mails)


def test_customers_pages_show_nothing_of_links_and_splits(reported: Desk) -> None:
    call(reported, "POST", "TKT-0001/links/replies", {"body": "It is up again."})
    reported.advance(timedelta(seconds=40))
    mail = next(one for one in reported.sent if one.to == ("maya@example.com",))
    page = reported.http("GET", urlsplit(next(word for word in mail.text.split() if "/portal/acme/t/" in word)).path)
    assert (page.status, "It is up again." in reported_text(reported, "maya")) == (200, True)
    assert not any(word in page.text for word in ("TKT-0001", "TKT-0003", "The proxy is down", "noa"))


def reported_text(desk: Desk, name: str) -> str:
    return "".join(mail.text for mail in desk.sent if mail.to == (f"{name}@example.com",))


def test_as_many_as_a_ticket_has_are_answered_once_however_often_it_is_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred reports: the first requests have no time for all of them, and are asked again. Each takes a second."""
    monkeypatch.setattr(bulk, "time", SimpleNamespace(monotonic=partial(next, count())))
    new_ticket(desk, title="The proxy is down")
    for number in range(MOST_LINKS):
        ref = new_ticket(desk, title=f"No page {number}", contact={"email": f"c{number}@example.com"})["ref"]
        assert link(desk, "TKT-0001", ref).status == 200
    with desk.ports.open("acme") as room:
        seat = Seat(desk.ports, room, Actor(ActorKind.AGENT, desk.admin.id, "Ana K."))
        refs = service.named_links(seat, 1, None)
        expires = int(desk.ports.clock.now().timestamp()) + 3600
        once = Once(principal="p", route="r", key="k", body_digest="d", expires_at=expires)
        words = service.AnswerToAll(text="It is up again.")
        tries = 0
        while True:
            batch = service.begin_batch(seat, refs, once)
            tries += 1
            told = service.reply_to_all(seat, refs, words, batch, once, seconds=40 * tries)
            if all(one.ok for one in told.outcomes):
                break
            assert tries < 5
    assert tries == 3
    desk.settle()
    assert [len(entries(desk, ref, "agent_reply")) for ref in refs] == [1] * MOST_LINKS
    assert stock.differences(desk.ports) == []
