"""What was just done is undone by one call: the ticket is as it was, and nobody hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.tickets.fields import FIELDS
from tests.api.asking import TICKETS, new_ticket, problem
from tests.support.desk import Answer, Desk, Person

ONE, TWO = f"{TICKETS}/TKT-0001", f"{TICKETS}/TKT-0002"
MAYA = "maya@example.com"
_MOVES = {"updated_at", "version", "action_id", "undo_until"}


@dataclass(frozen=True)
class Act:
    """Something that can be undone: a method, the rest of a path, a body."""

    name: str
    method: str
    path: str
    body: Any = None

    def __str__(self) -> str:
        return self.name


ACTS = [
    Act("status", "PATCH", ONE, {"status": "waiting"}),
    Act("closed", "PATCH", ONE, {"status": "closed"}),
    Act("resolved", "POST", ONE + "/resolve", {"resolution": "Restarted it", "csat_estimate": 4}),
    Act("priority", "PATCH", ONE, {"priority": "urgent"}),
    Act("escalated", "POST", ONE + "/escalate", {"reason": "They lose orders"}),
    Act("assignee", "PATCH", ONE, {"assignee_id": "{bo}"}),
    Act("type", "PATCH", ONE, {"type": "bug_report"}),
    Act("channel", "PATCH", ONE, {"channel": "phone"}),
    Act("title", "PATCH", ONE, {"title": "Checkout is slow"}),
    Act("description", "PATCH", ONE, {"description": "It is slow."}),
    Act("participants", "PATCH", ONE, {"participants": ["ops@example.com"]}),
    Act("contact", "PATCH", ONE, {"contact": {"email": "noa@example.com"}}),
    Act("label on", "PUT", ONE + "/labels/{label}"),
    Act("labels", "PATCH", ONE, {"labels": ["{label}"]}),
    Act("archived", "POST", ONE + "/archive", {}),
    Act("spam", "POST", ONE + "/spam", {}),
    Act("merged", "POST", ONE + "/merge", {"duplicate": "TKT-0002"}),
    Act("several", "PATCH", ONE, {"status": "waiting", "priority": "low", "assignee_id": "{bo}"}),
]
TOLD_OF = {
    "resolved": {"status"},
    "escalated": {"priority"},
    "label on": {"label_ids"},
    "labels": {"label_ids"},
    "archived": {"archived"},
    "spam": {"spam"},
    "merged": {"duplicate", "participants"},
}
"""What the history says went back, where that isn't what was named."""
TOUCHED = {"status": "closed", "priority": "high", "title": "Otherwise", "description": "Otherwise"}
"""What another agent does to a field in between."""


@dataclass(frozen=True)
class Scene:
    desk: Desk
    bo: Person
    label: str
    tokens: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, who: str = "console") -> Answer:
        return self.desk.http(method, path, json=body, token=self.tokens[who])

    def act(self, act: Act, who: str) -> Any:
        body = {key: self._named(value) for key, value in act.body.items()} if act.body is not None else None
        answer = self.ask(act.method, act.path.replace("{label}", self.label), body, who)
        assert answer.status == 200, answer.text
        return answer.json()

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(one) for one in value]
        return value.replace("{bo}", self.bo.id).replace("{label}", self.label) if isinstance(value, str) else value

    def undo(self, done: Any, who: str = "console") -> Answer:
        return self.ask("POST", f"{ONE}/actions/{done['action_id']}/undo", who=who)

    def tickets(self) -> list[Any]:
        """Both tickets as they are, but for what says that something happened."""
        found = [self.ask("GET", path).json() for path in (ONE, TWO)]
        for ticket in found:
            for target in (ticket["sla"] or {}).values():
                if isinstance(target, dict):
                    target.pop("elapsed_percent")
        return [{name: value for name, value in ticket.items() if name not in _MOVES} for ticket in found]

    def counts(self) -> Any:
        return self.ask("GET", f"{TICKETS}/counts").json()

    def inbox(self) -> list[Any]:
        items = self.desk.http("GET", "/v1/acme/inbox", token=self.bo.token).json()["items"]
        return [item["event"] for item in items]

    def events(self) -> list[Any]:
        items = self.ask("GET", f"{ONE}/timeline").json()["items"]
        return [item["event"] for item in items if item["kind"] == "event"]

    def mailed(self) -> list[tuple[str, str]]:
        return [(mail.to[0], mail.subject) for mail in self.desk.sent]


