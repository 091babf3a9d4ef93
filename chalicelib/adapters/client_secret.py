"""The secret of the desk's client of the user pool: without it, nobody else can sign in there."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field

from chalicelib.adapters.aws import client


@dataclass(slots=True)
class ClientSecret:
    """Asked of the pool once a process, when somebody first signs in. It stands in no function's environment and in no
    output of the stack, where many more may read than may ask the pool."""

    pool: str
    client_id: str
    region: str
    _value: str | None = field(default=None, repr=False)

    def proof(self, username: str) -> dict[str, str]:
        """Return what a call that signs in says besides the very `username` that it names. Nothing for a client that
        was made without a secret.

        Cognito, "Computing secret hash values": HMAC-SHA256 over username and client id, by the secret.
        """
        secret = self._read()
        if not secret:
            return {}
        digest = hmac.digest(secret.encode(), f"{username}{self.client_id}".encode(), "sha256")
        return {"SECRET_HASH": base64.b64encode(digest).decode()}

    def _read(self) -> str:
        if self._value is None:
            answer = client("cognito-idp", self.region).describe_user_pool_client(
                UserPoolId=self.pool, ClientId=self.client_id
            )
            self._value = answer["UserPoolClient"].get("ClientSecret", "")
        return self._value
