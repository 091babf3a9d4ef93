"""Signing in and out, and who somebody is across workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.sign_ins import AccessToken, Challenge, Device, Method, Tokens, name_of
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people import permissions
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services import limits
from chalicelib.services.accounts import sign_ins
from chalicelib.services.accounts.passwords import check_password, note_own_password
from chalicelib.services.accounts.tries import trying
from chalicelib.services.ports import Desk

FACTOR = "mfa"
"""The pool's question for the code of a second factor."""
NEW_PASSWORD = "new_password_required"  # noqa: S105 - the name of a challenge


@dataclass(frozen=True, slots=True)
class Membership:
    workspace: Workspace
    member: Member

    def barred(self, token: AccessToken, now: datetime) -> str | None:
        """Return the code of what keeps the holder of a token out of it; None for whom it lets in."""
        return self.workspace.sign_in_rules.bar(token, self.member.id, now)

    def factor_by(self, token: AccessToken) -> datetime | None:
        """Return until when they have to enrol a second factor; None for who has one, and where none is required."""
        return self.workspace.sign_in_rules.factor_by if token.method is Method.PASSWORD else None

    @property
    def permissions(self) -> list[Permission]:
        return sorted(permissions.of_member(self.member))


def sign_in(desk: Desk, email: str, password: str, device: Device) -> Tokens | Challenge:
    """Raises `bad_credentials` alike for a wrong password and an unknown person, `rate_limited` for a guesser."""
    tried = trying(desk, email, device)
    return _let_in(desk, tried, desk.identity.sign_in(name_of(email), password), Method.PASSWORD, device)


def answer_challenge(
    desk: Desk, challenge: str, session: str, email: str, answer: str, device: Device
) -> Tokens | Challenge:
    """Answer what the pool asked besides the password. Raises as `sign_in` does, and at `answer` for a code or a new
    password that won't do: of the words that one must not be made of it knows the address alone, since the others would
    tell a stranger whose that is."""
    if challenge == NEW_PASSWORD:
        check_password(answer, (email,), at="answer")
    tried = trying(desk, email, device)
    method = Method.FACTOR if challenge == FACTOR else Method.PASSWORD
    outcome = desk.identity.answer(challenge, session, name_of(email), answer)
    if challenge == NEW_PASSWORD:
        note_own_password(desk, name_of(email))
    return _let_in(desk, tried, outcome, method, device)


def refresh(desk: Desk, refresh_token: str, device: Device) -> Tokens:
    """Return new tokens. Raises `rate_limited` instead of its own refusal for who tries too many that are wrong."""
    try:
        return sign_ins.refresh(desk, refresh_token, device)
    except DeskError:
        limits.spend_from(desk, limits.WRONG_TOKEN, device.client)
        raise


def memberships(desk: Desk, user_id: str, only: str = "") -> list[Membership]:
    """The workspaces somebody belongs to, by name; `only` that one, if it isn't empty."""
    found = []
    for workspace_id, member_id in desk.accounts.memberships(user_id).items():
        if only not in ("", workspace_id):
            continue
        with desk.open(workspace_id) as room:
            member = desk.settings.member(workspace_id, member_id)
            if member and member.active:
                found.append(Membership(room.workspace, member))
    return sorted(found, key=lambda membership: membership.workspace.name.casefold())


def own_email(desk: Desk, token: AccessToken) -> str:
    """Return the address somebody signs in with. Raises DeskError `forbidden` for whom a company vouches, who has
    nothing to change here, and for members of nothing."""
    if token.workspace:
        raise DeskError("forbidden", "You came by your company's sign-in: passwords and factors are kept there.")
    found = memberships(desk, token.user_id)
    if not found:
        raise DeskError("forbidden", "You are a member of no desk any more.")
    return found[0].member.email


def _let_in(desk: Desk, tried: str, outcome: str | Challenge, method: Method, device: Device) -> Tokens | Challenge:
    if isinstance(outcome, Challenge):
        return outcome
    limits.forget(desk, limits.TRIES, tried)
    return sign_ins.begin(desk, outcome, method, device)
