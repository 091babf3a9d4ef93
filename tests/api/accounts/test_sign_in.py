"""Signing in and out: what is told to whom, and what the cookie is like."""

from __future__ import annotations

from infra.local.aws import client
from tests.api.asking import TICKETS, cookie, fields, problem, refresh, sign_in
from tests.support.desk import Answer, Desk

ORIGIN = "http://desk.test"


def test_signing_in_gives_a_token_that_works_and_the_workspaces(desk: Desk) -> None:
    answer = sign_in(desk)
    document = answer.json()
    assert answer.status == 200
    assert 0 < document["expires_in"] <= 3600
    assert document["workspaces"] == [{"id": "acme", "name": "Acme Support", "role": "admin"}]
    assert desk.http("GET", TICKETS, token=document["access_token"]).status == 200


def test_the_address_is_taken_in_any_case_and_with_space_around(desk: Desk) -> None:
    assert sign_in(desk, email="  ANA@Acme.Example ").status == 200


def test_the_refresh_token_is_in_the_cookie_alone_where_no_script_and_no_other_site_gets_at_it(desk: Desk) -> None:
    answer = sign_in(desk)
    parts = [part.strip() for part in answer.headers["set-cookie"].split(";")]
    assert parts[0].startswith("__Host-refresh=")
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= set(parts)
    assert not any(part.lower().startswith("domain") for part in parts)
    assert cookie(answer) not in answer.text
    assert "refresh" not in answer.text


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(desk: Desk) -> None:
    wrong, unknown = sign_in(desk, "wrong horse battery 8"), sign_in(desk, email="nobody@acme.example")
    assert problem(wrong, 401, "bad_credentials") == problem(unknown, 401, "bad_credentials")
    assert wrong.headers.keys() == unknown.headers.keys()
    assert "set-cookie" not in wrong.headers


def test_what_can_be_no_password_is_named_and_not_repeated(desk: Desk) -> None:
    for password in ("", "x" * 257, None, 7, "\ud800"):
        answer = desk.http("POST", "/v1/auth/sign-in", json={"email": "ana@acme.example", "password": password})
        assert fields(problem(answer, 422, "validation_failed")) == ["password"]
        assert "x" * 20 not in answer.text


def test_a_password_of_odd_characters_is_just_a_wrong_one(desk: Desk) -> None:
    for password in ("\0" * 12, "пароль пароль", "😀" * 64, " " * 20, "' OR 1=1 --"):
        problem(sign_in(desk, password), 401, "bad_credentials")


def test_the_cookie_gives_a_new_access_token(desk: Desk) -> None:
    answer = refresh(desk, cookie(sign_in(desk)), Origin=ORIGIN)
    assert answer.status == 200, answer.text
    assert 0 < answer.json()["expires_in"] <= 3600
    assert desk.http("GET", TICKETS, token=answer.json()["access_token"]).status == 200


def test_another_sites_page_can_neither_refresh_nor_sign_out(desk: Desk) -> None:
    token = cookie(sign_in(desk))
    for origin in ("https://evil.example", "http://desk.test.evil.example", "null", "http://help.test", ""):
        for place in ("refresh", "sign-out"):
            answer = refresh(desk, token, place, Origin=origin)
            problem(answer, 403, "forbidden")
            assert "set-cookie" not in answer.headers
    assert refresh(desk, token, Origin=ORIGIN).status == 200


def test_a_cookie_that_is_no_refresh_token_signs_nobody_in(desk: Desk) -> None:
    for value in ("x", "x" * 5000, "a=b", '"', "\u00fc", "a.b.c.d.e"):
        answer = refresh(desk, value)
        if answer.status == 200:  # what can't be read as a cookie is none
            assert answer.json()["access_token"] is None
        else:
            problem(answer, 401, "unauthenticated")


COOKIELESS: list[dict[str, str]] = [
    {},
    {"Cookie": "other=1"},
    {"Cookie": ";;=;\x00"},
    {"Cookie": "__Host-refresh"},
    {"Cookie": "__Host-refresh="},
]


def test_without_a_cookie_nobody_is_signed_in_which_is_no_failure(desk: Desk) -> None:
    for headers in COOKIELESS:
        answer = desk.http("POST", "/v1/auth/refresh", headers=headers)
        assert (answer.status, answer.json()) == (200, {"access_token": None, "expires_in": None})
        assert "set-cookie" not in answer.headers


