"""Who is signed in where: one sign-in a browser, and the two tokens it goes on by.

The access token says what was proved and until when it is good; the refresh token, which only the browser's cookie jar
has, brings the next. Both are signed, so that the table holds nothing that opens anything.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

ACCESS_MARK = "wta_"
ACCESS_SECONDS = 15 * 60
IDLE_SECONDS = 30 * 24 * 3600
"""A sign-in that nobody went on with for so long is over."""
FRESH_SECONDS = 15 * 60
"""Whoever proved who they are longer ago is asked again before they change how they sign in."""
GRACE_SECONDS = 30
"""Two tabs may go on at the same moment; so long after one did, the other's older token is no sign of theft."""
MOST_SIGN_INS = 50

_LONGEST = 700
_ACCESS, _REFRESH = "access", "refresh"
_REFRESH_TOKEN = re.compile(
    r"(?P<message>(?P<user>[A-Za-z0-9_-]{1,128})\.(?P<sign_in>[0-9A-Z]{26})\.(?P<generation>[0-9]{1,9}))"
    r"\.(?P<signature>[A-Za-z0-9.-]{1,200})"
)


def name_of(email: str) -> str:
    """Return the form in which an address that somebody types to sign in is known and counted."""
    return email.strip().lower()


class Method(StrEnum):
    """The way somebody proved who they are: by password alone, with a second factor besides, or to their company."""

    PASSWORD = "password"  # noqa: S105 - the word for it
    FACTOR = "factor"
    SSO = "sso"


@dataclass(frozen=True, slots=True)
class Tokens:
    """A signed-in person's tokens. `expires_in` is in seconds; `refresh` is None where the browser has the newest."""

    user_id: str
    access: str
    expires_in: int
    refresh: str | None
    method: Method


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question of the user pool before it lets somebody in: `new_password_required` or `mfa`."""

    name: str
    session: str


@dataclass(frozen=True, slots=True)
class Device:
    """The origin of a request: the address on the net, what the browser calls itself, and what it was given when
    somebody signed in there before."""

    client: str
    agent: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One browser's sign-in. Instants are in milliseconds since 1970.

    `workspace` is the only one that a sign-in by its company opens, empty for all. `enrols` is whoever came in by a
    recovery code and has no second factor since. `generation` is that of the refresh token which is good now, `former`
    that of the one before, which somebody may still hold whom the newer one never reached.
    """

    id: str
    user_id: str
    method: Method
    created_at: int
    proved_at: int
    seen_at: int
    network: str = ""
    device: str = ""
    workspace: str = ""
    enrols: bool = False
    generation: int = 1
    former: int = 0

    @property
    def expires_at(self) -> int:
        """Return when it is over if nobody goes on with it, in seconds since 1970."""
        return self.seen_at // 1000 + IDLE_SECONDS

    def is_over(self, now: int) -> bool:
        return now // 1000 >= self.expires_at

    def went_on(self, generation: int, now: int, network: str) -> SignIn | None:
        """Return the sign-in once the holder of the token of `generation` went on. The very same for who comes a moment
        after another tab did; None for a token that was used up: whoever shows it, or showed it first, stole it."""
        if generation == self.generation:
            newer = self.generation + 1
        elif generation == self.former:
            if now - self.seen_at < GRACE_SECONDS * 1000:
                return self
            newer = self.generation + 1
        else:
            return None
        return replace(self, generation=newer, former=generation, seen_at=now, network=network)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """The words of an access token. `proved_at` is in milliseconds since 1970, `expires_at` in seconds."""

    user_id: str
    sign_in_id: str
    method: Method
    proved_at: int
    expires_at: int
    workspace: str = ""
    enrols: bool = False

    @classmethod
    def of(cls, sign_in: SignIn, now: int) -> AccessToken:
        """Return a token of this sign-in, good from `now` (milliseconds) on."""
        return cls(
            user_id=sign_in.user_id,
            sign_in_id=sign_in.id,
            method=sign_in.method,
            proved_at=sign_in.proved_at,
            expires_at=now // 1000 + ACCESS_SECONDS,
            workspace=sign_in.workspace,
            enrols=sign_in.enrols,
        )

    def opens(self, workspace: str) -> bool:
        """Return whether it says anything of that workspace: a company vouches for its people in its own alone."""
        return self.workspace in ("", workspace)

    def is_fresh(self, now: int) -> bool:
        """Return whether its holder proved who they are a short while before `now`, in milliseconds."""
        return now - self.proved_at < FRESH_SECONDS * 1000

    @property
    def payload(self) -> str:
        """Return what is signed: letters, digits, `-` and `_`."""
        said = [
            self.user_id,
            self.sign_in_id,
            self.method.value,
            self.proved_at,
            self.expires_at,
            self.workspace,
            self.enrols,
        ]
        return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


Sign = Callable[[str, bytes], str]
"""`Secrets.sign`: the signature of a message for a purpose."""
Verify = Callable[[str, bytes, str], bool]


def signed_access(token: AccessToken, sign: Sign) -> str:
    """Return the text of an access token: `wta_<payload>.<signature>`."""
    return f"{ACCESS_MARK}{token.payload}.{sign(_ACCESS, token.payload.encode())}"


def read_access(text: str, verify: Verify, now: int) -> AccessToken | None:
    """Return what an access token says; None for what isn't one of ours, or was good until before `now` (seconds)."""
    if not text.startswith(ACCESS_MARK) or len(text) > _LONGEST or not text.isascii():
        return None
    payload, _, signature = text.removeprefix(ACCESS_MARK).partition(".")
    if not verify(_ACCESS, payload.encode(), signature):
        return None
    token = _said(payload)
    return token if token.expires_at > now else None


def _said(payload: str) -> AccessToken:
    padded = payload + "=" * (-len(payload) % 4)
    user_id, sign_in_id, method, proved_at, expires_at, workspace, enrols = json.loads(base64.urlsafe_b64decode(padded))
    return AccessToken(
        user_id=user_id,
        sign_in_id=sign_in_id,
        method=Method(method),
        proved_at=proved_at,
        expires_at=expires_at,
        workspace=workspace,
        enrols=enrols,
    )


@dataclass(frozen=True, slots=True)
class Refresh:
    """The words of a refresh token: whose sign-in it is of, and how often that went on before."""

    user_id: str
    sign_in_id: str
    generation: int

    @classmethod
    def of(cls, sign_in: SignIn) -> Refresh:
        return cls(sign_in.user_id, sign_in.id, sign_in.generation)


def signed_refresh(token: Refresh, sign: Sign) -> str:
    """Return the text of a refresh token: `<user>.<sign-in>.<generation>.<signature>`."""
    message = f"{token.user_id}.{token.sign_in_id}.{token.generation}"
    return f"{message}.{sign(_REFRESH, message.encode())}"


def read_refresh(text: str, verify: Verify) -> Refresh | None:
    """Return what a refresh token says; None for what isn't one of ours."""
    match = _REFRESH_TOKEN.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or not verify(_REFRESH, match["message"].encode(), match["signature"]):
        return None
    return Refresh(match["user"], match["sign_in"], int(match["generation"]))


@dataclass(frozen=True, slots=True)
class Ended:
    """Sign-ins of a member that are over before their access tokens are: those of `ids`, and all by which somebody
    proved who they are before `not_before`, in milliseconds since 1970."""

    ids: frozenset[str] = frozenset()
    not_before: int = 0

    def covers(self, token: AccessToken) -> bool:
        return token.sign_in_id in self.ids or token.proved_at <= self.not_before
