"""Amazon Cognito as the user pool: it keeps passwords and second factors, and says whether they are right. Its own
tokens go no further than here."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import client
from chalicelib.adapters.client_secret import ClientSecret
from chalicelib.adapters.factor_sessions import FactorSessions, setup_is_over
from chalicelib.domain.accounts.second_factor import FactorSetup
from chalicelib.domain.accounts.sign_ins import Challenge
from chalicelib.domain.errors import DeskError, invalid

T = TypeVar("T")

_CHALLENGES = {"NEW_PASSWORD_REQUIRED": "new_password_required", "SOFTWARE_TOKEN_MFA": "mfa"}
_ANSWER_FIELD = {"new_password_required": "NEW_PASSWORD", "mfa": "SOFTWARE_TOKEN_MFA_CODE"}
_WRONG = frozenset(
    {"NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException"}
)
_WRONG_CODE = frozenset({"CodeMismatchException", "ExpiredCodeException", "EnableSoftwareTokenMFAException"})
"""A code that isn't the app's, one that was used before, and what the very first one is refused with."""
_TOO_OFTEN = frozenset({"LimitExceededException", "TooManyFailedAttemptsException"})
_CODE = re.compile("[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Cognito:
    pool: str
    client_id: str
    region: str
    client_secret: ClientSecret
    factor_sessions: FactorSessions

    def sign_in(self, email: str, password: str) -> str | Challenge:
        return self._auth(self._by_password(email, password))

    def answer(self, challenge: str, session: str, email: str, answer: str) -> str | Challenge:
        """Cognito takes an alias and its hash to begin with, but holds the hash of an answer against the name that it
        made itself. Whoever isn't there is named by the address, so that the pool is asked as often for them."""
        name = next(theirs for theirs, ours in _CHALLENGES.items() if ours == challenge)
        user = self._call(self._username(email), {"UserNotFoundException": None, "InvalidParameterException": None})
        proof = {"USERNAME": user or email, **self.client_secret.proof(user or email)}
        return self._auth(
            lambda cognito: cognito.respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName=name,
                Session=session,
                ChallengeResponses={**proof, _ANSWER_FIELD[challenge]: answer},
            )
        )

    def find(self, email: str) -> str | None:
        """A name that the pool wouldn't take is nobody's."""
        return self._call(self._user_id(email), {"UserNotFoundException": None, "InvalidParameterException": None})

    def knows_anybody(self) -> bool:
        return self._call(lambda cognito: bool(cognito.list_users(UserPoolId=self.pool, Limit=1)["Users"]), {})

    def create(self, email: str) -> str:
        """No mail from Cognito: the desk sends its own invitation. Raises at `email` what the pool doesn't take."""
        refused = invalid("email", "Nobody can sign in with this address. Please use another one.")
        self._call(
            lambda cognito: cognito.admin_create_user(
                UserPoolId=self.pool,
                Username=email,
                MessageAction="SUPPRESS",
                UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            ),
            {"UsernameExistsException": None, "InvalidParameterException": refused},
        )
        user_id = self.find(email)
        if user_id is None:
            raise RuntimeError("the user pool made a user and doesn't find it")
        return user_id

    def set_password(self, email: str, password: str) -> None:
        """Raises at `password` when the pool's own rules refuse it. Whoever was setting up a second factor by the
        former password begins anew, since the pool's tokens end; one that is on stays (AdminSetUserPassword sets
        nothing else)."""
        refused = invalid("password", "This password is too weak. Mix upper and lower case letters and digits.")
        self._call(
            lambda cognito: cognito.admin_set_user_password(
                UserPoolId=self.pool, Username=email, Password=password, Permanent=True
            ),
            {"InvalidPasswordException": refused, "InvalidParameterException": refused},
        )
        self._call(lambda cognito: cognito.admin_user_global_sign_out(UserPoolId=self.pool, Username=email), {})

    def begin_factor(self, email: str, password: str) -> FactorSetup:
        token = self._access_token(email, password)
        twice = DeskError("conflict", "This was begun twice at the same moment. Please try again.")
        found = self._call(
            lambda cognito: cognito.associate_software_token(AccessToken=token),
            {"ConcurrentModificationException": twice, "NotAuthorizedException": _wrong()},
        )
        return FactorSetup(found["SecretCode"], self.factor_sessions.begin(email, token))

    def confirm_factor(self, session: str, email: str, code: str) -> None:
        token, code = self.factor_sessions.token(session, email), code.replace(" ", "")
        if not _CODE.fullmatch(code):
            raise _wrong_code("code")
        answer = self._call(
            lambda cognito: cognito.verify_software_token(AccessToken=token, UserCode=code),
            dict.fromkeys(_WRONG_CODE, _wrong_code("code"))
            | dict.fromkeys(_TOO_OFTEN, _too_often())
            | dict.fromkeys(_WRONG, setup_is_over()),  # the token ended meanwhile, or the account
        )
        if answer["Status"] != "SUCCESS":
            raise _wrong_code("code")
        self._call(self._factor(email, on=True), {"UserNotFoundException": setup_is_over()})

    def remove_factor(self, email: str) -> None:
        self._call(self._factor(email, on=False), {"UserNotFoundException": None})

    def _factor(self, email: str, *, on: bool) -> Callable[[Any], Any]:
        settings = {"Enabled": on, "PreferredMfa": on}
        return lambda cognito: cognito.admin_set_user_mfa_preference(
            UserPoolId=self.pool, Username=email, SoftwareTokenMfaSettings=settings
        )

    def _by_password(self, email: str, password: str) -> Callable[[Any], dict[str, Any]]:
        proof = self.client_secret.proof(email)
        return lambda cognito: cognito.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password, **proof},
        )

    def _access_token(self, email: str, password: str) -> str:
        answer = self._proven(self._by_password(email, password))
        if "AuthenticationResult" in answer:
            return str(answer["AuthenticationResult"]["AccessToken"])
        if answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA":
            raise DeskError("second_factor_on", "A second factor is on already. Turn it off to set up another.")
        if answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED":
            raise DeskError("unsupported_challenge", "This account needs a new password first. Please sign in again.")
        raise _unsupported()

    def _username(self, email: str) -> Callable[[Any], str]:
        return lambda cognito: str(cognito.admin_get_user(UserPoolId=self.pool, Username=email)["Username"])

    def _user_id(self, email: str) -> Callable[[Any], str]:
        def read(cognito: Any) -> str:
            user = cognito.admin_get_user(UserPoolId=self.pool, Username=email)
            user_id: str = next(part["Value"] for part in user["UserAttributes"] if part["Name"] == "sub")
            return user_id

        return read

    def _proven(self, call: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        refusals: dict[str, DeskError | None] = dict.fromkeys(_WRONG, _wrong())
        refusals |= dict.fromkeys(_WRONG_CODE, _wrong_code("answer"))
        refusals |= dict.fromkeys(_TOO_OFTEN, _too_often())
        refusals["InvalidPasswordException"] = invalid("answer", "This password is too weak.")
        refusals["InvalidParameterException"] = _wrong()
        return self._call(call, refusals)

    def _auth(self, call: Callable[[Any], dict[str, Any]]) -> str | Challenge:
        answer = self._proven(call)
        if "AuthenticationResult" in answer:
            return _user_in(answer["AuthenticationResult"]["AccessToken"])
        name = _CHALLENGES.get(answer["ChallengeName"])
        if name is None:
            raise _unsupported()
        return Challenge(name, answer["Session"])

    def _call(self, call: Callable[[Any], T], expected: Mapping[str, DeskError | None]) -> T:
        """Call Cognito. An expected refusal is raised as its DeskError, or answered with None where None stands."""
        try:
            return call(client("cognito-idp", self.region))
        except ClientError as refusal:
            code = refusal.response["Error"]["Code"]
            if code not in expected or _is_about_the_client(refusal):
                raise
            meaning = expected[code]
            if meaning is None:
                return None  # type: ignore[return-value]
            raise meaning from refusal


def _wrong() -> DeskError:
    return DeskError("bad_credentials", "Incorrect email or password.")


def _wrong_code(field: str) -> DeskError:
    return invalid(field, "This code isn't right, or too old.")


def _unsupported() -> DeskError:
    return DeskError("unsupported_challenge", "This account needs a way of signing in that the desk doesn't have.")


def _too_often() -> DeskError:
    return DeskError("rate_limited", "Too many codes were tried. Please wait some minutes, then use a new one.")


def _is_about_the_client(refusal: ClientError) -> bool:
    """A hash that the pool doesn't take is refused like a wrong password, but is a fault of ours, to be seen as one."""
    return "secret hash" in refusal.response["Error"]["Message"].lower().replace("_", " ")


def _user_in(token: str) -> str:
    """Return whose token of the pool's this is. It came from the pool itself just now: there is nothing to check."""
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["sub"])
