"""Who calls: a member with an access token, or a program with an API key. Both are read anew on every request."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.domain.accounts.api_keys import split_api_key
from chalicelib.domain.accounts.sign_ins import AccessToken, read_access
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.events import KEY_MARK, Actor, ActorKind
from chalicelib.domain.people import permissions
from chalicelib.domain.people.member_now import MemberNow
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.limits import KEY, MEMBER, Limit
from chalicelib.services.ports import Desk

API_KEY_MARK = "wtk_"


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user of the pool, before a workspace is chosen."""

    token: AccessToken

    @property
    def user_id(self) -> str:
        return self.token.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who may act in one workspace. `id` names them in rate limits and idempotency keys."""

    id: str
    name: str
    workspace: str
    permissions: frozenset[Permission]
    limit: Limit
    member: Member | None = None
    token: AccessToken | None = None

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.AGENT, self.id, self.name)

    @property
    def reads_notes(self) -> bool:
        return Permission.NOTES_READ in self.permissions

    def check(self, permission: Permission) -> None:
        permissions.check(self.permissions, permission, signed_in=self.member is not None)


def person(desk: Desk, bearer: str | None) -> Person:
    """The signed-in user. Raises `unauthenticated` for anything but a valid access token of a sign-in that goes on."""
    token = _token(desk, bearer)
    sign_in = desk.sign_ins.get(token.user_id, token.sign_in_id)
    if sign_in is None or sign_in.is_over(int(time.time() * 1000)):
        raise _unauthenticated()
    return Person(token)


def caller(desk: Desk, bearer: str | None, workspace: str) -> Caller:
    """Return the caller in this workspace. Raises `not_found` for one that isn't theirs or isn't there."""
    if bearer and bearer.startswith(API_KEY_MARK):
        return _program(desk, bearer, workspace)
    token = _token(desk, bearer)
    found = _member_now(desk, token, workspace)
    if found is None or not found.member.active:
        raise not_found("workspace")
    if found.ended.covers(token):
        raise _unauthenticated()
    member = found.member
    return Caller(
        id=member.id,
        name=member.name,
        workspace=workspace,
        permissions=permissions.of_member(member),
        limit=MEMBER,
        member=member,
        token=token,
    )


def member_id(user_id: str) -> str:
    """A member is their user of the pool: one consistent read by this id says who calls, and as what."""
    return "m_" + user_id.replace("-", "")


def _member_now(desk: Desk, token: AccessToken, workspace: str) -> MemberNow | None:
    """Whom a pool that came later knows by another id is linked to the member they were before."""
    if not token.opens(workspace):
        return None
    found = desk.settings.member_now(workspace, member_id(token.user_id))
    if found is None and (linked := desk.accounts.memberships(token.user_id).get(workspace)):
        found = desk.settings.member_now(workspace, linked)
    return found


def _token(desk: Desk, bearer: str | None) -> AccessToken:
    """What an access token says. Whether its sign-in was ended since, the member's own item tells, or the sign-in's."""
    token = read_access(bearer, desk.secrets.verify, int(time.time())) if bearer else None
    if token is None:
        raise _unauthenticated()
    return token


def _unauthenticated() -> DeskError:
    return DeskError("unauthenticated", "Sign in, and send the access token as Authorization: Bearer …")


def _program(desk: Desk, bearer: str, workspace: str) -> Caller:
    parts = split_api_key(bearer)
    found = desk.accounts.api_key(parts[0]) if parts else None
    if parts is None or found is None or not found.key.opens_with(parts[1], desk.clock.now()):
        raise DeskError("unauthenticated", "This API key isn't valid.")
    key = found.key
    if key.workspace != workspace:
        raise not_found("workspace")
    today = desk.clock.now().date().isoformat()
    if found.used_on < today:
        desk.accounts.note_use(key.id, today)
    return Caller(
        id=f"{KEY_MARK}{key.id}",
        name=key.name,
        workspace=workspace,
        permissions=permissions.of_key(key),
        limit=KEY,
    )
