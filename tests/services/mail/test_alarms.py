"""Every admin hears of a new one, of a key that may all that keys may, and of keys left behind,
whatever anybody does about it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.people.permissions import SCOPES
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.outgoing.alarms import KIND, tell_admins
from tests.api.settings.settings_kinds import API_KEYS, MEMBERS
from tests.support.cuts import cut
from tests.support.desk import Desk
from tests.yesterday.test_tomorrow import Table, packed

ANA, BO = "ana@acme.example", "bo@acme.example"
ALL = sorted(SCOPES)


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A desk with a second admin, an agent and a viewer, and no mail of how they came."""
    desk.add_member("Bo L.", BO, "admin")
    desk.add_member("Gil G.", "gil@acme.example", "agent")
    desk.add_member("Vic V.", "vic@acme.example", "viewer")
    desk.advance(timedelta(minutes=1))
    return desk


def heard(desk: Desk, about: str) -> list[str]:
    """Who has been mailed about that by now, some minutes later."""
    for _ in range(2):
        desk.advance(timedelta(minutes=2))
    return sorted(mail.to[0] for mail in desk.sent if about in mail.subject)


def promoted(desk: Desk) -> None:
    member = next(one for one in MEMBERS.ask(desk, "GET").json()["items"] if one["name"] == "Gil G.")
    assert MEMBERS.ask(desk, "PATCH", f"/{member['id']}", {"role": "admin"}).status == 200


def widened(desk: Desk) -> None:
    made = API_KEYS.made(desk)
    assert API_KEYS.ask(desk, "PATCH", f"/{made['id']}", {"scopes": ALL}).status == 200


CASES: dict[str, tuple[Callable[[Desk], Any], str, str]] = {
    "invited": (lambda desk: MEMBERS.made(desk, role="admin"), "Cy L. (cy@acme.example)", "/console/settings/members"),
    "promoted": (promoted, "Gil G. (gil@acme.example)", "/console/settings/members"),
    "made by the operator": (lambda desk: desk.add_member("Di M.", "di@acme.example", "admin"), "Di M.", "members"),
    "a key": (lambda desk: API_KEYS.made(desk, scopes=ALL), "Shop", "/console/settings/api-keys"),
    "a key widened": (widened, "Shop", "/console/settings/api-keys"),
}


@pytest.mark.parametrize("case", CASES)
def test_every_admin_is_mailed_once(two: Desk, case: str) -> None:
    usual = two.http("GET", "/v1/acme/preferences", token=two.admin.token).json()
    chosen = usual["notices"].items()
    nothing = {"notices": {event: {scope: [] for scope in scopes} for event, scopes in chosen}}
    assert two.http("PATCH", "/v1/acme/preferences", json=nothing, token=two.admin.token).status == 200
    do, name, link = CASES[case]
    do(two)
    assert heard(two, name) == [ANA, BO]
    (mail,) = [mail for mail in two.sent if name in mail.subject and mail.to == (BO,)]
    assert link in mail.text
    assert ("Workestra Tickets" if "operator" in case else "Ana K.") in mail.text


def test_whoever_is_put_out_at_once_hears_of_it_all_the_same(two: Desk) -> None:
    promoted(two)
    others = [one for one in MEMBERS.ask(two, "GET").json()["items"] if one["email"] == BO]
    assert MEMBERS.ask(two, "PATCH", f"/{others[0]['id']}", {"active": False}).status == 200
    assert heard(two, "Gil G.") == [ANA, BO]


def test_nobody_is_mailed_about_less(two: Desk) -> None:
    before = len(two.sent)
    API_KEYS.made(two, scopes=[scope for scope in ALL if scope != "notes:read"])
    MEMBERS.ask(two, "PATCH", f"/{two.admin.id}", {"name": "Ana Kovač"})
    heard(two, "")
    assert len(two.sent) == before


def test_the_first_admin_of_a_desk_is_no_news(desk: Desk) -> None:
    heard(desk, "")
    assert desk.sent == []


def test_telling_that_is_cut_off_anywhere_and_repeated_mails_each_once(two: Desk) -> None:
    state = {"kind": "new_admin", "subject": "m_none", "name": "Cy L.", "by": "Ana K.", "to": {}}
    for number in itertools.count(1):
        work = Work(workspace="acme", kind=KIND, id=f"01ALARM{number}", at=two.ports.clock.now(), state=state)
        with two.ports.open("acme") as room:
            with cut(after=number) as calls:
                tell_admins(two.ports, room, work)
            tell_admins(two.ports, room, work)
        two.settle()
        assert sorted(mail.to[0] for mail in two.sent if "Cy L." in mail.subject) == sorted([ANA, BO] * number)
        if not calls.was_cut:
            break
    assert number > 3


def left_keys(desk: Desk) -> tuple[str, Any]:
    """A third admin's id, who made two keys, one that expires within the day and one that was revoked."""
    cy = desk.add_member("Cy L.", "cy@acme.example", "admin")
    soon = (desk.ports.clock.now() + timedelta(hours=1)).isoformat()
    for given in ({"name": "Shop"}, {"name": "CRM"}, {"name": "Trial", "expires_at": soon}, {"name": "Gone"}):
        made = API_KEYS.ask(desk, "POST", json=API_KEYS.new | given, token=cy.token)
        assert made.status == 201, made.text
    assert API_KEYS.ask(desk, "DELETE", f"/{made.json()['id']}").status == 204
    API_KEYS.made(desk, name="Mine")
    desk.advance(timedelta(hours=2))
    return cy.id, made.json()


WAYS: dict[str, Callable[[Desk, str], Any]] = {
    "lowered": lambda desk, who: MEMBERS.ask(desk, "PATCH", f"/{who}", {"role": "agent"}),
    "deactivated": lambda desk, who: MEMBERS.ask(desk, "PATCH", f"/{who}", {"active": False}),
    "deleted": lambda desk, who: MEMBERS.ask(desk, "DELETE", f"/{who}"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_other_admin_hears_once_of_the_living_keys_that_an_admin_leaves_behind(two: Desk, way: str) -> None:
    who, made = left_keys(two)
    assert made["created_by_id"] == who
    assert WAYS[way](two, who).status in (200, 204)
    assert heard(two, "API keys stay valid") == [ANA, BO]
    (mail,) = [mail for mail in two.sent if "API keys stay valid" in mail.subject and mail.to == (BO,)]
    assert "The keys are: CRM, Shop" in mail.text.splitlines()
    assert "/console/settings/api-keys" in mail.text
    WAYS["deactivated"](two, who)
    assert heard(two, "API keys stay valid") == [ANA, BO]


def test_of_keys_from_before_ids_were_kept_the_name_says_whose_they_are(two: Desk) -> None:
    who, _ = left_keys(two)
    table = Table(two)
    for item in table.items("api_key"):
        data = json.loads(item["d"]["S"])
        data.pop("created_by_id", None)
        table.put({**item, "d": packed(data)})
    WAYS["deactivated"](two, who)
    assert heard(two, "API keys stay valid") == [ANA, BO]


def test_an_admin_who_leaves_no_key_behind_is_no_news(two: Desk) -> None:
    cy = two.add_member("Cy L.", "cy@acme.example", "admin")
    API_KEYS.made(two)
    heard(two, "")
    before = len(two.sent)
    WAYS["deactivated"](two, cy.id)
    heard(two, "")
    assert len(two.sent) == before
