"""Invitations and forgotten passwords: a mail with a link that works once."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest

from chalicelib import locales
from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.people.people import Role
from chalicelib.services.settings import create_workspace
from chalicelib.storage.table import keys
from chalicelib.storage.table.records import DocumentRecord
from infra.local.sent_mail import SentMail
from tests.api.asking import cookie, fields, problem, refresh, sign_in
from tests.support.cuts import counting
from tests.support.desk import Answer, Desk

NEW = "a brand new password 9"
COMMON, OWN = "Password1234!", "acme-support-1"
LINK = re.compile(r"http://desk\.test(/account/password/[A-Za-z0-9._-]+)")


def forget(desk: Desk, email: str) -> Answer:
    answer = desk.http("POST", "/v1/auth/forgot-password", json={"email": email})
    desk.settle()
    return answer


def link(mail: SentMail) -> str:
    """The path of the one link in a mail about an account, which is the same in both its parts."""
    (path,) = set(LINK.findall(mail.text)) | set(LINK.findall(mail.html))
    return str(path)


def set_password(desk: Desk, token: str, password: str = NEW) -> Answer:
    return desk.http("POST", "/v1/auth/reset-password", json={"token": token, "password": password})


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
    assert (told.to, told.subject) == (("ana@acme.example",), "Your password was changed")
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


def test_the_newest_link_takes_the_place_of_those_before(desk: Desk) -> None:
    for _ in range(3):
        forget(desk, "ana@acme.example")
    *old, newest = (link(mail) for mail in desk.sent)
    assert len({*old, newest}) == 3
    for path in old:
        assert desk.http("GET", path).status == 404
        assert desk.http("POST", path, form={"password": NEW}).status == 404
        problem(set_password(desk, path.rpartition("/")[2]), 404, "not_found")
    assert sign_in(desk).status == 200
    assert desk.http("POST", newest, form={"password": NEW}).status == 200


def test_once_a_password_is_set_no_link_of_that_address_works_any_more_an_invitation_neither(desk: Desk) -> None:
    email = "ben@acme.example"
    desk.create_workspace("globex", "Globex", "help@globex.example")
    for workspace in ("acme", "globex"):
        create_workspace.add_member(desk.ports, workspace, "Ben A.", email, Role.AGENT, invited_by="Ana K.")
        desk.settle()
    forget(desk, email)
    forget(desk, "ana@acme.example")
    invited, elsewhere, reset, others = (link(mail) for mail in desk.sent)
    assert [desk.http("GET", path).status for path in (invited, elsewhere, reset, others)] == [200] * 4
    assert desk.http("POST", elsewhere, form={"password": NEW}).status == 200
    assert [desk.http("GET", path).status for path in (invited, elsewhere, reset, others)] == [404, 404, 404, 200]


def test_a_link_of_after_a_password_was_set_works(desk: Desk) -> None:
    for number in range(2):
        forget(desk, "ana@acme.example")
        newest = next(mail for mail in reversed(desk.sent) if mail.subject == "Set a new password")
        assert desk.http("POST", link(newest), form={"password": f"{NEW}{number}"}).status == 200


def test_a_link_from_before_links_were_counted_works_until_a_newer_one_or_a_password(desk: Desk) -> None:
    """As the release before stored it, with who invites and without."""
    digests, until = [secret_digest(f"k1.{name}") for name in ("reset", "invitation")], int(time.time()) + 60
    for digest, rest in zip(digests, ([], ["acme", "Ben A."]), strict=True):
        data = ["ana@acme.example", until, *rest]
        DocumentRecord(keys.token(digest), "TOKEN", type="password_token", data=data).save()
    reset, invitation = "/account/password/k1.reset", "/account/password/k1.invitation"
    assert [desk.http("GET", path).status for path in (reset, invitation)] == [200, 200]
    forget(desk, "ana@acme.example")
    assert [desk.http("GET", path).status for path in (reset, invitation)] == [404, 200]
    assert desk.http("POST", invitation, form={"password": NEW}).status == 200
    assert [desk.http("GET", path).status for path in (reset, invitation)] == [404, 404]


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


def ask(desk: Desk, email: str, number: int) -> Answer:
    """Each from a network of its own, as somebody with many of them asks."""
    body, address = {"email": email}, f"198.51.{100 + number // 200}.{number % 200}"
    return desk.http("POST", "/v1/auth/forgot-password", json=body, address=address)


def test_fifty_requests_are_answered_alike_and_mail_three_links_an_hour_and_ten_a_day(desk: Desk) -> None:
    mailed, answers, email = [], [], "ana@acme.example"
    for hour in range(5):
        answers += [ask(desk, email, 10 * hour + number) for number in range(10)]
        desk.settle()
        mailed.append(len(desk.sent))
        desk.advance(timedelta(hours=1, seconds=1))
    assert {(answer.status, answer.content) for answer in answers} == {(202, b"{}")}
    assert mailed == [3, 6, 9, 10, 10]
    assert forget(desk, "ben@acme.example").status == 202
    desk.advance(timedelta(hours=20))
    ask(desk, email, 51)
    desk.settle()
    assert [mail.to for mail in desk.sent] == [(email,)] * 11
    assert desk.http("POST", link(desk.sent[-1]), form={"password": NEW}).status == 200


def test_neither_what_is_answered_nor_what_is_done_for_it_tells_whether_an_address_is_known(desk: Desk) -> None:
    ask(desk, "somebody@acme.example", 0)
    done: dict[str, list[tuple[list[str], bytes]]] = {}
    for number, email in enumerate(("ana@acme.example", "nobody@acme.example")):
        done[email] = []
        for turn in range(5):
            with counting() as calls:
                answer = ask(desk, email, 10 * number + turn + 1)
            done[email].append((calls.made, answer.content))
    assert done["ana@acme.example"] == done["nobody@acme.example"]
