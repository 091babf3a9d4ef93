"""Sign-ins, recovery codes and members when several come at the very same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.domain.accounts.recovery import new_codes
from tests.api.accounts.tokens import said_by
from tests.api.asking import TICKETS, refresh, sign_in
from tests.dynamodb.racing import race
from tests.support.desk import Answer, Desk

TOGETHER = 12


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    return race(lambda number: acts[number](), len(acts))


def refresh_tokens(answers: list[Answer]) -> list[str]:
    """The refresh tokens that browsers were given."""
    cookies = [one for answer in answers for one in answer.cookies if one.startswith("__Host-refresh=")]
    return [one.partition("=")[2].partition(";")[0] for one in cookies]


def test_of_tabs_that_go_on_at_once_one_is_given_the_next_cookie_and_all_go_on(desk: Desk) -> None:
    (first,) = refresh_tokens([sign_in(desk)])
    answers = at_once([lambda: refresh(desk, first)] * TOGETHER)
    assert [answer.status for answer in answers] == [200] * TOGETHER
    (newer,) = refresh_tokens(answers)
    for answer in answers:
        assert desk.http("GET", TICKETS, token=answer.json()["access_token"]).status == 200
    assert refresh(desk, newer).status == 200


def test_a_recovery_code_that_several_use_at_once_lets_one_in(desk: Desk) -> None:
    user_id, (shown, kept) = said_by(desk.ports, desk.admin.token).user_id, new_codes()
    desk.ports.sign_ins.put_codes(user_id, kept)
    digest = kept.digest_of(shown[0])
    took = at_once([lambda: desk.ports.sign_ins.use_code(user_id, digest)] * TOGETHER)
    assert took.count(True) == 1
    assert len(desk.ports.sign_ins.codes(user_id).digests) == len(shown) - 1


def test_sign_ins_that_end_while_the_member_is_changed_end_and_the_change_stays(desk: Desk) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    tokens = [
        desk.http("POST", "/v1/auth/sign-in", json={"email": cy.email, "password": cy.password}).json()["access_token"]
        for _ in range(4)
    ]
    ids = [said_by(desk.ports, token).sign_in_id for token in tokens]
    user_id, path = said_by(desk.ports, cy.token).user_id, f"/v1/acme/members/{cy.id}"

    def end(sign_in_id: str) -> None:
        with desk.ports.enter("acme"):
            desk.ports.sign_ins.note_ended("acme", cy.id, [sign_in_id])

    changes = [lambda: desk.http("PATCH", path, json={"name": "Cy Twombly"}, token=desk.admin.token).status]
    done = at_once([*(lambda one=one: end(one) for one in ids), *changes])
    assert done[-1] == 200
    assert [desk.http("GET", TICKETS, token=token).status for token in tokens] == [401] * 4
    assert desk.http("GET", TICKETS, token=cy.token).status == 200
    assert desk.http("GET", path, token=desk.admin.token).json()["name"] == "Cy Twombly"
    assert desk.ports.sign_ins.of(user_id)


def test_a_session_that_is_ended_while_it_goes_on_is_over(desk: Desk) -> None:
    signed_in = sign_in(desk)
    (first,) = refresh_tokens([signed_in])
    here = desk.admin.token
    ended = said_by(desk.ports, signed_in.json()["access_token"]).sign_in_id
    at_once(
        [
            lambda: refresh(desk, first),
            lambda: desk.http("DELETE", f"/v1/me/sessions/{ended}", token=here),
            lambda: refresh(desk, first),
        ]
    )
    assert refresh(desk, first).status == 401
    assert ended not in {one.id for one in desk.ports.sign_ins.of(said_by(desk.ports, here).user_id)}
