"""Setting out to a company's sign-on and coming back: what browsers send, and what of it is good, once."""

from __future__ import annotations

import json
import time

import pytest

from chalicelib.domain.accounts.sso import ATTEMPT_PURPOSE
from chalicelib.domain.events import SYSTEM
from chalicelib.services.seat import Seat
from chalicelib.services.settings.suspending import suspend
from tests.api.accounts.sso import CALLBACK, START, Company, Log, company, path_of, problem
from tests.api.asking import problem as refusal
from tests.support.desk import WORKSPACE, Desk
from tests.support.lying_issuer import KIM, with_query


@pytest.mark.parametrize("workspace", ["nowhere", "globex", "ACME", "a b", "x" * 200])
def test_a_workspace_without_sso_looks_like_none(acme: Company, workspace: str) -> None:
    acme.desk.create_workspace("globex", "Globex", "help@globex.example")
    nowhere = refusal(acme.desk.http("GET", "/v1/auth/sso/there-is-none"), 404, "not_found")
    answer = acme.desk.http("GET", f"/v1/auth/sso/{workspace.replace(' ', '%20')}")
    assert refusal(answer, 404, "not_found") == nowhere
    assert answer.cookies == ()


def test_a_suspended_workspace_lets_nobody_set_out_or_arrive(acme: Company) -> None:
    path = acme.back()
    with acme.desk.ports.open(WORKSPACE) as room:
        suspend(Seat(acme.desk.ports, room, SYSTEM))
    assert problem(acme.go(path)) == "sso_refused"
    refusal(acme.go(START), 404, "not_found")


def test_sso_that_was_switched_off_meanwhile_lets_nobody_in(acme: Company) -> None:
    path = acme.back()
    acme.change(sso="off")
    assert problem(acme.go(path)) == "sso_refused"
    refusal(acme.go(START), 404, "not_found")


def test_what_was_begun_at_another_issuer_is_refused(acme: Company, desk: Desk) -> None:
    path = acme.back()
    with company(desk):
        assert problem(acme.go(path)) == "sso_refused"


def test_coming_back_twice_is_too_late(acme: Company) -> None:
    path = acme.back()
    kept = dict(acme.cookies)
    assert problem(acme.go(path)) is None
    assert problem(acme.go(path)) == "sso_expired"
    acme.cookies = kept
    assert problem(acme.go(path)) == "sso_expired"


@pytest.mark.parametrize("state", ["", "0" * 64, "\udcff", "x" * 5000])
def test_a_state_that_is_not_the_browsers_own_is_refused(acme: Company, state: str) -> None:
    path = acme.back()
    changed = path_of(with_query(f"http://desk.test{path}", state=state.encode(errors="replace").decode()))
    assert problem(acme.go(changed)) == "sso_expired"


@pytest.mark.parametrize(
    "cookie", ["", "k1.", "k1.AAAA", "k1.%", "none", "k1." + "A" * 4000, "\x7f", "k1.ü", 'k1."', "k1.A=; x[=1"]
)
def test_a_cookie_that_is_not_ours_is_refused(acme: Company, cookie: str) -> None:
    path = acme.back()
    acme.cookies["__Host-sso"] = cookie
    assert problem(acme.go(path)) == "sso_expired"


def test_the_answer_to_another_browser_is_refused(acme: Company) -> None:
    mine = Company(acme.desk, acme.server)
    mine.start()
    assert problem(mine.go(acme.back())) == "sso_expired"


def test_what_takes_too_long_is_over(acme: Company) -> None:
    path, secrets = acme.back(), acme.desk.ports.secrets
    begun = json.loads(secrets.unseal(ATTEMPT_PURPOSE, acme.cookies["__Host-sso"]))
    begun["until"] = int(time.time()) - 1
    acme.cookies["__Host-sso"] = secrets.seal(ATTEMPT_PURPOSE, json.dumps(begun))
    assert problem(acme.go(path)) == "sso_expired"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": ""}, "sso_refused"),
        ({"code": "made up"}, "sso_refused"),
        ({"code": "x" * 5000}, "sso_refused"),
        ({"code": "", "error": "access_denied"}, "sso_refused"),
        ({"error": "<script>alert(1)</script>", "error_description": "<b>"}, "sso_refused"),
        ({"iss": "https://evil.example"}, "sso_refused"),
        ({"iss": ""}, None),
        ({"session_state": "x", "scope": "openid", "hd": "acme.example"}, None),
    ],
)
def test_what_the_issuer_sends_along_is_looked_at(acme: Company, given: dict[str, str], expected: str | None) -> None:
    path = path_of(with_query(f"http://desk.test{acme.back()}", **given))
    arrived = acme.go(path)
    assert problem(arrived) == expected
    assert "script" not in str(arrived)


def test_whoever_asks_without_end_is_told_to_wait(acme: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.services.limits.time.time", lambda: 1_800_000_000.0)
    answers = [acme.desk.http("GET", CALLBACK).status for _ in range(121)]
    assert answers == [302] * 120 + [429]


def test_the_secret_of_the_desk_is_shown_as_the_issuer_wants_it(acme: Company) -> None:
    for methods in (["client_secret_post"], ["client_secret_basic"], ["private_key_jwt", "client_secret_post"]):
        acme.desk.ports.issuers._known.clear()
        acme.server.issuer.methods = methods
        assert problem(acme.come()) is None


def test_the_log_tells_who_came_and_nothing_of_the_issuers(acme: Company, lines: Log) -> None:
    acme.come()
    user = acme.desk.ports.identity.find(KIM.email)
    assert lines.events("sign_in") == [{"user": user, "method": "sso", "workspace": "acme"}]
    acme.server.issuer.lie = "token endpoint refuses in words of its own"
    acme.come()
    hidden = [acme.server.issuer.client_secret, KIM.subject, KIM.email, "script", *acme.server.issuer.codes]
    assert [one for one in hidden if one in lines.text()] == []
