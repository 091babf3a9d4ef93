"""The desk's own settings, a member's preferences, and the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, fields, new_ticket, problem, walked
from tests.api.settings.settings_kinds import LABELS
from tests.support.desk import SUPPORT, WORKSPACE, Answer, Desk

USUAL = {
    "created": "both",
    "assigned": "both",
    "customer_replied": "inbox",
    "escalated": "inbox",
    "mentioned": "inbox",
    "sla_warning": "both",
    "sla_breached": "both",
}


def _ask(desk: Desk, method: str, path: str, json: Any = None, token: str = "") -> Answer:
    return desk.http(method, f"/v1/acme/{path}", json=json, token=token or desk.admin.token)


def test_a_new_desk_says_what_it_is(desk: Desk) -> None:
    assert _ask(desk, "GET", "settings").json() == {
        "name": "Acme Support",
        "prefix": "TKT",
        "language": "en",
        "color": "#3b4fd8",
        "auto_close_days": 7,
        "sender": SUPPORT,
        "confirmations_on": True,
        "confirmations_stopped_at": None,
        "mail_held_since": None,
        "mail_held_why": None,
        "max_mail_mb": 20,
        "assign_by_answer": True,
        "mail_created": True,
        "mail_replied": True,
        "mail_status": True,
        "mail_resolved": True,
    }


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"name": "  Acme   Help "}, {"name": "Acme Help"}),
        ({"prefix": "acme42"}, {"prefix": "ACME42"}),
        ({"color": "#ABCDEF"}, {"color": "#abcdef"}),
        ({"auto_close_days": None}, {"auto_close_days": None}),
        ({"auto_close_days": 90, "language": "en"}, {"auto_close_days": 90, "language": "en"}),
        ({"max_mail_mb": 1}, {"max_mail_mb": 1}),
        ({"max_mail_mb": 38}, {"max_mail_mb": 38}),
        ({"assign_by_answer": False, "mail_status": False}, {"assign_by_answer": False, "mail_status": False}),
        ({}, {}),
    ],
)
def test_what_is_named_changes_and_the_rest_stays(desk: Desk, given: dict[str, Any], stored: dict[str, Any]) -> None:
    before = _ask(desk, "GET", "settings").json()
    assert _ask(desk, "PATCH", "settings", given).json() == before | stored
    assert _ask(desk, "GET", "settings").json() == before | stored


def test_what_cannot_be_is_refused_at_its_field(desk: Desk) -> None:
    wrong: list[tuple[str, Any]] = [
        ("name", " "),
        ("name", "Acme\r\nBcc: x@y.example"),
        ("name", "x" * 201),
        ("name", None),
        ("prefix", "T"),
        ("prefix", "TOOLONGPREFIX"),
        ("prefix", "T-1"),
        ("prefix", "ÄBC"),
        ("color", "#fff"),
        ("color", "red"),
        ("color", "#aabbcc\n"),
        ("language", "xx"),
        ("language", "../en"),
        ("auto_close_days", 0),
        ("auto_close_days", 91),
        ("auto_close_days", "7"),
        ("auto_close_days", True),
        ("max_mail_mb", 0),
        ("max_mail_mb", 39),
        ("max_mail_mb", "20"),
        ("max_mail_mb", 20.5),
        ("max_mail_mb", True),
        ("max_mail_mb", None),
        ("assign_by_answer", "yes"),
        ("mail_replied", None),
        ("sender", "sales@acme.example"),
        ("created_on", "1999-01-01"),
        ("id", "globex"),
    ]
    before = _ask(desk, "GET", "settings").json()
    for name, value in wrong:
        document = problem(_ask(desk, "PATCH", "settings", {name: value}), 422, "validation_failed")
        assert fields(document) == [name], (name, value)
    assert _ask(desk, "GET", "settings").json() == before


def test_a_change_shows_at_once_in_everything_that_goes_by_it(desk: Desk) -> None:
    ref = new_ticket(desk)["ref"]
    assert ref == "TKT-0001"
    _ask(desk, "PATCH", "settings", {"prefix": "ACM", "name": "Acme Help"})
    assert [one["ref"] for one in desk.http("GET", TICKETS, token=desk.admin.token).json()["items"]] == ["ACM-0001"]
    assert _ask(desk, "GET", "tickets/acm-1").status == 200
    assert "Acme Help" in desk.http("GET", "/portal/acme").text
    me = desk.http("GET", "/v1/me", token=desk.admin.token).json()
    assert me["workspaces"][0]["name"] == "Acme Help"


def test_what_another_process_changed_is_read_at_once(desk: Desk) -> None:
    from chalicelib.storage.table.guard import workspace_scope
    from chalicelib.storage.table.records import DocumentRecord

    label = LABELS.made(desk)
    LABELS.ask(desk, "GET")
    with workspace_scope(WORKSPACE):
        record = DocumentRecord.get(f"W#{WORKSPACE}", f"LABEL#{label['id']}")
        record.data = {**record.data, "color": "#111111"}
        record.save()
    assert LABELS.ask(desk, "GET").json()["items"][0]["color"] == "#111111"
    assert LABELS.ask(desk, "PATCH", f"/{label['id']}", json={"name": "Late"}).json()["color"] == "#111111"


@pytest.mark.parametrize(("method", "path"), [("GET", "settings"), ("PATCH", "settings"), ("GET", "audit")])
def test_only_admins_and_programs_with_the_scope_see_or_change_them(desk: Desk, method: str, path: str) -> None:
    body = {} if method == "PATCH" else None
    allowed = desk.api_key("settings:write" if method == "PATCH" else "settings:read")
    refused = [desk.add_member(f"A {role}", f"{role}@acme.example", role).token for role in ("agent", "viewer")]
    refused.append(desk.api_key("settings:read" if method == "PATCH" else "settings:write"))
    for token in refused:
        problem(_ask(desk, method, path, body, token), 403, "forbidden")
    assert _ask(desk, method, path, body, allowed).status == 200


def test_members_choose_what_they_are_told_each_for_themselves(desk: Desk) -> None:
    viewer = desk.add_member("Vic V.", "vic@acme.example", "viewer").token
    assert _words(_ask(desk, "GET", "preferences")) == USUAL
    changed = _ask(desk, "PATCH", "preferences", {"assigned": "none", "created": "email"}, viewer)
    assert _words(changed) == USUAL | {"assigned": "none", "created": "email"}
    _ask(desk, "PATCH", "preferences", {"created": "inbox"}, viewer)
    assert _words(_ask(desk, "GET", "preferences", token=viewer)) == USUAL | {"assigned": "none", "created": "inbox"}
    assert _words(_ask(desk, "GET", "preferences")) == USUAL


def _words(answer: Answer) -> dict[str, str]:
    return {name: word for name, word in answer.json().items() if name in USUAL}


def test_they_choose_for_each_event_and_scope_among_the_ways_there_are(desk: Desk) -> None:
    """What isn't named stays; of one's own tickets a word says the same."""
    usual = _ask(desk, "GET", "preferences").json()
    assert usual["notices"]["created"] == {"mine": ["inbox", "email"], "unassigned": ["inbox"], "all": []}
    assert usual["notices"]["mentioned"] == {"mine": ["inbox"]}
    assert (usual["quiet_hours"], usual["digest"], usual["advance"]) == (None, True, "stay")
    wanted = {
        "notices": {"created": {"mine": ["push", "inbox"], "all": ["email"]}, "sla_warning": {"unassigned": ["push"]}},
        "quiet_hours": {"from": "22:00", "to": "07:00", "zone": "Europe/Berlin"},
        "digest": False,
        "advance": "next",
    }
    changed = _ask(desk, "PATCH", "preferences", wanted).json()
    assert changed["notices"]["created"] == {"mine": ["inbox", "push"], "unassigned": ["inbox"], "all": ["email"]}
    assert changed["notices"]["sla_warning"] == {"mine": ["inbox", "email"], "unassigned": ["push"], "all": []}
    assert changed["created"] == "inbox"
    assert {name: changed[name] for name in ("quiet_hours", "digest", "advance")} == {
        name: wanted[name] for name in ("quiet_hours", "digest", "advance")
    }
    assert _ask(desk, "PATCH", "preferences", changed).json() == changed
    changed = _ask(desk, "PATCH", "preferences", {"quiet_hours": None, "notices": {"created": {}}}).json()
    assert changed["quiet_hours"] is None
    assert changed["notices"]["created"] == {"mine": ["inbox", "push"], "unassigned": ["inbox"], "all": ["email"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"notices": {"wondered": {"mine": ["inbox"]}}}, "notices.wondered"),
        ({"notices": {"created": {"theirs": ["inbox"]}}}, "notices.created.theirs"),
        ({"notices": {"mentioned": {"all": ["inbox"]}}}, "notices.mentioned.all"),
        ({"notices": {"created": {"mine": ["sms"]}}}, "notices.created.mine.0"),
        ({"notices": {"escalated": {"mine": ["inbox", "email"]}}}, "notices.escalated.mine.1"),
        ({"notices": {"created": {"mine": "inbox"}}}, "notices.created.mine"),
        ({"notices": {"created": ["inbox"]}}, "notices.created"),
        ({"notices": None}, "notices"),
        ({"escalated": "both"}, "escalated"),
        ({"created": "none", "notices": {"created": {"mine": ["email"]}}}, "notices.created.mine"),
        ({"quiet_hours": {"from": "22:00"}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "25:00", "to": "07:00"}}, "quiet_hours.from"),
        ({"quiet_hours": {"from": "07:00", "to": "07:00"}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "22:00", "to": "07:00", "zone": "Mars"}}, "quiet_hours.zone"),
        ({"digest": "yes"}, "digest"),
        ({"advance": "back"}, "advance"),
        ({"view_order": "v_1"}, "view_order"),
        ({"view_order": None}, "view_order"),
        ({"view_order": [7]}, "view_order.0"),
        ({"view_order": ["v_1", "v 2"]}, "view_order.1"),
        ({"view_order": ["v_1"] * 201}, "view_order"),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_and_changes_nothing(desk: Desk, body: Any, field: str) -> None:
    before = _ask(desk, "GET", "preferences").json()
    assert fields(problem(_ask(desk, "PATCH", "preferences", body), 422, "validation_failed")) == [field]
    assert _ask(desk, "GET", "preferences").json() == before


def test_what_a_member_chose_is_what_happens(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")

    def told() -> tuple[int, int]:
        """Notices in the agent's inbox and mails to them, after one more ticket for them."""
        new_ticket(desk, assignee_id=agent.id)
        desk.settle()
        desk.advance(timedelta(seconds=17))
        inbox = len(_ask(desk, "GET", "inbox", token=agent.token).json()["items"])
        return inbox, sum(mail.to == (agent.email,) for mail in desk.sent)

    assert told() == (1, 1)
    _ask(desk, "PATCH", "preferences", {"created": "inbox"}, agent.token)
    assert told() == (2, 1)
    _ask(desk, "PATCH", "preferences", {"created": "none"}, agent.token)
    assert told() == (2, 1)
    _ask(desk, "PATCH", "preferences", {"created": "email"}, agent.token)
    assert told() == (2, 2)


