"""Second factors in moto's user pool, and what else it lets through when somebody signs in.

moto takes any code of an authenticator app, or those of one constant secret for everybody; an answer to another
question than the one asked, or for another user than the one it was asked of; and calls without a client's secret.
"""

# mypy: disable-error-code="method-assign, attr-defined, assignment"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import base64
import os
import time
import uuid
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from moto.cognitoidp import exceptions, models, utils
from moto.core.exceptions import JsonRESTError

_STEP = 30
_DRIFT = (0, -1, 1)
"""Cognito goes along with a clock that is a step off (amplify-js 3873, and RFC 6238, 5.2)."""
_SECRET_BYTES = 32
_MINUTE = 60
_USING = Lock()


@dataclass(slots=True)
class AuthenticatorApp:
    """Somebody's app, as far as the pool knows it. A code is worth nothing once it was taken."""

    secret: str
    used: set[int] = field(default_factory=set)

    def step_of(self, code: str) -> int | None:
        """Return in which step of thirty seconds this is the app's code; None when that isn't about now."""
        now = int(time.time()) // _STEP
        totp = utils.cognito_totp(self.secret)
        found = (now + drift for drift in _DRIFT if totp.generate((now + drift) * _STEP) == code.encode())
        return next(found, None)


class _Asked(tuple[Any, ...]):
    """A session as moto has it, user and pool, together with what was asked in it and when."""

    challenge: str
    at: float


def install() -> None:
    """Mend moto's answers to those who sign in."""
    backend = models.CognitoIdpBackend
    _initiate, _respond = backend.initiate_auth, backend.respond_to_auth_challenge

    def initiate(self: Any, client_id: str, auth_flow: str, auth_parameters: dict[str, str]) -> Any:
        if auth_flow == "USER_PASSWORD_AUTH":
            _check_hash(_client(self, client_id), auth_parameters["USERNAME"], auth_parameters)
        outcome = _initiate(self, client_id, auth_flow, auth_parameters)
        if outcome and "Session" in outcome:
            _note(self, outcome["Session"], outcome["ChallengeName"])
        return outcome

    def respond(self: Any, session: str, client_id: str, challenge: str, answers: dict[str, str]) -> Any:
        user = _asked_user(self, session, challenge, answers)
        _check_hash(_client(self, client_id), user.username, answers)
        if challenge == "SOFTWARE_TOKEN_MFA":
            _use_code(user, answers.get("SOFTWARE_TOKEN_MFA_CODE", ""))
        pool, outcome = self.sessions[session][1], _respond(self, session, client_id, challenge, answers)
        if challenge == "NEW_PASSWORD_REQUIRED" and user.software_token_mfa_enabled:
            return _ask_for_a_code(self, user, pool)
        return outcome

    backend.initiate_auth, backend.respond_to_auth_challenge = initiate, respond
    backend.associate_software_token, backend.verify_software_token = _associate, _verify
    models.CognitoIdpUserPool.sign_out = _sign_out


def put_on(user: Any, secret: str) -> None:
    """Have a user asked for the codes of this secret from now on."""
    user.app = AuthenticatorApp(secret)
    user.token_verified = user.software_token_mfa_enabled = True
    user.preferred_mfa_setting = "SOFTWARE_TOKEN_MFA"


def secret_of(user: Any) -> str | None:
    """Return the secret of a second factor that is on; None when none is."""
    return user.app.secret if user.software_token_mfa_enabled else None


def _note(backend: Any, session: str, challenge: str) -> None:
    asked = backend.sessions[session] = _Asked(backend.sessions[session])
    asked.challenge, asked.at = challenge, time.time()


def _ask_for_a_code(backend: Any, user: Any, pool: Any) -> dict[str, Any]:
    """A new password is no second factor; moto lets in whoever has set one."""
    session = str(uuid.uuid4())
    backend.sessions[session] = (user.username, pool)
    _note(backend, session, "SOFTWARE_TOKEN_MFA")
    return {"ChallengeName": "SOFTWARE_TOKEN_MFA", "ChallengeParameters": {}, "Session": session}


def _client(backend: Any, client_id: str) -> Any:
    found = (pool.clients[client_id] for pool in backend.user_pools.values() if client_id in pool.clients)
    return next(found, None)


def _check_hash(client: Any, username: str, given: dict[str, str]) -> None:
    if client is None or not client.generate_secret:
        return
    if "SECRET_HASH" not in given:
        message = f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        raise exceptions.NotAuthorizedError(message)
    if not utils.check_secret_hash(client.secret, client.id, username, given["SECRET_HASH"]):
        raise exceptions.NotAuthorizedError(f"Unable to verify secret hash for client {client.id}")


def _asked_user(backend: Any, session: str, challenge: str, answers: dict[str, str]) -> Any:
    """Return who was asked this in that session. A wrong answer leaves it open, as in Cognito."""
    asked = backend.sessions.get(session)
    if not isinstance(asked, _Asked) or asked.challenge != challenge:
        raise exceptions.NotAuthorizedError("Invalid session for the user.")
    name, pool = asked
    if asked.at + _MINUTE * _minutes(pool) < time.time():
        raise exceptions.NotAuthorizedError("Invalid session for the user, session is expired.")
    user = pool._get_user(name)
    if user is None or pool._get_user(answers.get("USERNAME", "")) is not user:
        raise exceptions.NotAuthorizedError("Invalid session for the user.")
    return user


def _minutes(pool: Any) -> int:
    return min(int(client.extended_config["AuthSessionValidity"]) for client in pool.clients.values())


def _use_code(user: Any, code: str) -> None:
    step = user.app.step_of(code)
    if step is None:
        raise exceptions.CodeMismatchException("Invalid code received for user")
    with _USING:
        if step in user.app.used:
            raise exceptions.ExpiredCodeException("Your software token has already been used once.")
        user.app.used.add(step)


def _associate(self: Any, access_token: str, _session: str) -> dict[str, str]:
    """AssociateSoftwareToken: a new secret each time. One that is in use stays so until this one is verified."""
    user = self.get_user(access_token)
    user.new_app = AuthenticatorApp(base64.b32encode(os.urandom(_SECRET_BYTES)).decode().rstrip("="))
    return {"SecretCode": user.new_app.secret}


def _verify(self: Any, access_token: str, _session: str, user_code: str, _device: str) -> dict[str, str]:
    """VerifySoftwareToken, which uses the code up."""
    user = self.get_user(access_token)
    app = getattr(user, "new_app", None)
    step = app.step_of(user_code) if app else None
    if app is None or step is None:
        message = "Code mismatch and fail enable Software Token MFA"
        raise JsonRESTError("EnableSoftwareTokenMFAException", message)
    app.used.add(step)
    user.app, user.token_verified = app, True
    return {"Status": "SUCCESS"}


def _sign_out(self: Any, username: str) -> None:
    """End all tokens of a user, by whichever name they were given out. moto asks for the very same one."""
    user = self._get_user(username)
    for token, (_, name, *_rest) in [(one, held) for one, held in self.refresh_tokens.items() if held]:
        if self._get_user(name) is user:
            self.refresh_tokens[token] = None
    for token, (_, name) in list(self.access_tokens.items()):
        if self._get_user(name) is user:
            del self.access_tokens[token]
