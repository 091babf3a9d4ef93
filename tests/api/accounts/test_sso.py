"""Signing in by a company's own sign-on: who comes in, as whom, and to what."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.services.settings.mail_domains import claim_mail_domain
from tests.api.accounts.sso import CALLBACK, START, Company, company, problem
from tests.api.asking import fields
from tests.api.asking import problem as refusal
from tests.support.desk import WORKSPACE, Desk
from tests.support.lying_issuer import KIM, Employee

GIL = Employee("gil-7", "gil@acme.example", "Gil G.")


def test_whoever_comes_for_the_first_time_becomes_a_member_and_is_signed_in(acme: Company) -> None:
    arrived = acme.come()
    assert arrived.headers["location"] == "http://desk.test/console/?workspace=acme"
    assert problem(arrived) is None
    me = acme.me()
    assert (me["id"], me["role"], me["member_name"]) == ("acme", "viewer", "Kim K.")
    (kim,) = [one for one in acme.members() if one["email"] == KIM.email]
    assert (kim["id"], kim["invited"], kim["sso_linked"]) == (me["member_id"], False, True)
    assert acme.desk.http("GET", "/v1/acme/tickets", token=acme.token()).status == 200


def test_the_issuer_is_asked_for_no_more_than_who_they_are(acme: Company) -> None:
    asked = {name: value for name, (value,) in parse_qs(urlsplit(acme.start()).query).items()}
    random = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert asked == {
        "response_type": "code",
        "client_id": acme.server.issuer.client_id,
        "redirect_uri": f"http://desk.test{CALLBACK}",
        "scope": "openid email profile",
        "code_challenge_method": "S256",
    }
    assert len(set(random.values())) == 3
    assert all(len(one) >= 43 for one in random.values())


def test_what_was_begun_lies_sealed_in_a_cookie_that_no_script_reads(acme: Company) -> None:
    answer = acme.go(START)
    (kept,) = answer.cookies
    name, _, attributes = kept.partition("; ")
    assert name.startswith("__Host-sso=")
    assert attributes == "Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax"
    state = parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]
    assert state not in kept


def test_nobody_is_mailed_and_the_log_tells_of_the_new_member(acme: Company) -> None:
    acme.come()
    acme.desk.settle()
    assert acme.desk.sent == []
    entries = acme.desk.http("GET", "/v1/acme/audit?action=member", token=acme.desk.admin.token).json()["items"]
    made = next(one for one in entries if one["name"] == KIM.name)
    assert (made["action"], made["changes"]["role"]) == ("member.created", {"from": None, "to": "viewer"})
    assert made["changes"]["sso_linked_at"]["to"]
    assert KIM.subject not in json.dumps(entries)


def test_a_member_with_that_address_stays_who_they_are(acme: Company) -> None:
    kim = acme.desk.add_member("Kimberly", KIM.email, "agent")
    assert problem(acme.come()) is None
    me = acme.me()
    assert (me["member_id"], me["role"], me["member_name"]) == (kim.id, "agent", "Kimberly")


def test_how_an_address_is_written_makes_no_other_member_of_it(acme: Company) -> None:
    kim = acme.desk.add_member("Kim", KIM.email, "agent")
    assert problem(acme.come(replace(KIM, email="KIM@Acme.EXAMPLE"))) is None
    assert acme.me()["member_id"] == kim.id


def test_agents_come_in_where_the_rules_say_so(acme: Company) -> None:
    acme.change(new_members="agent")
    acme.come()
    assert acme.me()["role"] == "agent"


def test_where_nobody_new_is_taken_members_still_come_in(acme: Company) -> None:
    acme.change(new_members="nobody")
    assert problem(acme.come()) == "sso_no_member"
    assert KIM.email not in {one["email"] for one in acme.members()}
    acme.desk.add_member("Kim", KIM.email, "agent")
    assert problem(acme.come()) is None


def test_a_deactivated_member_stays_out(acme: Company) -> None:
    acme.come()
    kim = acme.me()["member_id"]
    assert acme.desk.http("DELETE", f"/v1/acme/members/{kim}", token=acme.desk.admin.token).status == 204
    assert problem(acme.come()) == "sso_no_member"
    unlinked = acme.desk.http(
        "PATCH", f"/v1/acme/members/{kim}", json={"sso_linked": False}, token=acme.desk.admin.token
    )
    assert unlinked.status == 200, unlinked.text
    assert problem(acme.come()) == "sso_no_member"


def test_a_sign_in_opens_the_companys_workspace_alone(acme: Company) -> None:
    desk = acme.desk
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Kim", KIM.email, "admin", workspace="globex")
    assert problem(acme.come()) is None
    token = acme.token()
    assert acme.me()["id"] == "acme"
    refusal(desk.http("GET", "/v1/globex/tickets", token=token), 404, "not_found")


def test_where_sso_is_required_passwords_open_nothing_but_for_the_admin_who_can_do_without(acme: Company) -> None:
    desk = acme.desk
    gil = desk.add_member("Gil", GIL.email, "agent")
    acme.change(sso="required", break_glass=desk.admin.id)
    refusal(desk.http("GET", "/v1/acme/tickets", token=gil.token), 403, "sso_required")
    assert desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).status == 200
    assert problem(acme.come(GIL)) is None
    assert desk.http("GET", "/v1/acme/tickets", token=acme.token()).status == 200
    acme.change(sso="off")
    refusal(desk.http("GET", "/v1/acme/tickets", token=acme.token()), 401, "unauthenticated")


def test_who_came_before_comes_in_without_a_verified_address(acme: Company) -> None:
    acme.server.issuer.lie = "no email_verified"
    assert problem(acme.come()) == "sso_not_verified"
    acme.server.issuer.lie = ""
    acme.come()
    first = acme.me()["member_id"]
    for lie in ("no email_verified", "email_verified false", "no address"):
        acme.server.issuer.lie = lie
        assert problem(acme.come()) is None
        assert acme.me()["member_id"] == first


def test_an_address_at_the_company_may_change_without_making_somebody_else_of_them(acme: Company) -> None:
    acme.come()
    first = acme.me()["member_id"]
    assert problem(acme.come(replace(KIM, email="kim.married@acme.example"))) is None
    assert acme.me()["member_id"] == first


def test_somebody_else_who_got_the_address_stays_out_until_an_admin_says_so(acme: Company) -> None:
    acme.come()
    kim, other = acme.me()["member_id"], replace(KIM, subject="kim-2")
    formers = acme.token()
    assert problem(acme.come(other)) == "sso_other_person"
    path, agent = f"/v1/acme/members/{kim}", acme.desk.add_member("Gil", GIL.email, "agent")
    forgets = {"json": {"sso_linked": False}}
    refusal(acme.desk.http("PATCH", path, **forgets, token=agent.token), 403, "forbidden")
    key = acme.desk.api_key("members:write")
    refusal(acme.desk.http("PATCH", path, **forgets, token=key), 403, "signed_in_admin_only")
    unlinked = acme.desk.http("PATCH", path, **forgets, token=acme.desk.admin.token)
    assert (unlinked.status, unlinked.json()["sso_linked"]) == (200, False)
    refusal(acme.desk.http("GET", "/v1/acme/tickets", token=formers), 401, "unauthenticated")
    assert problem(acme.come(other)) is None
    assert problem(acme.come()) == "sso_other_person"
    for other_than_false in (True, 0, None):
        linking = acme.desk.http("PATCH", path, json={"sso_linked": other_than_false}, token=acme.desk.admin.token)
        assert fields(refusal(linking, 422, "validation_failed")) == ["sso_linked"]


def test_after_a_change_of_issuer_people_are_known_by_their_address_again(acme: Company, desk: Desk) -> None:
    acme.come()
    first = acme.me()["member_id"]
    with company(desk) as moved:
        assert problem(moved.come(replace(KIM, subject="another-id"))) is None
        assert moved.me()["member_id"] == first
        assert problem(moved.come()) == "sso_other_person"


def test_a_link_holds_while_the_address_is_on_one_of_the_domains(acme: Company) -> None:
    acme.come()
    claim_mail_domain(acme.desk.ports, WORKSPACE, "other.example")
    acme.change(domains=["other.example"])
    assert problem(acme.come()) == "sso_domain"
    acme.change(domains=["other.example", "acme.example"])
    assert problem(acme.come()) is None


def test_a_domain_that_is_no_longer_the_workspaces_lets_nobody_in(acme: Company) -> None:
    acme.come()
    removed = acme.desk.http("DELETE", "/v1/acme/mail-domains/acme.example", token=acme.desk.admin.token)
    assert removed.status == 204
    assert [problem(acme.come()), problem(acme.come(GIL))] == ["sso_domain"] * 2


def test_two_first_sign_ins_at_once_make_one_member(acme: Company) -> None:
    browsers = [Company(acme.desk, acme.server) for _ in range(4)]
    paths = [one.back() for one in browsers]
    with ThreadPoolExecutor(4) as pool:
        arrived = list(pool.map(lambda one: one[0].go(one[1]), zip(browsers, paths, strict=True)))
    assert [problem(one) for one in arrived] == [None] * 4
    assert len([one for one in acme.members() if one["email"] == KIM.email]) == 1
    assert len({one.me()["member_id"] for one in browsers}) == 1


def test_who_was_made_a_moment_ago_is_known_though_the_settings_do_not_show_them_yet(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = acme.desk.ports.settings
    with acme.desk.ports.enter(WORKSPACE):
        stale = settings.load(WORKSPACE, fresh=True)
    acme.come()
    first = acme.me()["member_id"]
    with monkeypatch.context() as patch:
        patch.setattr(type(settings), "load", lambda *_, **__: stale)
        assert problem(acme.come()) is None
        assert problem(acme.come(replace(KIM, subject="kim-2"))) == "sso_other_person"
    assert acme.me()["member_id"] == first


def test_a_name_of_the_company_becomes_a_name_as_others_are(acme: Company) -> None:
    names: dict[str, Any] = {}
    for number, lie in enumerate(["strange name", "no name", "name that is none"]):
        acme.server.issuer.lie = lie
        assert problem(acme.come(Employee(f"new-{number}", f"new{number}@acme.example", "New"))) is None
        names[lie] = acme.me()["member_name"]
    assert names["strange name"].startswith("Kim K.")
    assert len(names["strange name"]) <= 200
    assert names["strange name"].isprintable()
    assert (names["no name"], names["name that is none"]) == ("new1", "new2")
