"""Amazon Cognito as the user pool: it keeps passwords and second factors, and says whether they are right. Its own
tokens go no further than here."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import client
from chalicelib.domain.accounts.sign_ins import Challenge
from chalicelib.domain.errors import DeskError, invalid

T = TypeVar("T")

_CHALLENGES = {"NEW_PASSWORD_REQUIRED": "new_password_required", "SOFTWARE_TOKEN_MFA": "mfa"}
_ANSWER_FIELD = {"new_password_required": "NEW_PASSWORD", "mfa": "SOFTWARE_TOKEN_MFA_CODE"}
_WRONG = frozenset(
    {"NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException"}
)
_WRONG_CODE = frozenset({"CodeMismatchException", "ExpiredCodeException"})


@dataclass(frozen=True, slots=True)
class Cognito:
    pool: str
    client_id: str
    region: str

    def sign_in(self, email: str, password: str) -> str | Challenge:
        return self._auth(
            lambda cognito: cognito.initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
        )

    def answer(self, challenge: str, session: str, email: str, answer: str) -> str | Challenge:
        name = next(theirs for theirs, ours in _CHALLENGES.items() if ours == challenge)
        return self._auth(
            lambda cognito: cognito.respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName=name,
                Session=session,
                ChallengeResponses={"USERNAME": email, _ANSWER_FIELD[challenge]: answer},
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
        """Raises at `password` when the pool's own rules refuse it. Signs the person out everywhere."""
        refused = invalid("password", "This password is too weak. Mix upper and lower case letters and digits.")
        self._call(
            lambda cognito: cognito.admin_set_user_password(
                UserPoolId=self.pool, Username=email, Password=password, Permanent=True
            ),
            {"InvalidPasswordException": refused, "InvalidParameterException": refused},
        )
        self._call(lambda cognito: cognito.admin_user_global_sign_out(UserPoolId=self.pool, Username=email), {})

    def _user_id(self, email: str) -> Callable[[Any], str]:
        def read(cognito: Any) -> str:
            user = cognito.admin_get_user(UserPoolId=self.pool, Username=email)
            user_id: str = next(part["Value"] for part in user["UserAttributes"] if part["Name"] == "sub")
            return user_id

        return read

    def _auth(self, call: Callable[[Any], dict[str, Any]]) -> str | Challenge:
        wrong = DeskError("bad_credentials", "Incorrect email or password.")
        refusals: dict[str, DeskError | None] = dict.fromkeys(_WRONG, wrong)
        refusals |= dict.fromkeys(_WRONG_CODE, invalid("answer", "This code isn't right, or too old."))
        refusals["InvalidPasswordException"] = invalid("answer", "This password is too weak.")
        refusals["InvalidParameterException"] = wrong
        answer = self._call(call, refusals)
        if "AuthenticationResult" in answer:
            return _user_in(answer["AuthenticationResult"]["AccessToken"])
        name = _CHALLENGES.get(answer["ChallengeName"])
        if name is None:
            raise DeskError(
                "unsupported_challenge", "This account needs a way of signing in that the desk doesn't have."
            )
        return Challenge(name, answer["Session"])

    def _call(self, call: Callable[[Any], T], expected: dict[str, DeskError | None]) -> T:
        """Call Cognito. An expected refusal is raised as its DeskError, or answered with None where None stands."""
        try:
            return call(client("cognito-idp", self.region))
        except ClientError as refusal:
            code = refusal.response["Error"]["Code"]
            if code not in expected:
                raise
            meaning = expected[code]
            if meaning is None:
                return None  # type: ignore[return-value]
            raise meaning from refusal


def _user_in(token: str) -> str:
    """Return whose token of the pool's this is. It came from the pool itself just now: there is nothing to check."""
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["sub"])
