"""Invitations and forgotten passwords: a mail with a link that works once."""

from __future__ import annotations

import time

import pytest

from chalicelib import locales
from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.people.people import Role
from chalicelib.services.settings import create_workspace
from tests.api.accounts.password_links import LINK, NEW, forget, link, set_password
from tests.api.asking import cookie, fields, problem, refresh, sign_in
from tests.support.desk import Desk

COMMON, OWN = "Password1234!", "acme-support-1"


def test_a_forgotten_password_is_set_anew_by_the_mailed_link_once(desk: Desk) -> None:
    assert forget(desk, "Ana@Acme.Example").status == 202
    (mail,) = desk.sent
    assert mail.to == ("ana@acme.example",)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert mail.headers["From"] == "Workestra Tickets <no-reply@acme.example>"
    assert mail.subject == "Set a new password"
    assert "for the account ana@acme.example." in mail.text
    path = link(mail)

    page = desk.http("GET", path)
    assert page.status == 200
    assert "ana@acme.example" in page.text
    done = desk.http("POST", path, form={"password": NEW})
    assert done.status == 200, done.text

    assert sign_in(desk, NEW).status == 200
    problem(sign_in(desk), 401, "bad_credentials")
    assert desk.http("GET", path).status == 404
    assert desk.http("POST", path, form={"password": "yet another password"}).status == 404
    problem(set_password(desk, path.rpartition("/")[2]), 404, "not_found")
    assert sign_in(desk, NEW).status == 200


def test_a_password_can_be_set_by_the_api_as_well(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    token = link(desk.sent[0]).rpartition("/")[2]
    assert set_password(desk, token).status == 204
    assert sign_in(desk, NEW).status == 200
    problem(set_password(desk, token), 404, "not_found")


def test_the_owner_is_mailed_that_the_password_was_changed_and_no_link_that_changes_it(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    assert desk.http("POST", link(desk.sent[0]), form={"password": NEW}).status == 200
    desk.settle()
    _, told = desk.sent
    assert (told.to, told.subject) == (("ana@acme.example",), "New password for your account")
    assert "If not: choose a new password now with “Forgot your password?”" in " ".join(told.text.split())
    assert "http://desk.test/console" in told.text
    assert LINK.findall(told.text) == LINK.findall(told.html) == []
    assert NEW not in told.text


def test_a_refused_password_is_told_to_nobody(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    assert desk.http("POST", link(desk.sent[0]), form={"password": COMMON}).status == 422
    desk.settle()
    assert len(desk.sent) == 1


def test_setting_a_password_ends_the_sessions_there_were(desk: Desk) -> None:
    session = cookie(sign_in(desk))
    forget(desk, "ana@acme.example")
    assert desk.http("POST", link(desk.sent[0]), form={"password": NEW}).status == 200
    assert refresh(desk, session).status == 401
    assert refresh(desk, cookie(sign_in(desk, NEW))).status == 200


def test_an_unknown_address_gets_the_same_answer_and_no_mail(desk: Desk) -> None:
    known, unknown = forget(desk, "ana@acme.example"), forget(desk, "nobody@acme.example")
    assert (known.status, known.content) == (unknown.status, unknown.content)
    assert known.headers.keys() == unknown.headers.keys()
    assert [mail.to for mail in desk.sent] == [("ana@acme.example",)]


def test_what_is_no_address_is_named(desk: Desk) -> None:
    for email in ("", "ana", "ana@acme", "a@b.example, c@d.example", "ana@acme.example\r\nBcc: x@y.z"):
        answer = desk.http("POST", "/v1/auth/forgot-password", json={"email": email})
        assert fields(problem(answer, 422, "validation_failed")) == ["email"], email


def test_a_refused_password_leaves_the_link_usable(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    path = link(desk.sent[0])
    for password in ("", "short", "x" * 257, "😀" * 300):
        page = desk.http("POST", path, form={"password": password})
        assert page.status == 422
        assert 'aria-invalid="true"' in page.text
        token = path.rpartition("/")[2]
        assert fields(problem(set_password(desk, token, password), 422, "validation_failed")) == ["password"]
    assert desk.http("POST", path, form={"password": NEW}).status == 200


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_what_is_wrong_with_a_password_is_said_at_the_field_in_the_page_s_language_without_repeating_it(
    desk: Desk, language: str
) -> None:
    forget(desk, "ana@acme.example")
    path, words = link(desk.sent[0]), locales.markup(language)
    faults = {"tiny": "too_short", "x" * 257: "too_long", COMMON: "too_common", OWN: "own_words", "": "required"}
    for password, fault in faults.items():
        page = desk.http("POST", path, form={"password": password}, headers={"Accept-Language": language})
        assert page.status == 422
        assert f'<html lang="{language}"' in page.text
        assert 'id="password-error"' in page.text
        assert str(words(f"error.password.{fault}")) in page.text
        assert not password or password not in page.text


def test_the_api_says_which_fault_it_is_as_well(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    token = link(desk.sent[0]).rpartition("/")[2]
    for password, fault in ((COMMON, "too_common"), (OWN, "own_words"), ("Ana.K-2026-11", "own_words")):
        document = problem(set_password(desk, token, password), 422, "validation_failed")
        assert (fields(document), document["fault"]) == (["password"], fault)
        assert password not in str(document)


def test_opening_the_link_changes_nothing(desk: Desk) -> None:
    """Mail scanners open links before people do."""
    forget(desk, "ana@acme.example")
    path = link(desk.sent[0])
    for method in ("GET", "HEAD", "GET"):
        assert desk.http(method, path).status == 200
    assert sign_in(desk).status == 200
    assert desk.http("POST", path, form={"password": NEW}).status == 200


def test_a_link_that_is_too_old_or_made_up_is_none(desk: Desk) -> None:
    old = PasswordToken(digest=secret_digest("k1.old"), email="ana@acme.example", expires_at=int(time.time()) - 1)
    desk.ports.accounts.add_password_token(old)
    for token in ("k1.old", "k1.unknown", "x" * 5000, "%00", "%ff", "..%2f.."):
        page = desk.http("GET", f"/account/password/{token}")
        assert page.status == 404, token
        assert desk.http("POST", f"/account/password/{token}", form={"password": NEW}).status == 404
    assert sign_in(desk).status == 200


def test_what_the_mail_and_the_page_say_is_not_kept_by_anybody_on_the_way(desk: Desk) -> None:
    forget(desk, "ana@acme.example")
    headers = desk.http("GET", link(desk.sent[0])).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex"


def test_an_invited_person_sets_a_password_by_the_mailed_link_and_is_in(desk: Desk) -> None:
    email = "ben@acme.example"
    create_workspace.add_member(desk.ports, "acme", "Ben A.", email, Role.AGENT, invited_by="Ana K.")
    problem(sign_in(desk, email=email), 401, "bad_credentials")
    desk.settle()
    (mail,) = desk.sent
    assert mail.to == (email,)
    assert "Acme Support" in mail.text
    assert "Ana K." in mail.text

    assert desk.http("POST", link(mail), form={"password": NEW}).status == 200
    document = sign_in(desk, NEW, email).json()
    assert document["workspaces"] == [{"id": "acme", "name": "Acme Support", "role": "agent"}]
    assert desk.http("GET", link(mail)).status == 404
