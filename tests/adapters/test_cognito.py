"""The user pool's adapter: what the pool refuses in the desk's words, and the secret without which it takes no call."""

from __future__ import annotations

import base64
import hmac
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters import client_secret
from chalicelib.adapters import cognito as adapter
from chalicelib.adapters.client_secret import ClientSecret
from chalicelib.adapters.cognito import Cognito
from chalicelib.domain.errors import DeskError
from chalicelib.storage.table.passing import passes
from infra.local.aws import REGION, client
from tests.adapters.pool import ANA, PASSWORD, Clock, adapter_of, asked, enrolled, pool_of, refused
from tests.support.totp import totp


class Refusing:
    """A pool of which one call fails with a given error, and the others go through."""

    def __init__(self, call: str, error: str, message: str = "") -> None:
        self._call, self._error, self._message = call, error, message

    def __getattr__(self, name: str) -> Any:
        return self._refuse if name == self._call else getattr(client("cognito-idp"), name)

    def _refuse(self, **_: Any) -> None:
        raise ClientError({"Error": {"Code": self._error, "Message": self._message}}, self._call)


MEANT = [
    ("initiate_auth", "NotAuthorizedException", "bad_credentials"),
    ("initiate_auth", "UserNotFoundException", "bad_credentials"),
    ("initiate_auth", "UserNotConfirmedException", "bad_credentials"),
    ("initiate_auth", "PasswordResetRequiredException", "bad_credentials"),
    ("initiate_auth", "InvalidParameterException", "bad_credentials"),
    ("associate_software_token", "NotAuthorizedException", "bad_credentials"),
    ("associate_software_token", "ConcurrentModificationException", "conflict"),
    ("verify_software_token", "CodeMismatchException", "code"),
    ("verify_software_token", "EnableSoftwareTokenMFAException", "code"),
    ("verify_software_token", "ExpiredCodeException", "code"),
    ("verify_software_token", "NotAuthorizedException", "session"),
    ("verify_software_token", "UserNotFoundException", "session"),
    ("verify_software_token", "UserNotConfirmedException", "session"),
    ("verify_software_token", "PasswordResetRequiredException", "session"),
    ("verify_software_token", "LimitExceededException", "rate_limited"),
    ("verify_software_token", "TooManyFailedAttemptsException", "rate_limited"),
    ("admin_set_user_mfa_preference", "UserNotFoundException", "session"),
]


@pytest.mark.parametrize(("call", "error", "meaning"), MEANT)
def test_a_refusal_of_the_pool_is_told_in_the_desks_words(
    identity: Cognito, clock: Clock, monkeypatch: pytest.MonkeyPatch, call: str, error: str, meaning: str
) -> None:
    monkeypatch.setattr(adapter, "client", lambda *_: Refusing(call, error))
    with pytest.raises(DeskError) as raised:
        enrolled(identity, clock)
    assert meaning in (raised.value.code, *(fault.field for fault in raised.value.errors))


FAULTS = [
    (call, error)
    for call in ("initiate_auth", "associate_software_token", "verify_software_token", "admin_set_user_mfa_preference")
    for error in (
        "ResourceNotFoundException",  # the pool or its client is gone
        "InvalidUserPoolConfigurationException",
        "OperationNotEnabledException",
        "SoftwareTokenMFANotFoundException",  # the pool takes no second factors
        "ForbiddenException",  # a web ACL of the operator's
        "TooManyRequestsException",  # by all of the account: it passes
        "InternalErrorException",
    )
]


@pytest.mark.parametrize(("call", "error"), FAULTS)
def test_what_whoever_signs_in_can_do_nothing_about_is_a_fault(
    identity: Cognito, clock: Clock, monkeypatch: pytest.MonkeyPatch, call: str, error: str
) -> None:
    monkeypatch.setattr(adapter, "client", lambda *_: Refusing(call, error))
    with pytest.raises(ClientError) as raised:
        enrolled(identity, clock)
    assert passes(raised.value) == (error == "TooManyRequestsException")


def test_a_pool_that_answers_with_an_error_as_its_status_took_no_code(
    identity: Cognito, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    said = SimpleNamespace(verify_software_token=lambda **_: {"Status": "ERROR"})
    monkeypatch.setattr(adapter, "client", lambda *_: said)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, ANA, "123456"), "code")


def test_a_pool_that_asks_for_what_the_desk_does_not_have_lets_nobody_in(
    identity: Cognito, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = {"ChallengeName": "SMS_MFA", "Session": "x" * 40}
    monkeypatch.setattr(adapter, "client", lambda *_: SimpleNamespace(initiate_auth=lambda **_: asks))
    refused("unsupported_challenge", lambda: identity.sign_in(ANA, PASSWORD))
    refused("unsupported_challenge", lambda: identity.begin_factor(ANA, PASSWORD))


def test_the_secret_is_asked_for_once_and_proves_the_very_name_that_is_sent(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, client_id, known = pool_of(with_secret=True)
    secret = ClientSecret(pool, client_id, REGION)
    for name in (ANA, "sub-0", "jürgen@example.com"):
        expected = hmac.new(known.encode(), (name + client_id).encode(), "sha256").digest()
        assert secret.proof(name) == {"SECRET_HASH": base64.b64encode(expected).decode()}
        monkeypatch.setattr(client_secret, "client", None)  # a second call would fail
    assert known not in repr(secret)


def test_a_client_without_a_secret_is_asked_for_it_once_too(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, client_id, _ = pool_of(with_secret=False)
    secret = ClientSecret(pool, client_id, REGION)
    assert secret.proof(ANA) == {}
    monkeypatch.setattr(client_secret, "client", None)
    assert secret.proof(ANA) == {}


@pytest.mark.parametrize("value", ["", "another secret"])
def test_a_secret_that_the_pool_does_not_take_is_a_fault_and_no_wrong_password(aws: None, value: str) -> None:
    pool, client_id, _ = pool_of(with_secret=True)
    identity = adapter_of(pool, client_id)
    identity.client_secret._value = value
    with pytest.raises(ClientError, match=r"(?i)secret.hash"):
        identity.sign_in(ANA, PASSWORD)
    with pytest.raises(ClientError, match=r"(?i)secret.hash"):
        identity.begin_factor(ANA, PASSWORD)


def test_an_answer_is_proven_by_the_name_that_the_pool_made_and_by_no_alias(aws: None, clock: Clock) -> None:
    pool, client_id, _ = pool_of(with_secret=True)
    identity = adapter_of(pool, client_id)
    code = totp(enrolled(identity, clock), clock.now)

    def answer(name: str, proof: dict[str, str]) -> Any:
        responses = {"USERNAME": name, "SOFTWARE_TOKEN_MFA_CODE": code, **proof}
        return client("cognito-idp").respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=asked(identity),
            ChallengeResponses=responses,
        )

    for name, proof in ((ANA, identity.client_secret.proof(ANA)), ("sub-0", identity.client_secret.proof(ANA))):
        with pytest.raises(ClientError, match="Unable to verify secret hash"):
            answer(name, proof)
    with pytest.raises(ClientError, match="SECRET_HASH was not received"):
        answer("sub-0", {})
    assert "AuthenticationResult" in answer("sub-0", identity.client_secret.proof("sub-0"))
