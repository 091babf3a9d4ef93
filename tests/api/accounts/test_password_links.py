"""One link of an address sets its password, none once one was set, and few are mailed: the rest is told to nobody."""

from __future__ import annotations

import time
from datetime import timedelta

from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.people.people import Role
from chalicelib.services.settings import create_workspace
from chalicelib.storage.table import keys
from chalicelib.storage.table.records import DocumentRecord
from tests.api.accounts.password_links import NEW, ask, forget, link, set_password
from tests.api.asking import problem, sign_in
from tests.support.cuts import counting
from tests.support.desk import Desk


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
