"""Second factors: enrolled by one's own app, asked for, required, switched off, and stood in for by recovery codes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts import sign_ins as rules
from chalicelib.domain.people.people import Role
from chalicelib.services.settings.create_workspace import add_member
from tests.api.accounts.tokens import resigned
from tests.api.asking import TICKETS, cookie, fields, problem, refresh, sign_in
from tests.support.desk import Answer, Desk, Person
from tests.support.totp import Authenticator, totp

FACTOR = "/v1/me/second-factor"
ANA = "ana@acme.example"


def begun(desk: Desk, person: Person) -> dict[str, Any]:
    answer = desk.http("POST", FACTOR, json={"password": person.password}, token=person.token)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def enrolled(desk: Desk, person: Person, token: str | None = None) -> tuple[Authenticator, list[str], str]:
    """The app, the recovery codes, and the token to go on by."""
    setup = begun(desk, Person(person.id, person.name, person.email, person.password, token or person.token))
    app = Authenticator(setup["secret"])
    body = {"session": setup["session"], "code": app.code()}
    answer = desk.http("POST", FACTOR, json=body, token=token or person.token)
    assert answer.status == 200, answer.text
    return app, answer.json()["recovery_codes"], answer.json()["access_token"]


def challenged(desk: Desk, answer: Answer, code: str, email: str = ANA) -> Answer:
    assert answer.json()["challenge"] == "mfa", answer.text
    body = {"challenge": "mfa", "session": answer.json()["session"], "email": email, "answer": code}
    return desk.http("POST", "/v1/auth/challenge", json=body)


def recovered(desk: Desk, code: str, password: str | None = None) -> Answer:
    body = {"email": ANA, "password": password or desk.admin.password, "recovery_code": code}
    return desk.http("POST", "/v1/auth/challenge", json=body)


def state(desk: Desk, token: str) -> tuple[bool, int]:
    document = desk.http("GET", FACTOR, token=token).json()
    return document["on"], document["recovery_codes_left"]


def require(desk: Desk, grace_days: int, token: str | None = None) -> None:
    body = {"second_factor": "required", "grace_days": grace_days}
    answer = desk.http("PATCH", "/v1/acme/sign-in-rules", json=body, token=token or desk.admin.token)
    assert answer.status == 200, answer.text


def test_enrolling_shows_what_an_app_needs_and_ten_codes_once(desk: Desk) -> None:
    setup = begun(desk, desk.admin)
    assert setup["uri"].startswith("otpauth://totp/")
    assert setup["secret"] in setup["uri"]
    assert setup["qr_svg"].startswith("<svg")
    assert setup["recovery_codes"] is None
    assert state(desk, desk.admin.token) == (False, 0)
    _, codes, token = enrolled(desk, desk.admin)
    assert len(set(codes)) == 10
    assert state(desk, token) == (True, 10)


def test_once_it_is_on_the_password_alone_signs_nobody_in(desk: Desk) -> None:
    app, _, _ = enrolled(desk, desk.admin)
    asked = sign_in(desk)
    assert asked.json()["access_token"] is None
    assert "set-cookie" not in asked.headers
    answer = challenged(desk, asked, app.code())
    assert answer.status == 200, answer.text
    token = answer.json()["access_token"]
    assert desk.http("GET", TICKETS, token=token).status == 200
    assert desk.http("GET", "/v1/me", token=token).json()["second_factor"] is True


@pytest.mark.parametrize("off", [timedelta(minutes=2), -timedelta(minutes=2)])
def test_a_code_of_two_minutes_ago_or_ahead_is_refused_at_its_field(desk: Desk, off: timedelta) -> None:
    setup = begun(desk, desk.admin)
    wrong = totp(setup["secret"], time.time() + off.total_seconds())
    answer = desk.http("POST", FACTOR, json={"session": setup["session"], "code": wrong}, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["code"]
    assert state(desk, desk.admin.token)[0] is False


def test_anothers_code_and_a_used_one_are_refused(desk: Desk) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    mine, _, _ = enrolled(desk, desk.admin)
    others, _, _ = enrolled(desk, cy)
    assert fields(problem(challenged(desk, sign_in(desk), others.code()), 422, "validation_failed")) == ["answer"]
    code = mine.code()
    assert challenged(desk, sign_in(desk), code).status == 200
    assert challenged(desk, sign_in(desk), code).status == 422


def test_a_setup_belongs_to_whoever_began_it(desk: Desk) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    setup = begun(desk, desk.admin)
    code = Authenticator(setup["secret"]).code()
    answer = desk.http("POST", FACTOR, json={"session": setup["session"], "code": code}, token=cy.token)
    assert answer.status == 422, answer.text
    assert state(desk, cy.token)[0] is False


def test_a_wrong_password_begins_nothing_and_is_named_at_its_field(desk: Desk) -> None:
    answer = desk.http("POST", FACTOR, json={"password": "wrong horse battery"}, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["password"]


@pytest.mark.parametrize(
    "body", [{}, {"password": "x", "code": "1"}, {"session": "x"}, {"code": "123456"}, {"session": "x", "code": ""}]
)
def test_a_body_that_is_neither_the_first_nor_the_second_step_is_refused(desk: Desk, body: dict[str, str]) -> None:
    problem(desk.http("POST", FACTOR, json=body, token=desk.admin.token), 422, "validation_failed")


def test_one_that_is_on_is_not_begun_again(desk: Desk) -> None:
    _, _, token = enrolled(desk, desk.admin)
    answer = desk.http("POST", FACTOR, json={"password": desk.admin.password}, token=token)
    problem(answer, 409, "second_factor_on")


def test_a_recovery_code_gets_in_once_and_asks_to_enrol_anew(desk: Desk) -> None:
    _, codes, _ = enrolled(desk, desk.admin)
    answer = recovered(desk, codes[3].upper().replace("-", " "))
    assert answer.status == 200, answer.text
    token = answer.json()["access_token"]
    problem(desk.http("GET", TICKETS, token=token), 403, "second_factor_required")
    (workspace,) = desk.http("GET", "/v1/me", token=token).json()["workspaces"]
    assert workspace["barred"] == "second_factor_required"
    assert recovered(desk, codes[3]).status == 422
    _, fresh, on = enrolled(desk, desk.admin, token)
    assert desk.http("GET", TICKETS, token=on).status == 200
    assert not set(fresh) & set(codes)


def test_the_demand_outlives_a_reload_and_can_be_declined_where_nobody_requires_it(desk: Desk) -> None:
    _, codes, _ = enrolled(desk, desk.admin)
    signed_in = recovered(desk, codes[0])
    token = refresh(desk, cookie(signed_in)).json()["access_token"]
    problem(desk.http("GET", TICKETS, token=token), 403, "second_factor_required")
    declined = desk.http("DELETE", FACTOR, token=token)
    assert desk.http("GET", TICKETS, token=declined.json()["access_token"]).status == 200


def test_a_recovery_code_needs_the_password_too_and_tells_nothing_without(desk: Desk) -> None:
    _, codes, _ = enrolled(desk, desk.admin)
    wrong = recovered(desk, codes[0], "wrong horse battery")
    assert problem(wrong, 401, "bad_credentials") == problem(
        recovered(desk, "nonsense", "wrong horse battery"), 401, "bad_credentials"
    )
    assert recovered(desk, codes[0]).status == 200


def test_without_a_second_factor_a_recovery_code_is_refused_in_words(desk: Desk) -> None:
    assert fields(problem(recovered(desk, "abcd-efgh-jkmn"), 422, "validation_failed")) == ["recovery_code"]


def test_one_code_used_twice_at_once_lets_one_in(desk: Desk) -> None:
    _, codes, _ = enrolled(desk, desk.admin)
    user_id = desk.ports.identity.find(ANA)
    digest = desk.ports.sign_ins.codes(user_id).digest_of(codes[0])
    with ThreadPoolExecutor(8) as pool:
        took = list(pool.map(lambda _: desk.ports.sign_ins.use_code(user_id, digest), range(8)))
    assert took.count(True) == 1


def test_new_codes_end_the_former_ones(desk: Desk) -> None:
    _, codes, token = enrolled(desk, desk.admin)
    fresh = desk.http("POST", f"{FACTOR}/recovery-codes", token=token).json()["recovery_codes"]
    assert recovered(desk, codes[0]).status == 422
    assert recovered(desk, fresh[0]).status == 200


def test_there_are_no_codes_without_a_second_factor(desk: Desk) -> None:
    problem(desk.http("POST", f"{FACTOR}/recovery-codes", token=desk.admin.token), 409, "second_factor_off")


def test_switching_off_ends_sign_ins_elsewhere_and_mails_the_owner(desk: Desk) -> None:
    app, _, token = enrolled(desk, desk.admin)
    elsewhere = challenged(desk, sign_in(desk), app.code()).json()["access_token"]
    answer = desk.http("DELETE", FACTOR, token=token)
    assert answer.status == 200, answer.text
    assert desk.http("GET", TICKETS, token=elsewhere).status == 401
    assert desk.http("GET", TICKETS, token=answer.json()["access_token"]).status == 200
    assert sign_in(desk).json()["access_token"]
    desk.settle()
    assert len(desk.sent) == 2, "one mail that it is on, one that it is off"
    assert {address for mail in desk.sent for address in mail.to} == {ANA}


@pytest.mark.parametrize(("method", "path"), [("DELETE", FACTOR), ("POST", f"{FACTOR}/recovery-codes")])
def test_changing_it_takes_a_sign_in_of_the_last_minutes(desk: Desk, method: str, path: str) -> None:
    _, _, token = enrolled(desk, desk.admin)
    old = resigned(desk.ports, token, proved_at=int(time.time() - rules.FRESH_SECONDS) * 1000)
    problem(desk.http(method, path, token=old), 403, "sign_in_again")


def test_required_lets_members_in_until_the_days_of_grace_are_over(desk: Desk) -> None:
    require(desk, 7)
    (workspace,) = desk.http("GET", "/v1/me", token=desk.admin.token).json()["workspaces"]
    assert (workspace["barred"], workspace["second_factor_by"] is not None) == (None, True)
    assert desk.http("GET", TICKETS, token=desk.admin.token).status == 200
    desk.ports.clock.offset += timedelta(days=7, minutes=1)
    problem(desk.http("GET", TICKETS, token=desk.admin.token), 403, "second_factor_required")
    _, _, token = enrolled(desk, desk.admin)
    assert desk.http("GET", TICKETS, token=token).status == 200
    assert desk.http("GET", "/v1/me", token=token).json()["workspaces"][0]["second_factor_by"] is None


def test_whoever_has_one_is_let_in_by_it_alone_and_the_last_admin_can_always_enrol(desk: Desk) -> None:
    _, _, token = enrolled(desk, desk.admin)
    require(desk, 0, token)
    off = desk.http("DELETE", FACTOR, token=token).json()["access_token"]
    problem(desk.http("GET", TICKETS, token=off), 403, "second_factor_required")
    loosened = desk.http("PATCH", "/v1/acme/sign-in-rules", json={"second_factor": "optional"}, token=off)
    problem(loosened, 403, "second_factor_required")
    _, _, again = enrolled(desk, desk.admin, off)
    assert desk.http("GET", TICKETS, token=again).status == 200


def test_another_workspace_that_requires_none_stays_open(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Ana in Globex", ANA, "viewer", workspace="globex")
    require(desk, 0)
    problem(desk.http("GET", TICKETS, token=desk.admin.token), 403, "second_factor_required")
    assert desk.http("GET", "/v1/globex/tickets", token=desk.admin.token).status == 200


def test_api_keys_need_no_second_factor(desk: Desk) -> None:
    key = desk.api_key("tickets:read")
    require(desk, 0)
    assert desk.http("GET", TICKETS, token=key).status == 200


def test_admins_see_who_has_one_also_of_those_who_came_later(desk: Desk) -> None:
    app, _, token = enrolled(desk, desk.admin)
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    has = {one["id"]: one["second_factor"] for one in desk.http("GET", "/v1/acme/members", token=token).json()["items"]}
    assert has == {desk.admin.id: True, cy.id: False}
    desk.create_workspace("globex", "Globex", "help@globex.example")
    late = add_member(desk.ports, "globex", "Ana in Globex", ANA, Role.ADMIN, can_delete=True, invited_by=None)
    again = challenged(desk, sign_in(desk), app.code()).json()["access_token"]
    (found,) = desk.http("GET", "/v1/globex/members", token=again).json()["items"]
    assert (found["id"], found["second_factor"]) == (late.id, True)


def test_an_admin_signs_a_member_out_of_this_workspace_alone(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    desk.add_member("Cy in Globex", cy.email, "viewer", workspace="globex")
    assert desk.http("POST", f"/v1/acme/members/{cy.id}/sign-out", token=desk.admin.token).status == 204
    problem(desk.http("GET", TICKETS, token=cy.token), 401, "unauthenticated")
    assert desk.http("GET", "/v1/globex/tickets", token=cy.token).status == 200
    again = desk.http("POST", "/v1/auth/sign-in", json={"email": cy.email, "password": cy.password})
    assert desk.http("GET", TICKETS, token=again.json()["access_token"]).status == 200
    log = desk.http("GET", "/v1/acme/audit?action=member.signed_out", token=desk.admin.token).json()["items"]
    assert [entry["subject"] for entry in log] == [cy.id]


def test_a_key_signs_out_no_admin(desk: Desk) -> None:
    key = desk.api_key("members:write")
    answer = desk.http("POST", f"/v1/acme/members/{desk.admin.id}/sign-out", token=key)
    problem(answer, 403, "signed_in_admin_only")
    assert desk.http("GET", TICKETS, token=desk.admin.token).status == 200