@pytest.fixture
def scene(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Two tickets of one customer, with a promise on each, who knows of both. Time goes on when it is told to."""
    start, clock = desk.ports.clock.now(), desk.ports.clock
    monkeypatch.setattr(type(clock), "now", lambda clock: start + clock.offset)
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    for priority, minutes in (("medium", 240), ("urgent", 30), ("low", 2400)):
        targets = {"first_response_minutes": minutes, "resolution_minutes": minutes * 4}
        path = f"/v1/acme/sla-policies/p_{priority}"
        assert desk.http("PATCH", path, json=targets, token=desk.admin.token).status == 200
    label = desk.http("POST", "/v1/acme/labels", json={"name": "Billing", "color": "#a13a00"}, token=desk.admin.token)
    new_ticket(desk, contact={"email": MAYA, "name": "Maya"}, description="It broke.")
    new_ticket(desk, contact={"email": MAYA, "name": "Maya"}, title="Twice", participants=["cc@example.com"])
    desk.settle()
    key = desk.api_key("tickets:read", "tickets:write", "tickets:delete", "notes:read")
    return Scene(desk, bo, label.json()["id"], {"console": desk.admin.token, "api": key})


@pytest.mark.parametrize("who", ["console", "api"])
@pytest.mark.parametrize("act", ACTS, ids=str)
def test_undone_within_ten_seconds_it_has_not_been(scene: Scene, act: Act, who: str) -> None:
    before, counts, mails, told = scene.tickets(), scene.counts(), scene.mailed(), scene.inbox()
    done = scene.act(act, who)
    assert done["undo_until"]
    assert scene.tickets() != before
    scene.desk.advance(timedelta(seconds=9))

    undone = scene.undo(done, who)
    assert undone.status == 200, undone.text
    assert scene.tickets() == before
    assert scene.undo(done, who).status == 200, "twice is once"
    assert scene.tickets() == before

    scene.desk.advance(timedelta(minutes=2))
    assert (scene.mailed(), scene.counts()) == (mails, counts)
    escalated = ["ticket.escalated"] if act.name == "escalated" else []
    assert scene.inbox() in (told, [*escalated, *told])
    events = scene.events()
    assert events[-1]["type"] == "ticket.undone"
    assert not events[-1]["undone"]
    went_back = events[-1]["changes"].keys() - {"action"}
    taken = {"assignee_id"} if (act.name, who) == ("resolved", "console") else set()
    assert went_back - taken == (TOLD_OF.get(act.name) or set(act.body or {}) & FIELDS.keys())
    assert [one["type"] for one in events].count("ticket.undone") == 1
    assert events[-2]["undone"]


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_after_ten_seconds_it_stays(scene: Scene, act: Act) -> None:
    done = scene.act(act, "console")
    after = scene.tickets()
    scene.desk.advance(timedelta(seconds=11))
    problem(scene.undo(done), 409, "too_late")
    assert scene.tickets() == after
    assert not any(one["undone"] for one in scene.events())


@pytest.mark.parametrize("name", TOUCHED)
def test_what_somebody_changed_since_stays_as_they_made_it(scene: Scene, name: str) -> None:
    act = next(act for act in ACTS if act.name == name)
    done = scene.act(act, "console")
    theirs = scene.desk.http("PATCH", ONE, json={name: TOUCHED[name]}, token=scene.bo.token)
    assert theirs.status == 200
    after = scene.tickets()
    refused = problem(scene.undo(done), 409, "changed_since")
    assert refused["by"] == {"id": scene.bo.id, "name": "Bo Marsh"}
    assert refused["changed"] == [name]
    assert scene.tickets() == after


def test_what_somebody_did_to_another_field_stays_too(scene: Scene) -> None:
    done = scene.act(ACTS[0], "console")
    assert scene.desk.http("PATCH", ONE, json={"title": "Otherwise"}, token=scene.bo.token).status == 200
    assert scene.ask("PUT", f"{ONE}/labels/{scene.label}").status == 200
    undone = scene.undo(done).json()
    assert (undone["status"], undone["title"], len(undone["labels"])) == ("open", "Otherwise", 1)


def test_labels_that_others_put_on_stay(scene: Scene) -> None:
    other = scene.ask("POST", "/v1/acme/labels", {"name": "Urgent", "color": "#a13a00"}).json()["id"]
    done = scene.act(next(act for act in ACTS if act.name == "label on"), "console")
    assert scene.desk.http("PUT", f"{ONE}/labels/{other}", token=scene.bo.token).status == 200
    assert [label["id"] for label in scene.undo(done).json()["labels"]] == [other]


def test_what_somebody_did_and_undid_is_no_hindrance(scene: Scene) -> None:
    done = scene.act(ACTS[0], "console")
    theirs = scene.desk.http("PATCH", ONE, json={"status": "closed"}, token=scene.bo.token).json()
    path = f"{ONE}/actions/{theirs['action_id']}/undo"
    assert scene.desk.http("POST", path, token=scene.bo.token).status == 200
    assert scene.undo(done).json()["status"] == "open"


def test_only_who_did_it_undoes_it(scene: Scene) -> None:
    done = scene.act(ACTS[0], "console")
    path = f"{ONE}/actions/{done['action_id']}/undo"
    problem(scene.desk.http("POST", path, token=scene.bo.token), 403, "forbidden")
    problem(scene.undo(done, "api"), 403, "forbidden")


def test_the_undoing_is_not_undone_and_neither_is_a_note(scene: Scene) -> None:
    undone = scene.undo(scene.act(ACTS[0], "console")).json()
    assert undone["undo_until"] is None
    problem(scene.undo(undone), 409, "nothing_to_undo")
    note = scene.ask("POST", f"{ONE}/notes", {"body": "Hm"}).json()
    assert (note["undo_until"], bool(note["action_id"])) == (None, True)
    problem(scene.ask("POST", f"{ONE}/actions/none/undo"), 404, "not_found")


def test_a_held_reply_is_undone_by_its_action_too(scene: Scene) -> None:
    reply = scene.ask("POST", f"{ONE}/replies", {"body": "Soon", "undo_seconds": 10, "status": "waiting"}).json()
    assert reply["undo_until"]
    scene.desk.settle()
    mails = scene.mailed()
    assert scene.undo(reply).json()["status"] == "open"
    scene.desk.advance(timedelta(minutes=1))
    assert scene.mailed() == mails


@pytest.mark.parametrize(
    ("path", "body"), [(ONE, {"status": "open"}), (ONE, {"status": "waiting"})], ids=["reverse", "again"]
)
def test_a_change_and_its_reverse_tell_nobody_and_the_same_twice_tells_once(
    scene: Scene, path: str, body: dict[str, str]
) -> None:
    mails = scene.mailed()
    for status in ("waiting", "open", body["status"]):
        assert scene.ask("PATCH", path, {"status": status}).status == 200
        scene.desk.settle()
    scene.desk.advance(timedelta(minutes=1))
    told = scene.mailed()[len(mails) :]
    assert [to for to, _ in told] == ([] if body["status"] == "open" else [MAYA])


def test_what_stands_is_told_after_ten_seconds_and_not_before(scene: Scene) -> None:
    mails = len(scene.mailed())
    scene.act(ACTS[2], "console")
    scene.desk.advance(timedelta(seconds=9))
    assert len(scene.mailed()) == mails
    scene.desk.advance(timedelta(seconds=3))
    assert [to for to, _ in scene.mailed()[mails:]] == [MAYA]


def test_solved_anew_after_the_customer_wrote_is_news_again(scene: Scene) -> None:
    for _ in range(2):
        assert scene.ask("POST", f"{ONE}/resolve", {"resolution": "Restarted it"}).status == 200
        scene.desk.advance(timedelta(minutes=1))
        assert scene.ask("PATCH", ONE, {"status": "open"}).status == 200
        scene.desk.advance(timedelta(minutes=1))
    subjects = [subject for to, subject in scene.mailed() if to == MAYA]
    assert len(subjects) == 2 + 4


def test_the_same_request_again_names_the_same_action(scene: Scene) -> None:
    headers = {"Idempotency-Key": "once"}
    first, again = (
        scene.desk.http(
            "POST", f"{ONE}/escalate", json={"reason": "Now"}, token=scene.desk.admin.token, headers=headers
        )
        for _ in range(2)
    )
    assert first.json() == again.json()
    assert first.json()["action_id"]


def test_a_priority_that_was_a_slip_leaves_no_breach(scene: Scene) -> None:
    """Urgent would have been due long ago; taken back, it never was."""
    scene.desk.advance(timedelta(hours=3))
    before = scene.tickets()
    done = scene.act(next(act for act in ACTS if act.name == "priority"), "console")
    assert scene.tickets()[0]["sla"]["first_response"]["status"] == "breached"
    scene.desk.advance(timedelta(seconds=8))
    assert "ticket.sla_breached" not in [event["type"] for event in scene.events()]
    assert scene.undo(done).status == 200
    scene.desk.advance(timedelta(minutes=2))
    assert scene.tickets() == before
    assert "ticket.sla_breached" not in [event["type"] for event in scene.events()]
    assert scene.desk.http("GET", "/v1/acme/reports/overview", token=scene.desk.admin.token).status == 200


def test_answered_meanwhile_it_is_judged_by_the_promise_of_before(scene: Scene) -> None:
    scene.desk.advance(timedelta(hours=3))
    done = scene.act(next(act for act in ACTS if act.name == "priority"), "console")
    answered = scene.desk.http("POST", f"{ONE}/replies", json={"body": "Hello"}, token=scene.bo.token)
    assert answered.status == 201
    assert scene.undo(done).json()["sla"]["first_response"]["status"] == "met"


def test_a_solution_that_was_taken_back_cannot_be_rated(scene: Scene) -> None:
    done = scene.act(ACTS[2], "console")
    scene.desk.advance(timedelta(seconds=5))
    scene.undo(done)
    scene.desk.settle()
    ticket = scene.ask("GET", ONE).json()
    assert (ticket["resolution"], ticket["csat"]["agent_estimate"]) == (None, None)
    assert scene.ask("GET", f"{TICKETS}?q=restarted").json()["items"] == []


BULK: dict[str, Callable[[Scene], Any]] = {
    "status": lambda s: {"status": "waiting"},
    "archived": lambda s: {"priority": "low", "archived": True},
    "spam": lambda s: {"priority": "low", "spam": True},
    "labels": lambda s: {"add_labels": [s.label], "assignee_id": s.bo.id},
}


@pytest.mark.parametrize("name", BULK)
def test_a_bulk_change_is_undone_as_one(scene: Scene, name: str) -> None:
    before, mails = scene.tickets(), scene.mailed()
    body = {"refs": ["TKT-0001", "TKT-0002"], "set": BULK[name](scene), "notify_customers": True}
    done = scene.ask("POST", f"{TICKETS}/bulk", body).json()
    assert done["undo_until"]
    scene.desk.advance(timedelta(seconds=8))
    for _ in range(2):
        undone = scene.ask("POST", f"{TICKETS}/bulk/{done['batch_id']}/undo")
        assert [one["ok"] for one in undone.json()["results"]] == [True, True]
    assert scene.tickets() == before
    scene.desk.advance(timedelta(minutes=1))
    assert scene.mailed() == mails


def test_of_a_bulk_change_what_moved_on_stays(scene: Scene) -> None:
    body = {"refs": ["TKT-0001", "TKT-0002"], "set": {"status": "waiting"}}
    done = scene.ask("POST", f"{TICKETS}/bulk", body).json()
    assert scene.desk.http("PATCH", TWO, json={"status": "closed"}, token=scene.bo.token).status == 200
    path = f"{TICKETS}/bulk/{done['batch_id']}/undo"
    problem(scene.desk.http("POST", path, token=scene.bo.token), 403, "forbidden")
    results = scene.ask("POST", path).json()["results"]
    assert [one["code"] for one in results] == [None, "changed_since"]
    assert [ticket["status"] for ticket in scene.tickets()] == ["open", "closed"]


def test_a_bulk_change_that_changed_nothing_offers_no_undoing(scene: Scene) -> None:
    done = scene.ask("POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001"], "set": {"status": "open"}}).json()
    assert (done["batch_id"], done["undo_until"]) == (None, None)
