"""A user pool with Ana and Ben in it, and the adapter before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.adapters.client_secret import ClientSecret
from chalicelib.adapters.cognito import Cognito
from chalicelib.adapters.factor_sessions import FactorSessions
from chalicelib.adapters.secrets import Secrets
from chalicelib.domain.accounts.sign_ins import Challenge
from chalicelib.domain.errors import DeskError
from infra.local import cognito, resources
from infra.local.aws import REGION, client
from tests.support.totp import totp

ANA, BEN = "ana@acme.example", "ben@acme.example"
PASSWORD = "correct horse battery 7"
START = 1_700_000_010


@dataclass
class Clock:
    now: float = START

    def time(self) -> float:
        return self.now


def pool_of(*, with_secret: bool) -> tuple[str, str, str]:
    """Make a pool and a client of it: their ids, and the client's secret, empty for one without."""
    pool, _ = cognito.create_pool("pool")
    made = client("cognito-idp").create_user_pool_client(
        UserPoolId=pool,
        ClientName="desk",
        GenerateSecret=with_secret,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]
    for number, email in enumerate((ANA, BEN)):
        cognito.ensure_user(pool, email, PASSWORD, f"sub-{number}")
    return pool, made["ClientId"], made.get("ClientSecret", "")


def adapter_of(pool: str, client_id: str) -> Cognito:
    secrets = Secrets("unread", REGION, resources.new_secrets())
    return Cognito(
        pool,
        client_id,
        REGION,
        ClientSecret(pool, client_id, REGION),
        FactorSessions(secrets.seal, secrets.unseal),
    )


def refused(code: str, act: Callable[[], Any], field: str | None = None) -> DeskError:
    with pytest.raises(DeskError) as raised:
        act()
    assert raised.value.code == code
    assert [error.field for error in raised.value.errors] == ([field] if field else [])
    return raised.value


def enrolled(identity: Cognito, clock: Clock, email: str = ANA) -> str:
    """Switch a second factor on, and let a minute go by; the app's secret."""
    setup = identity.begin_factor(email, PASSWORD)
    identity.confirm_factor(setup.session, email, totp(setup.secret, clock.now))
    clock.now += 60
    return setup.secret


def asked(identity: Cognito, email: str = ANA) -> str:
    challenge = identity.sign_in(email, PASSWORD)
    assert isinstance(challenge, Challenge), challenge
    assert challenge.name == "mfa"
    return challenge.session
