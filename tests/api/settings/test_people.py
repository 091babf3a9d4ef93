"""Inviting members, giving and taking roles, and the keys of programs."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.domain.accounts.api_keys import ApiKey, secret_digest
from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM, Actor, ActorKind
from chalicelib.domain.people.people import Role
from chalicelib.domain.people.permissions import SCOPES, Permission
from chalicelib.domain.settings.parts import MOST, Part
from chalicelib.services.seat import Seat
from chalicelib.services.settings import api_keys, members
from chalicelib.services.settings.members import Invited
from chalicelib.storage.table import keys
from chalicelib.storage.table.records import DocumentRecord
from tests.api.asking import TICKETS, cookie, fields, new_ticket, problem, refresh, walked
from tests.api.settings.settings_kinds import API_KEYS, MEMBERS
from tests.api.tickets.meanwhile import meanwhile
from tests.support.cuts import counting, cut
from tests.support.desk import PASSWORD, Desk, Person


def _sign_in(desk: Desk, email: str) -> Any:
    return desk.http("POST", "/v1/auth/sign-in", json={"email": email, "password": PASSWORD})


def _open(desk: Desk, person: Person) -> int:
    return desk.http("GET", TICKETS, token=person.token).status


def test_who_is_invited_gets_a_mail_sets_a_password_and_comes_in(desk: Desk) -> None:
    made = MEMBERS.made(desk, email=" Cy@ACME.example ", can_delete=True)
    assert made == {
        "id": made["id"],
        "name": "Cy L.",
        "email": "cy@acme.example",
        "role": "agent",
        "can_delete": True,
        "active": True,
        "invited": True,
        "second_factor": False,
        "sso_linked": False,
        "absence": None,
    }
    desk.settle()
    (mail,) = desk.sent
    assert mail.to == ("cy@acme.example",)
    assert "Ana K. invited you" in mail.text
    link = re.search(r"http://desk\.test(/account/password/\S+)", mail.text)
    assert link
    assert desk.http("POST", link[1], form={"password": PASSWORD}).status in (200, 303)
    signed_in = _sign_in(desk, "cy@acme.example").json()
    assert [one["role"] for one in signed_in["workspaces"]] == ["agent"]
    assert desk.http("GET", TICKETS, token=signed_in["access_token"]).status == 200


def _invited(desk: Desk) -> str:
    """The path of the page where somebody new sets their password."""
    MEMBERS.made(desk, email="cy@acme.example")
    desk.settle()
    link = re.search(r"http://desk\.test(/account/password/\S+)", desk.sent[-1].text)
    assert link
    return link[1]


def test_the_first_page_of_who_is_invited_names_desk_and_inviter_and_looks_like_the_desk(desk: Desk) -> None:
    desk.http("PATCH", "/v1/acme/portal", json={"color": "#aa3300"}, token=desk.admin.token)
    path = _invited(desk)
    page = desk.http("GET", path).text
    assert "Welcome to Acme Support" in page
    assert "Ana K. invited you to reply to customers." in page
    assert "cy@acme.example" in page
    assert "/portal/acme" not in page, "the portal is on another host"
    theme = desk.http("GET", "/account/theme/aa3300")
    assert 'href="/account/theme/aa3300"' in page
    assert (theme.status, theme.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "#aa3300" in theme.text
    assert "Willkommen bei Acme Support" in desk.http("GET", f"{path}?lang=de").text
    assert desk.http("GET", f"{path}/logo").status == 404
    assert desk.http("GET", "/account/theme/zz3300").status == 404


def test_setting_the_password_signs_in_who_is_invited(desk: Desk) -> None:
    path = _invited(desk)
    form, here = {"password": PASSWORD}, {"Sec-Fetch-Site": "same-origin"}
    assert "set-cookie" not in desk.http("POST", path, form={"password": "short"}, headers=here).headers
    sent = desk.http("POST", path, form=form, headers=here)
    assert (sent.status, sent.headers["location"], sent.content) == (303, "http://desk.test/console/", b"")
    assert sent.headers["set-cookie"].endswith("; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict")
    assert sent.headers["cache-control"] == "no-store"
    session = refresh(desk, cookie(sent)).json()
    assert desk.http("GET", TICKETS, token=session["access_token"]).status == 200
    assert desk.http("POST", path, form=form, headers=here).status == 404


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_that_another_site_sends_signs_nobody_in(desk: Desk, site: str) -> None:
    """It may be one that would let them in as whoever made it."""
    headers = {"Sec-Fetch-Site": site} if site else {}
    sent = desk.http("POST", _invited(desk), form={"password": PASSWORD}, headers=headers)
    assert sent.status == 200
    assert "set-cookie" not in sent.headers


def test_a_link_from_before_invitations_named_their_desk_sets_a_password_still(desk: Desk) -> None:
    place, data = keys.token(secret_digest("k1.before")), ["ana@acme.example", int(time.time()) + 60]
    DocumentRecord(place, "TOKEN", type="password_token", data=data).save()
    assert "Set a new password" in desk.http("GET", "/account/password/k1.before").text
    assert desk.http("POST", "/account/password/k1.before", form={"password": PASSWORD}).status == 200


@pytest.mark.parametrize("email", ["0z|y='l6r^@mdb.n9lj0.io", "müller@example.com", "x" * 120 + "@example.com"])
def test_nobody_is_invited_at_an_address_that_is_not_good_to_sign_in(desk: Desk, email: str) -> None:
    document = problem(MEMBERS.ask(desk, "POST", json=MEMBERS.new | {"email": email}), 422, "validation_failed")
    assert fields(document) == ["email"]
    assert len(MEMBERS.ask(desk, "GET").json()["items"]) == 1


def test_what_the_pool_of_users_itself_refuses_is_said_at_the_address(desk: Desk) -> None:
    with pytest.raises(DeskError) as refusal:
        desk.ports.identity.create("no address")
    assert [error.field for error in refusal.value.errors] == ["email"]
    assert desk.ports.identity.find("no address") is None


def test_an_apostrophe_keeps_nobody_out(desk: Desk) -> None:
    assert MEMBERS.made(desk, email="Pat.O'Brien@acme.example")["email"] == "pat.o'brien@acme.example"
    desk.settle()
    assert [mail.to for mail in desk.sent] == [("pat.o'brien@acme.example",)]


def test_inviting_with_the_same_key_sends_one_mail(desk: Desk) -> None:
    for _ in range(3):
        assert MEMBERS.ask(desk, "POST", json=MEMBERS.new, once="cy").status == 201
        desk.settle()
    assert len(desk.sent) == 1


def test_inviting_survives_being_cut_off_anywhere_and_repeated(desk: Desk) -> None:
    for number in itertools.count(1):
        body = MEMBERS.new | {"email": f"cy{number}@acme.example"}
        with cut(after=number) as calls:
            MEMBERS.ask(desk, "POST", json=body, once=f"cy{number}")
        assert MEMBERS.ask(desk, "POST", json=body, once=f"cy{number}").status == 201
        desk.settle()
        assert [mail.to for mail in desk.sent] == [(f"cy{done}@acme.example",) for done in range(1, number + 1)]
        if not calls.was_cut:
            break
    assert number > 5
    invited = [one for one in MEMBERS.ask(desk, "GET", "?limit=100").json()["items"] if one["name"] == "Cy L."]
    assert len(invited) == number
    log = walked(desk, "/v1/acme/audit", desk.admin.token, 100)
    assert [entry["action"] for entry in log].count("member.created") == number + 1


def test_who_is_a_member_is_not_invited_again(desk: Desk) -> None:
    made = MEMBERS.made(desk)
    document = problem(MEMBERS.ask(desk, "POST", json=MEMBERS.new), 409, "taken")
    assert fields(document) == ["email"]
    MEMBERS.ask(desk, "DELETE", f"/{made['id']}")
    document = problem(MEMBERS.ask(desk, "POST", json=MEMBERS.new), 409, "taken")
    assert "active again" in document["detail"]
    desk.settle()
    assert len(desk.sent) == 1


def test_somebody_may_work_at_two_desks(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Cy L.", "cy@acme.example", "viewer", workspace="globex")
    MEMBERS.made(desk)
    workspaces = {one["id"]: one["role"] for one in _sign_in(desk, "cy@acme.example").json()["workspaces"]}
    assert workspaces == {"acme": "agent", "globex": "viewer"}


def test_a_role_that_is_given_or_taken_holds_from_the_next_request_on(desk: Desk) -> None:
    person = desk.add_member("Gil G.", "gil@acme.example", "viewer")
    body = {"title": "By phone"}
    problem(desk.http("POST", TICKETS, json=body, token=person.token), 403, "forbidden")
    MEMBERS.ask(desk, "PATCH", f"/{person.id}", json={"role": "agent"})
    created = desk.http("POST", TICKETS, json=body, token=person.token)
    assert created.status == 201
    archive = f"{TICKETS}/{created.json()['ref']}/archive"
    problem(desk.http("POST", archive, token=person.token), 403, "forbidden")
    MEMBERS.ask(desk, "PATCH", f"/{person.id}", json={"can_delete": True})
    assert desk.http("POST", archive, token=person.token).status == 200


@pytest.mark.parametrize("how", ["PATCH", "DELETE"])
def test_who_is_deactivated_is_out_at_once_and_keeps_the_tickets(desk: Desk, how: str) -> None:
    person = desk.add_member("Gil G.", "gil@acme.example", "agent")
    ref = new_ticket(desk, assignee_id=person.id)["ref"]
    answer = MEMBERS.ask(desk, how, f"/{person.id}", json={"active": False} if how == "PATCH" else None)
    assert answer.status in (200, 204)
    problem(desk.http("GET", TICKETS, token=person.token), 404, "not_found")
    assert _sign_in(desk, person.email).json()["workspaces"] == []
    ticket = desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()
    assert ticket["assignee"] == {"id": person.id, "name": "Gil G.", "absence": None}
    refused = desk.http("POST", TICKETS, json={"title": "x", "assignee_id": person.id}, token=desk.admin.token)
    assert fields(problem(refused, 422, "validation_failed")) == ["assignee_id"]

    MEMBERS.ask(desk, "PATCH", f"/{person.id}", json={"active": True})
    assert _open(desk, person) == 200


def test_the_last_admin_stays_one(desk: Desk) -> None:
    path = f"/{desk.admin.id}"
    for change in ({"role": "agent"}, {"active": False}, {"role": "viewer", "active": False}):
        problem(MEMBERS.ask(desk, "PATCH", path, json=change), 409, "last_admin")
    problem(MEMBERS.ask(desk, "DELETE", path), 409, "last_admin")
    retired = desk.add_member("Old A.", "old@acme.example", "admin")
    MEMBERS.ask(desk, "PATCH", f"/{retired.id}", json={"active": False})
    problem(MEMBERS.ask(desk, "PATCH", path, json={"role": "agent"}), 409, "last_admin")
    assert MEMBERS.ask(desk, "PATCH", path, json={"name": "Ana Kovač", "can_delete": False}).status == 200

    desk.add_member("Bo L.", "bo@acme.example", "admin")
    assert MEMBERS.ask(desk, "PATCH", path, json={"role": "agent"}).status == 200


def test_two_admins_who_demote_each_other_leave_one(desk: Desk) -> None:
    other = desk.add_member("Bo L.", "bo@acme.example", "admin")
    actor = Actor(ActorKind.AGENT, desk.admin.id, desk.admin.name)

    def demoted_by_bo() -> None:
        assert MEMBERS.ask(desk, "PATCH", f"/{desk.admin.id}", {"role": "agent"}, token=other.token).status == 200

    with desk.ports.open("acme") as room, pytest.raises(DeskError) as refusal:
        members.change_member(Seat(desk.ports, meanwhile(room, demoted_by_bo), actor), other.id, {"role": "agent"})
    assert refusal.value.code == "last_admin"
    listed = MEMBERS.ask(desk, "GET", token=other.token).json()["items"]
    assert [one["id"] for one in listed if one["role"] == "admin"] == [other.id]


def test_two_who_change_different_things_both_have_it_so(desk: Desk) -> None:
    person = desk.add_member("Gil G.", "gil@acme.example", "viewer")
    actor = Actor(ActorKind.AGENT, desk.admin.id, desk.admin.name)

    def renamed() -> None:
        assert MEMBERS.ask(desk, "PATCH", f"/{person.id}", {"name": "Gil Gray", "can_delete": True}).status == 200

    with desk.ports.open("acme") as room:
        members.change_member(Seat(desk.ports, meanwhile(room, renamed), actor), person.id, {"role": "agent"})
    found = MEMBERS.ask(desk, "GET", f"/{person.id}").json()
    assert (found["name"], found["role"], found["can_delete"]) == ("Gil Gray", "agent", True)
    logged = [one for one in walked(desk, "/v1/acme/audit", desk.admin.token, 100) if one["subject"] == person.id]
    assert [set(one["changes"]) for one in logged[:2]] == [{"role"}, {"name", "can_delete"}]


def test_a_key_is_shown_once_and_never_told_again(desk: Desk) -> None:
    made = API_KEYS.ask(desk, "POST", json=API_KEYS.new, once="shop").json()
    secret = made["key"].removeprefix(f"wtk_{made['id']}_")
    assert len(secret) >= 40
    assert made["last_four"] == made["key"][-4:]
    assert (made["created_by"], made["name"]) == ("Ana K.", "Shop")
    again = API_KEYS.ask(desk, "POST", json=API_KEYS.new, once="shop")
    assert again.json() == made | {"key": None}
    everything = [API_KEYS.ask(desk, "GET"), API_KEYS.ask(desk, "GET", f"/{made['id']}")]
    everything += [desk.http("GET", "/v1/acme/audit", token=desk.admin.token), again]
    with desk.ports.open("acme") as room:
        stored = room.parts.get(ApiKey, made["id"])
    assert stored
    for answer in everything:
        assert secret not in answer.text
        assert stored.digest not in answer.text


def test_a_key_does_what_its_scopes_say_until_it_is_revoked(desk: Desk) -> None:
    made = API_KEYS.made(desk, scopes=["tickets:read"])
    read, write = ("GET", TICKETS, None), ("POST", TICKETS, {"title": "x"})

    def statuses() -> list[int]:
        return [desk.http(method, path, json=body, token=made["key"]).status for method, path, body in (read, write)]

    assert statuses() == [200, 403]
    API_KEYS.ask(desk, "PATCH", f"/{made['id']}", json={"scopes": ["tickets:write"], "name": "Shop 2"})
    assert statuses() == [200, 201]
    assert API_KEYS.ask(desk, "DELETE", f"/{made['id']}").status == 204
    assert statuses() == [401, 401]


def test_a_key_tells_the_day_of_its_last_use_for_one_write_a_day(desk: Desk) -> None:
    made = API_KEYS.made(desk)
    assert (made["last_used_on"], made["expires_at"]) == (None, None)

    def writes() -> int:
        with counting() as calls:
            assert desk.http("GET", TICKETS, token=made["key"]).status == 200
        return len([call for call in calls.made if re.search("Update|Put|Write", call)])

    def told() -> set[str]:
        one, listed = API_KEYS.ask(desk, "GET", f"/{made['id']}").json(), API_KEYS.ask(desk, "GET").json()["items"]
        return {one["last_used_on"], listed[0]["last_used_on"]}

    day = desk.ports.clock.now().date()
    assert [writes() - 1, writes(), writes()] == [usual := writes()] * 3
    assert told() == {day.isoformat()}
    assert API_KEYS.ask(desk, "PATCH", f"/{made['id']}", {"name": "S"}).json()["last_used_on"] == day.isoformat()
    desk.advance(timedelta(days=1))
    assert [writes() - 1, writes()] == [usual] * 2
    assert told() == {(day + timedelta(days=1)).isoformat()}


def test_using_a_key_while_it_is_revoked_does_not_bring_it_back(desk: Desk) -> None:
    made = API_KEYS.made(desk)
    API_KEYS.ask(desk, "DELETE", f"/{made['id']}")
    desk.ports.accounts.note_use(made["id"], "2031-01-31")
    assert desk.ports.accounts.api_key(made["id"]) is None


def test_a_key_that_expired_is_answered_like_an_unknown_one(desk: Desk) -> None:
    until = desk.ports.clock.now() + timedelta(hours=2)
    made = API_KEYS.made(desk, expires_at=until.astimezone(timezone(timedelta(hours=5))).isoformat())
    assert datetime.fromisoformat(made["expires_at"]) == until.replace(microsecond=0)
    assert desk.http("GET", TICKETS, token=made["key"]).status == 200
    API_KEYS.ask(desk, "PATCH", f"/{made['id']}", {"name": "S"})
    desk.advance(timedelta(hours=3))
    answers = [desk.http("GET", TICKETS, token=token) for token in (made["key"], f"wtk_{'0' * 16}_{'x' * 43}")]
    expired, unknown = (problem(answer, 401, "unauthenticated") for answer in answers)
    assert expired == unknown
    assert API_KEYS.ask(desk, "GET", f"/{made['id']}").json()["expires_at"] == made["expires_at"]


@pytest.mark.parametrize("until", ["2020-01-31T00:00:00Z", "2031-01-31", "soon", "9999-12-31T23:59:59-23:59", ""])
def test_a_key_expires_at_a_moment_to_come(desk: Desk, until: str) -> None:
    refused = API_KEYS.ask(desk, "POST", json=API_KEYS.new | {"expires_at": until})
    assert fields(problem(refused, 422, "validation_failed")) == ["expires_at"]


def test_scopes_are_those_that_there_are(desk: Desk) -> None:
    assert set(API_KEYS.made(desk, scopes=sorted(SCOPES))["scopes"]) == SCOPES
    for scopes in (["desk:read"], ["tickets:*"], ["TICKETS:READ"], [1], "tickets:read"):
        answer = API_KEYS.ask(desk, "POST", json=API_KEYS.new | {"scopes": scopes})
        assert fields(problem(answer, 422, "validation_failed"))[0].startswith("scopes")


def test_nobody_gives_a_key_more_than_they_may_do_themselves(desk: Desk) -> None:
    with desk.ports.open("acme") as room:
        seat = Seat(desk.ports, room, SYSTEM, may=frozenset({Permission.TICKETS_READ}))
        for scopes in (("tickets:delete",), ("tickets:read", "tickets:delete"), ("tickets:write",)):
            with pytest.raises(DeskError) as refusal:
                api_keys.add_api_key(seat, "Shop", scopes)
            assert refusal.value.code == "beyond_own_rights"
        made = api_keys.add_api_key(seat, "Shop", ("tickets:read",)).key
        with pytest.raises(DeskError) as refusal:
            api_keys.change_api_key(seat, made.id, {"scopes": ("contacts:write",)})
    assert refusal.value.code == "beyond_own_rights"
    assert "contacts:read, contacts:write" in refusal.value.detail


def test_a_program_makes_nobody_an_admin_and_no_key_not_even_with_all_scopes(desk: Desk) -> None:
    key = desk.api_key(*sorted(SCOPES))
    person = desk.add_member("Gil G.", "gil@acme.example", "viewer")
    invited = MEMBERS.ask(desk, "POST", json=MEMBERS.new | {"role": "admin"}, token=key)
    problem(invited, 403, "signed_in_admin_only")
    raised = MEMBERS.ask(desk, "PATCH", f"/{person.id}", json={"role": "admin"}, token=key)
    problem(raised, 403, "signed_in_admin_only")
    problem(API_KEYS.ask(desk, "POST", json=API_KEYS.new, token=key), 403, "signed_in_admin_only")
    key_id = key.split("_")[1]
    problem(API_KEYS.ask(desk, "PATCH", f"/{key_id}", json={"name": "x"}, token=key), 403, "signed_in_admin_only")
    assert MEMBERS.ask(desk, "GET", token=key).status == API_KEYS.ask(desk, "GET", token=key).status == 200

    assert MEMBERS.ask(desk, "PATCH", f"/{person.id}", json={"role": "admin"}).status == 200
    assert MEMBERS.made(desk, role="admin")["role"] == "admin"
    assert API_KEYS.made(desk)["name"] == API_KEYS.new["name"]


AS_A_VIEWER = ("tickets:read", "notes:read", "contacts:read")
AS_AN_AGENT = ("tickets:write", "notes:read", "contacts:write")


@pytest.mark.parametrize(
    ("scopes", "viewer", "agent", "who_deletes"),
    [
        ((), False, False, False),
        (AS_A_VIEWER, True, False, False),
        (AS_AN_AGENT, True, True, False),
        ((*AS_AN_AGENT, "tickets:delete"), True, True, True),
        (("tickets:write", "contacts:write"), False, False, False),
    ],
)
def test_a_program_invites_whoever_may_no_more_than_itself(
    desk: Desk, scopes: tuple[str, ...], viewer: bool, agent: bool, who_deletes: bool
) -> None:
    key = desk.api_key("members:write", *scopes)
    wanted: list[tuple[dict[str, Any], bool]] = [
        ({"role": "viewer"}, viewer),
        ({"role": "agent"}, agent),
        ({"role": "agent", "can_delete": True}, who_deletes),
        ({"role": "viewer", "can_delete": True}, who_deletes),
    ]
    for number, (given, allowed) in enumerate(wanted):
        body = MEMBERS.new | given | {"email": f"cy{number}@acme.example"}
        invited = MEMBERS.ask(desk, "POST", json=body, token=key)
        if allowed:
            assert invited.status == 201
        else:
            problem(invited, 403, "beyond_own_rights")
    admin = MEMBERS.new | {"role": "admin", "email": "di@acme.example"}
    problem(MEMBERS.ask(desk, "POST", json=admin, token=key), 403, "signed_in_admin_only")
    desk.settle()
    assert len(desk.sent) == [allowed for _, allowed in wanted].count(True)


@pytest.mark.parametrize("scopes", [(), AS_AN_AGENT])
def test_a_program_deactivates_agents_and_viewers_and_changes_nothing_else_of_anybody(
    desk: Desk, scopes: tuple[str, ...]
) -> None:
    key, admin_only = desk.api_key("members:write", *scopes), "signed_in_admin_only"
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent", can_delete=True)
    viewer = desk.add_member("Vic V.", "vic@acme.example", "viewer")
    boss = desk.add_member("Bo L.", "bo@acme.example", "admin")
    wanted: list[dict[str, Any]] = [{"role": "admin"}, {"role": "agent"}, {"name": "V."}, {"can_delete": True}]
    for change in (*wanted, {"active": False, "name": "V."}):
        problem(MEMBERS.ask(desk, "PATCH", f"/{viewer.id}", json=change, token=key), 403, admin_only)
    problem(MEMBERS.ask(desk, "PATCH", f"/{boss.id}", json={"active": False}, token=key), 403, admin_only)
    problem(MEMBERS.ask(desk, "DELETE", f"/{boss.id}", token=key), 403, admin_only)

    assert MEMBERS.ask(desk, "DELETE", f"/{agent.id}", token=key).status == 204
    assert MEMBERS.ask(desk, "PATCH", f"/{viewer.id}", json={"active": False}, token=key).status == 200
    problem(MEMBERS.ask(desk, "PATCH", f"/{viewer.id}", json={"active": True}, token=key), 403, admin_only)
    listed = {one["id"]: one["active"] for one in MEMBERS.ask(desk, "GET", token=key).json()["items"]}
    assert listed == {desk.admin.id: True, boss.id: True, agent.id: False, viewer.id: False}


class _Full:
    """The settings' parts of a desk that has as many of each kind as may be."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked of a full desk")

    def count(self, kind: type[Part], scope: str = "") -> int:
        return MOST[kind]


def test_a_full_desk_invites_nobody(desk: Desk) -> None:
    invited = Invited(name="Cy L.", email="cy@acme.example", role=Role.AGENT, by="Ana K.")
    with desk.ports.open("acme") as room, pytest.raises(DeskError) as refusal:
        members.invite(Seat(desk.ports, replace(room, parts=_Full()), SYSTEM), invited)  # type: ignore[arg-type]
    assert refusal.value.code == "too_many"
    assert len(MEMBERS.ask(desk, "GET").json()["items"]) == 1
    desk.settle()
    assert desk.sent == []