def test_without_a_cookie_there_is_nobody_to_sign_out(desk: Desk) -> None:
    for headers in COOKIELESS:
        problem(desk.http("POST", "/v1/auth/sign-out", headers=headers), 401, "unauthenticated")


def test_after_signing_out_the_cookie_is_gone_and_its_token_worth_nothing(desk: Desk) -> None:
    token = cookie(sign_in(desk))
    answer = refresh(desk, token, "sign-out", Origin=ORIGIN)
    assert answer.status == 204
    assert answer.content == b""
    assert cookie(answer) == ""
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert refresh(desk, token).status == 401
    assert refresh(desk, token, "sign-out").status == 204


def test_signing_out_here_does_not_sign_out_elsewhere(desk: Desk) -> None:
    here, there = cookie(sign_in(desk)), cookie(sign_in(desk))
    refresh(desk, here, "sign-out")
    assert refresh(desk, there).status == 200


def test_a_first_password_has_to_be_changed_before_anything_else(desk: Desk) -> None:
    _first_password(desk)
    asked = sign_in(desk, "first password 123")
    document = asked.json()
    assert document["challenge"] == "new_password_required"
    assert document["session"]
    assert document["access_token"] is document["workspaces"] is None
    assert "set-cookie" not in asked.headers

    answer = _answer_challenge(desk, document["session"], "a better password 456")
    assert answer.status == 200, answer.text
    assert cookie(answer)
    assert desk.http("GET", TICKETS, token=answer.json()["access_token"]).status == 200
    assert sign_in(desk, "a better password 456").json()["access_token"]
    problem(sign_in(desk, "first password 123"), 401, "bad_credentials")


def test_a_first_password_is_changed_to_none_that_anybody_would_try(desk: Desk) -> None:
    _first_password(desk)
    session = sign_in(desk, "first password 123").json()["session"]
    for password in ("short", "Password1234!", "workestra1234", "ana-acme-2026"):
        answer = _answer_challenge(desk, session, password)
        assert fields(problem(answer, 422, "validation_failed")) == ["answer"], password
    assert _answer_challenge(desk, session, "a better password 456").status == 200
    desk.settle()
    assert [(mail.to, mail.subject) for mail in desk.sent] == [(("ana@acme.example",), "New password for your account")]


def test_a_challenge_with_a_made_up_session_signs_nobody_in(desk: Desk) -> None:
    _first_password(desk)
    for session in ("x" * 40, "\0" * 40, "\u00fc" * 40):
        problem(_answer_challenge(desk, session, "a better password 456"), 401, "bad_credentials")


def test_an_unknown_challenge_is_named(desk: Desk) -> None:
    body = {"challenge": "SMS_MFA", "session": "x" * 40, "email": "ana@acme.example", "answer": "1"}
    answer = desk.http("POST", "/v1/auth/challenge", json=body)
    assert fields(problem(answer, 422, "validation_failed")) == ["challenge"]


def test_who_i_am_names_my_workspaces_and_what_i_may_there(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Ana in Globex", "ana@acme.example", "viewer", workspace="globex")
    document = desk.http("GET", "/v1/me", token=desk.admin.token).json()
    assert document["email"] == "ana@acme.example"
    found = {workspace["id"]: workspace for workspace in document["workspaces"]}
    assert found["acme"]["role"] == "admin"
    assert "settings:write" in found["acme"]["permissions"]
    assert found["globex"]["member_name"] == "Ana in Globex"
    assert found["globex"]["permissions"] == ["contacts:read", "notes:read", "tickets:read"]


def _first_password(desk: Desk) -> None:
    """As after an operator made the account in the user pool: its password is good for changing it."""
    client("cognito-idp").admin_set_user_password(
        UserPoolId=desk.environment["USER_POOL_ID"],
        Username="ana@acme.example",
        Password="first password 123",
        Permanent=False,
    )


def _answer_challenge(desk: Desk, session: str, password: str) -> Answer:
    body = {
        "challenge": "new_password_required",
        "session": session,
        "email": "ana@acme.example",
        "answer": password,
    }
    return desk.http("POST", "/v1/auth/challenge", json=body)
