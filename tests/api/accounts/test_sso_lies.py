"""What an issuer can say that isn't so, or isn't as it has to be: each lie, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.adapters import oidc
from tests.api.accounts.sso import START, Company, Log, company, problem
from tests.support.desk import Desk
from tests.support.lying_issuer import KIM, OF_CLAIMS

REFUSED, UNREACHABLE, NOT_VERIFIED = "sso_refused", "sso_unreachable", "sso_not_verified"
LIES = {
    "another issuer": (REFUSED, "id_token_InvalidIssuerError"),
    "another audience": (REFUSED, "id_token_InvalidAudienceError"),
    "no audience": (REFUSED, "id_token_MissingRequiredClaimError"),
    "several audiences and nobody it was issued to": (REFUSED, "authorized_party"),
    "issued to another": (REFUSED, "authorized_party"),
    "several audiences, issued to us": (None, None),
    "another nonce": (REFUSED, "nonce"),
    "no nonce": (REFUSED, "id_token_MissingRequiredClaimError"),
    "nonce that is none": (REFUSED, "nonce"),
    "expired": (REFUSED, "id_token_ExpiredSignatureError"),
    "expired a moment ago": (None, None),
    "issued in the future": (REFUSED, "id_token_ImmatureSignatureError"),
    "issued in a moment": (None, None),
    "expires never": (REFUSED, "id_token_MissingRequiredClaimError"),
    "expires at no time": (REFUSED, "id_token_DecodeError"),
    "expires at infinity": (REFUSED, "id_token_DecodeError"),
    "issued never": (REFUSED, "id_token_MissingRequiredClaimError"),
    "no subject": (REFUSED, "id_token_MissingRequiredClaimError"),
    "subject that is none": (REFUSED, "id_token_InvalidSubjectError"),
    "subject without end": (REFUSED, "subject"),
    "no email_verified": (NOT_VERIFIED, "email"),
    "email_verified false": (NOT_VERIFIED, "email"),
    "email_verified 'false'": (NOT_VERIFIED, "email"),
    "email_verified 'true'": (NOT_VERIFIED, "email"),
    "email_verified null": (NOT_VERIFIED, "email"),
    "no address": (NOT_VERIFIED, "no_email"),
    "address that is none": ("sso_no_member", "address"),
    "address in a list": (NOT_VERIFIED, "no_email"),
    "another domain": ("sso_domain", "domain"),
    "domain below": ("sso_domain", "domain"),
    "look-alike domain": ("sso_no_member", "address"),
    "domain owner verified": (None, None),
    "domain owner not verified": (NOT_VERIFIED, "email"),
    "domain owner verified and address not": (NOT_VERIFIED, "email"),
    "strange name": (None, None),
    "no name": (None, None),
    "name that is none": (None, None),
    "alg none": (REFUSED, "algorithm"),
    "HS256 with the public key": (REFUSED, "algorithm"),
    "unknown key": (REFUSED, "key"),
    "no key id": (REFUSED, "key_id"),
    "another's key": (REFUSED, "id_token_InvalidSignatureError"),
    "another algorithm than the key's": (REFUSED, "key"),
    "changed after signing": (REFUSED, "id_token_InvalidSignatureError"),
    "keys in no list": (REFUSED, "key"),
    "key of another kind": (REFUSED, "id_token_InvalidKeyError"),
    "key for encrypting": (REFUSED, "key"),
    "key that is broken": (REFUSED, "id_token_InvalidKeyError"),
    "key off its curve": (REFUSED, "id_token_InvalidKeyError"),
    "token endpoint refuses": (REFUSED, "token_invalid_grant"),
    "token endpoint refuses in words of its own": (REFUSED, "token_refused"),
    "token endpoint fails": (UNREACHABLE, "token_status"),
    "token endpoint without end": (UNREACHABLE, "token_too_large"),
    "token endpoint leads on": (UNREACHABLE, "token_status"),
    "token endpoint says no JSON": (UNREACHABLE, "token_json"),
    "token endpoint is slow": (UNREACHABLE, "token_timeout"),
    "token in a list": (UNREACHABLE, "token_json"),
    "no id_token": (REFUSED, "no_id_token"),
    "id_token in a list": (REFUSED, "no_id_token"),
    "id_token that is none": (REFUSED, "id_token_DecodeError"),
    "id_token without end": (REFUSED, "no_id_token"),
}
OF_DOCUMENTS = {
    "another issuer in the document": "discovery_issuer",
    "token endpoint without TLS": "discovery_token_endpoint",
    "keys near the deployment": "discovery_jwks_uri",
    "sign-in page of a script": "discovery_authorization_endpoint",
    "no token endpoint": "discovery_token_endpoint",
}


@pytest.fixture
def acme(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    monkeypatch.setattr(oidc, "_SECONDS", 1.0)
    with company(desk) as made:
        yield made


def of(acme: Company, lie: str) -> Company:
    acme.server.issuer.lie = lie
    return acme


@pytest.mark.parametrize("lie", LIES)
def test_of_each_lie_nobody_gets_in_by_more_than_they_may(acme: Company, lines: Log, lie: str) -> None:
    expected, reason = LIES[lie]
    before = acme.members()
    assert problem(of(acme, lie).come()) == expected
    told = [(one["code"], one["reason"], one["workspace"]) for one in lines.events("sign_in_failed")]
    assert told == ([(expected, reason, "acme")] if expected else [])
    assert len(acme.members()) == len(before) + (0 if expected else 1)


def test_every_lie_of_a_token_is_tried() -> None:
    assert OF_CLAIMS.keys() <= LIES.keys()


@pytest.mark.parametrize("lie", OF_DOCUMENTS)
def test_an_issuer_whose_document_lies_is_not_gone_to(acme: Company, lines: Log, lie: str) -> None:
    answer = of(acme, lie).go(START)
    assert problem(answer) == UNREACHABLE
    assert [one["reason"] for one in lines.events("sign_in_failed")] == [OF_DOCUMENTS[lie]]
    acme.server.issuer.lie = ""
    assert problem(acme.come()) is None


def test_an_issuer_that_knows_the_desk_in_no_way_we_know_is_told_of_at_the_callback(acme: Company) -> None:
    assert problem(of(acme, "client shown in no way we know").come()) == UNREACHABLE


def test_an_issuer_that_is_not_there_is_told_of_in_the_console(acme: Company, lines: Log) -> None:
    acme.server.stop()
    assert problem(acme.go(START)) == UNREACHABLE
    assert [one["reason"] for one in lines.events("sign_in_failed")] == ["discovery_unavailable"]


def test_a_code_is_good_once(acme: Company) -> None:
    location = acme.start()
    path = acme.server.come_back(location).removeprefix("http://desk.test")
    kept = acme.server.issuer.codes.copy()
    assert problem(acme.go(path)) is None
    assert (len(kept), acme.server.issuer.codes) == (1, {})
    acme.start()
    other = Company(acme.desk, acme.server)
    code = path.partition("code=")[2].partition("&")[0]
    fresh = other.back()
    stolen = fresh.partition("code=")[0] + f"code={code}"
    state = fresh.partition("state=")[2].partition("&")[0]
    assert problem(other.go(f"{stolen}&state={state}")) == REFUSED


def test_a_code_that_somebody_else_asked_for_is_refused(acme: Company) -> None:
    """PKCE: what was sent off with belongs to the browser that set out."""
    other = Company(acme.desk, acme.server)
    code = other.back().partition("code=")[2].partition("&")[0]
    mine = acme.back()
    state = mine.partition("state=")[2].partition("&")[0]
    assert problem(acme.go(f"/v1/auth/sso/callback?code={code}&state={state}")) == REFUSED


def test_a_key_that_was_changed_meanwhile_is_fetched_once_a_minute(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert problem(acme.come()) is None
    acme.server.issuer.key = "key-2"
    assert problem(acme.come()) is None
    assert acme.server.asked.count("/keys") == 2
    acme.server.issuer.key = "key-1"
    assert problem(acme.come()) == REFUSED
    for lie in ("unknown key", "unknown key", "no key id"):
        assert problem(of(acme, lie).come()) == REFUSED
    assert acme.server.asked.count("/keys") == 2
    now = oidc.time.monotonic()
    monkeypatch.setattr(oidc.time, "monotonic", lambda: now + 61)
    assert problem(of(acme, "").come()) is None
    assert acme.server.asked.count("/keys") == 3


def test_document_and_keys_are_asked_for_once_an_hour(acme: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> tuple[int, int]:
        assert problem(acme.come()) is None
        return acme.server.asked.count("/.well-known/openid-configuration"), acme.server.asked.count("/keys")

    assert [asked(), asked()] == [(1, 1)] * 2
    now = oidc.time.monotonic()
    monkeypatch.setattr(oidc.time, "monotonic", lambda: now + 3601)
    assert asked() == (2, 2)


def test_whoever_lied_once_is_believed_when_it_says_the_truth(acme: Company) -> None:
    assert problem(of(acme, "another issuer").come()) == REFUSED
    assert problem(of(acme, "").come(replace(KIM, subject="kim-5"))) is None