def test_wrong_choices_and_programs_are_refused(desk: Desk) -> None:
    document = problem(_ask(desk, "PATCH", "preferences", {"created": "sms"}), 422, "validation_failed")
    assert fields(document) == ["created"]
    document = problem(_ask(desk, "PATCH", "preferences", {"ticket.created": "none"}), 422, "validation_failed")
    assert fields(document) == ["ticket.created"]
    key = desk.api_key("tickets:read", "settings:read", "settings:write")
    for method, body in (("GET", None), ("PATCH", {"created": "none"})):
        problem(_ask(desk, method, "preferences", body, key), 403, "forbidden")


def test_the_audit_log_begins_with_the_desk_and_is_read_newest_first(desk: Desk) -> None:
    label = LABELS.made(desk)
    _ask(desk, "PATCH", "settings", {"auto_close_days": 14})
    log = walked(desk, "/v1/acme/audit", desk.admin.token, 100)
    assert [entry["action"] for entry in log] == [
        "workspace.changed",
        "label.created",
        "member.created",
        "workspace.created",
    ]
    assert log[0] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "actor": {"kind": "agent", "id": desk.admin.id, "name": "Ana K."},
        "action": "workspace.changed",
        "subject": None,
        "name": "Acme Support",
        "changes": {"auto_close_days": {"from": 7, "to": 14}},
    }
    assert log[1]["subject"] == label["id"]
    assert log[3]["actor"]["kind"] == "system"
    assert [entry["at"] for entry in log] == sorted((entry["at"] for entry in log), reverse=True)
    for limit in (1, 3):
        assert walked(desk, "/v1/acme/audit", desk.admin.token, limit) == log


def test_the_audit_log_names_the_program_that_changed_something(desk: Desk) -> None:
    key = desk.api_key("settings:write")
    LABELS.ask(desk, "POST", json=LABELS.new, token=key)
    newest = walked(desk, "/v1/acme/audit", desk.admin.token, 100)[0]
    assert newest["actor"] == {"kind": "agent", "id": f"k_{key.split('_')[1]}", "name": "test"}


@pytest.mark.parametrize(
    ("given", "at"),
    [({"signature": "x" * 1001}, "signature"), ({"zone": "Europe/Nowhere"}, "zone"), ({"zone": ""}, "zone")],
)
def test_a_signature_has_an_end_and_a_clock_is_somewhere(desk: Desk, given: dict[str, Any], at: str) -> None:
    refused = _ask(desk, "PATCH", "profile", given)
    assert fields(problem(refused, 422, "validation_failed")) == [at]
    kept = {"signature": "Ana", "zone": "Europe/Berlin"}
    assert _ask(desk, "PATCH", "profile", kept).json() == kept
    assert _ask(desk, "PATCH", "profile", {"signature": " "}).json() == kept | {"signature": None}
    assert _ask(desk, "GET", "profile").json() == kept | {"signature": None}
