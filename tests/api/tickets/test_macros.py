"""Macros: on one ticket or on many, all of it or nothing, undone by one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem
from tests.support.desk import Answer, Desk, Person
from tests.support.stock import differences

ONE = f"{TICKETS}/TKT-0001"
MACROS = "/v1/acme/macros"
LOW = {"do": "set", "field": "priority", "value": "low"}


@dataclass(frozen=True)
class Scene:
    desk: Desk
    bo: Person
    label: str
    canned: str

    def ask(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.desk.http(method, path, json=body, token=token or self.desk.admin.token, headers=named)

    def macro(self, *actions: dict[str, Any], token: str = "", shared: bool = True, name: str = "Triage") -> str:
        made = self.ask("POST", MACROS, {"name": name, "shared": shared, "actions": actions}, token)
        assert made.status == 201, made.text
        return str(made.json()["id"])

    def run(self, macro: str, rest: str = "", token: str = "", **headers: str) -> Answer:
        return self.ask("POST", f"{ONE}/macros/{macro}{rest}", token=token, **headers)

    def ticket(self, ref: str = "TKT-0001") -> Any:
        found = self.ask("GET", f"{TICKETS}/{ref}").json()
        return {name: value for name, value in found.items() if name not in ("updated_at", "version")}

    def lines(self) -> list[Any]:
        return list(self.ask("GET", f"{ONE}/timeline").json()["items"])

    def everything(self, name: str = "Everything") -> str:
        return self.macro(
            {"do": "reply", "canned_response": self.canned},
            {"do": "assign", "member": self.bo.id},
            {"do": "add_labels", "labels": [self.label]},
            {"do": "add_participant", "address": "ops@example.com"},
            {"do": "resolve", "text": "Restarted it"},
            {"do": "escalate", "text": "They lose orders"},
            name=name,
        )


@pytest.fixture
def scene(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Scene:
    start, clock = desk.ports.clock.now(), desk.ports.clock
    monkeypatch.setattr(type(clock), "now", lambda clock: start + clock.offset)
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    label = desk.http("POST", "/v1/acme/labels", json={"name": "Billing", "color": "#a13a00"}, token=desk.admin.token)
    text = {"name": "Thanks", "body": "Thanks {{customer_name}}, it runs again."}
    canned = desk.http("POST", "/v1/acme/canned-responses", json=text, token=desk.admin.token)
    new_ticket(desk, contact={"email": "maya@example.com", "name": "Maya"}, notify_customer=True)
    desk.settle()
    return Scene(desk, bo, label.json()["id"], canned.json()["id"])


def test_a_preview_says_what_would_be_and_stores_nothing(scene: Scene) -> None:
    macro, before, lines = scene.everything(), scene.ticket(), scene.lines()
    shown = scene.run(macro, "?preview=true")
    assert shown.status == 200, shown.text
    document = shown.json()
    assert [event["type"] for event in document["events"]] == [
        "ticket.status_changed",
        "ticket.resolved",
        "ticket.priority_changed",
        "ticket.labels_changed",
        "ticket.participants_changed",
        "ticket.assigned",
        "ticket.escalated",
    ]
    assert document["said"]["body_text"] == "Thanks Maya, it runs again."
    assert (document["ticket"]["status"], document["ticket"]["action_id"]) == ("resolved", None)
    assert document["ticket"]["version"] == scene.ask("GET", ONE).json()["version"], "what is looked at, for If-Match"
    assert (scene.ticket(), scene.lines()) == (before, lines)
    ran = scene.run(macro).json()
    assert (ran["events"], ran["said"]["body_text"]) == (document["events"], document["said"]["body_text"])


def test_one_undo_takes_back_all_of_it_and_nobody_hears(scene: Scene) -> None:
    macro, before, mails = scene.everything(), scene.ticket(), len(scene.desk.sent)
    ran = scene.run(macro)
    assert ran.status == 200, ran.text
    done = ran.json()["ticket"]
    assert done["undo_until"]
    assert scene.ask("POST", f"{ONE}/actions/{done['action_id']}/undo").status == 200
    after = scene.ticket()
    moves = {"sla": None, "message_count": None}
    assert after | moves == before | moves
    scene.desk.advance(timedelta(seconds=30))
    assert [mail.to for mail in scene.desk.sent[mails:] if mail.to != (scene.bo.email,)] == []
    assert differences(scene.desk.ports) == []


def test_of_a_note_and_more_the_note_stays(scene: Scene) -> None:
    macro, before = scene.macro({"do": "note", "text": "Seen it"}, LOW), scene.ticket()
    done = scene.run(macro).json()["ticket"]
    assert scene.ask("POST", f"{ONE}/actions/{done['action_id']}/undo").status == 200
    after = scene.ticket()
    assert (after["priority"], after["message_count"]) == (before["priority"], before["message_count"] + 1)
    scene.desk.settle()
    assert differences(scene.desk.ports) == []


def test_after_ten_seconds_the_customer_has_one_mail(scene: Scene) -> None:
    mails = len(scene.desk.sent)
    scene.run(scene.everything())
    scene.desk.settle()
    assert [mail.to for mail in scene.desk.sent[mails:] if "example.com" in mail.to[0]] == []
    scene.desk.advance(timedelta(seconds=30))
    told = [mail for mail in scene.desk.sent[mails:] if mail.to == ("maya@example.com",)]
    assert len(told) == 1
    assert "it runs again" in told[0].text


def test_who_is_notified_hears_and_the_customer_does_not(scene: Scene) -> None:
    assert scene.ask("PATCH", "/v1/acme/preferences", {"mentioned": "both"}, scene.bo.token).status == 200
    mails = len(scene.desk.sent)
    notify = {"do": "notify", "members": [scene.bo.id], "text": "Look at this one"}
    macro = scene.macro({"do": "reply", "canned_response": scene.canned}, notify, {"do": "snooze", "until": "reply"})
    assert scene.run(macro).status == 200
    scene.desk.settle()
    scene.desk.advance(timedelta(seconds=30))
    inbox = scene.ask("GET", "/v1/acme/inbox", token=scene.bo.token).json()["items"]
    assert [entry["event"] for entry in inbox] == ["ticket.mentioned"]
    told = {mail.to[0]: mail.text for mail in scene.desk.sent[mails:]}
    assert set(told) == {"maya@example.com", scene.bo.email}
    assert "Look at this one" in told[scene.bo.email]
    assert "Look at" not in told["maya@example.com"]
    assert scene.ask("GET", f"{TICKETS}?snoozed=true").json()["items"][0]["ref"] == "TKT-0001"
    others = scene.ask("GET", f"{ONE}/timeline", token=scene.desk.api_key("tickets:read"))
    assert "Look at" not in others.text
    assert differences(scene.desk.ports) == []


def test_snoozing_is_undone_with_the_rest(scene: Scene) -> None:
    before = scene.ticket()
    for actions in ((LOW,), ({"do": "reply", "canned_response": scene.canned},)):
        macro = scene.macro({"do": "snooze", "until": "days:2"}, *actions, name=str(actions[0]["do"]))
        done = scene.run(macro).json()["ticket"]
        assert done["snoozed_until"]
        assert scene.ask("POST", f"{ONE}/actions/{done['action_id']}/undo").status == 200
        moves = {"sla": None, "message_count": None}
        assert scene.ticket() | moves == before | moves
        scene.desk.settle()
        assert differences(scene.desk.ports) == []


def test_repeated_with_its_key_it_is_run_once(scene: Scene) -> None:
    macro = scene.macro({"do": "note", "text": "Seen it"}, LOW)
    first, again = (scene.run(macro, idempotency_key="k1") for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["said"]["body_text"] == "Seen it"
    assert [line["kind"] for line in scene.lines()].count("internal_note") == 1


def test_what_was_changed_meanwhile_is_not_touched(scene: Scene) -> None:
    macro = scene.macro(LOW)
    problem(scene.run(macro, if_match='"7"'), 412, "stale_version")
    problem(scene.run(macro, "?preview=true", if_match='"7"'), 412, "stale_version")
    assert scene.run(macro, if_match='"1"').status == 200


def _gone(scene: Scene, what: str) -> tuple[dict[str, Any], str, str]:
    """An action that names it, once it is gone, and where that is."""
    return {
        "label": ({"do": "add_labels", "labels": [scene.label]}, f"/v1/acme/labels/{scene.label}", "labels"),
        "member": ({"do": "assign", "member": scene.bo.id}, f"/v1/acme/members/{scene.bo.id}", "member"),
        "notified": (
            {"do": "notify", "members": [scene.bo.id], "text": "Look"},
            f"/v1/acme/members/{scene.bo.id}",
            "members",
        ),
        "canned": (
            {"do": "reply", "canned_response": scene.canned},
            f"/v1/acme/canned-responses/{scene.canned}",
            "canned_response",
        ),
    }[what]


@pytest.mark.parametrize("what", ["label", "member", "notified", "canned"])
def test_what_names_something_gone_stops_and_says_which(scene: Scene, what: str) -> None:
    action, path, field = _gone(scene, what)
    macro, before = scene.macro(LOW, action), scene.ticket()
    assert scene.ask("DELETE", path).status == 204
    refusal = problem(scene.run(macro), 422, "validation_failed")
    assert (refusal["action"], refusal["do"]) == (1, action["do"])
    assert refusal["errors"][0]["field"] == f"actions.1.{field}"
    assert scene.ticket() == before
    bulk = scene.ask("POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001"], "set": {"macro": macro}})
    problem(bulk, 422, "validation_failed")
    assert scene.ticket() == before


def test_a_reply_with_a_blank_for_a_variable_is_not_sent(scene: Scene) -> None:
    text = {"name": "Hi", "body": "Dear {{customer_name}}"}
    canned = scene.ask("POST", "/v1/acme/canned-responses", text).json()["id"]
    new_ticket(scene.desk, contact={"email": "x@example.com"})
    macro = scene.macro({"do": "reply", "canned_response": canned})
    refusal = problem(scene.ask("POST", f"{TICKETS}/TKT-0002/macros/{macro}"), 422, "validation_failed")
    assert "{{customer_name}}" in refusal["detail"]


def test_nobody_without_an_address_is_answered(scene: Scene) -> None:
    new_ticket(scene.desk, contact={"name": "Noor"})
    macro, before = scene.macro({"do": "reply", "canned_response": scene.canned}, LOW), scene.ticket("TKT-0002")
    for rest in ("?preview=true", ""):
        refusal = problem(scene.ask("POST", f"{TICKETS}/TKT-0002/macros/{macro}{rest}"), 409, "not_reachable")
        assert (refusal["action"], refusal["do"]) == (0, "reply")
    assert scene.ticket("TKT-0002") == before


def test_who_may_run_what(scene: Scene) -> None:
    shared, own = scene.macro(LOW), scene.macro(LOW, token=scene.bo.token, shared=False, name="Mine")
    viewer = scene.desk.add_member("Vic V.", "vic@acme.example", "viewer").token
    reads, writes = scene.desk.api_key("tickets:read"), scene.desk.api_key("tickets:write")
    for token in (viewer, reads):
        problem(scene.run(shared, token=token), 403, "forbidden")
        problem(scene.ask("GET", MACROS, token=token), 403, "forbidden")
    for token in (writes, scene.desk.admin.token):
        problem(scene.run(own, token=token), 404, "not_found")
        assert scene.run(shared, token=token).status == 200
    assert scene.run(own, token=scene.bo.token).status == 200
    problem(scene.ask("PATCH", f"{MACROS}/{shared}", {"name": "x"}, scene.bo.token), 403, "forbidden")
    problem(scene.ask("DELETE", f"{MACROS}/{shared}", token=scene.bo.token), 403, "forbidden")


def test_a_program_that_reads_no_notes_is_told_none(scene: Scene) -> None:
    macro = scene.macro({"do": "note", "text": "They are rude"}, {"do": "escalate", "text": "They shout"})
    key = scene.desk.api_key("tickets:write")
    ran = scene.run(macro, token=key)
    assert ran.status == 200, ran.text
    assert ran.json()["said"] is None
    shown = scene.ask("GET", f"{MACROS}/{macro}", token=key)
    for answer in (ran, shown, scene.ask("GET", MACROS, token=key)):
        assert "rude" not in answer.text
        assert "shout" not in answer.text


def test_the_same_name_is_taken_among_the_shared_and_free_for_ones_own(scene: Scene) -> None:
    scene.macro(LOW)
    again = scene.ask("POST", MACROS, {"name": "triage", "shared": True, "actions": [LOW]})
    problem(again, 409, "taken")
    own = scene.macro(LOW, shared=False)
    problem(scene.ask("PATCH", f"{MACROS}/{own}", {"shared": True}), 409, "taken")


def test_two_things_to_say_are_refused_when_it_is_saved(scene: Scene) -> None:
    actions = [{"do": "reply", "canned_response": scene.canned}, {"do": "note", "text": "Seen"}]
    refusal = problem(scene.ask("POST", MACROS, {"name": "Both", "actions": actions}), 422, "validation_failed")
    assert refusal["errors"] == [
        {"field": "actions.1.do", "message": "A macro says one thing: one reply, or one note."}
    ]


def test_on_many_each_is_done_whole_or_not_and_all_are_undone(scene: Scene) -> None:
    new_ticket(scene.desk, contact={"email": "noa@example.com", "name": "Noa"})
    new_ticket(scene.desk, contact={"name": "Noor"})
    scene.desk.settle()
    refs = ["TKT-0001", "TKT-0002", "TKT-0003", "TKT-9999"]
    before, mails = [scene.ticket(ref) for ref in refs[:3]], len(scene.desk.sent)
    macro = scene.macro({"do": "reply", "canned_response": scene.canned}, LOW)
    done = scene.ask("POST", f"{TICKETS}/bulk", {"refs": refs, "set": {"macro": macro}}).json()
    assert [one["code"] for one in done["results"]] == [None, None, "not_reachable", "not_found"]
    assert done["undo_until"]
    assert [scene.ticket(ref)["priority"] for ref in refs[:3]] == ["low", "low", "medium"]
    undone = scene.ask("POST", f"{TICKETS}/bulk/{done['batch_id']}/undo").json()
    assert {one["ok"] for one in undone["results"]} == {True}
    moves = {"sla": None}
    assert [scene.ticket(ref) | moves for ref in refs[:3]] == [one | moves for one in before]
    scene.desk.advance(timedelta(seconds=30))
    assert len(scene.desk.sent) == mails
    scene.ask("POST", f"{TICKETS}/bulk", {"refs": refs, "set": {"macro": macro}})
    scene.desk.advance(timedelta(seconds=30))
    assert {mail.to[0] for mail in scene.desk.sent[mails:]} == {"maya@example.com", "noa@example.com"}


def test_beside_a_macro_nothing_else_is_set(scene: Scene) -> None:
    macro = scene.macro(LOW)
    wanted = {"macro": macro, "status": "closed"}
    problem(scene.ask("POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001"], "set": wanted}), 422, "validation_failed")
