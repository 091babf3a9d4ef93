"""Signing in and out, and who somebody is across workspaces."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.api_keys import Challenge, Tokens
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people import permissions
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services import limits
from chalicelib.services.accounts.passwords import check_password
from chalicelib.services.accounts.tries import told, trying
from chalicelib.services.ports import Desk

NEW_PASSWORD = "new_password_required"  # noqa: S105 - the name of a challenge


@dataclass(frozen=True, slots=True)
class Membership:
    workspace: Workspace
    member: Member

    @property
    def permissions(self) -> list[Permission]:
        return sorted(permissions.of_member(self.member))


def sign_in(desk: Desk, email: str, password: str, client: str) -> Tokens | Challenge:
    """Raises `bad_credentials` alike for a wrong password and an unknown person, `rate_limited` for a guesser."""
    tried = trying(desk, email, client)
    return told(desk, tried, desk.identity.sign_in(email.strip().lower(), password))


def answer_challenge(
    desk: Desk, challenge: str, session: str, email: str, answer: str, client: str
) -> Tokens | Challenge:
    """Answer what the pool asks. Raises at `answer` for a code or a new password that won't do: of the words that one
    must not be made of only the address, for the others would tell a stranger whose it is."""
    if challenge == NEW_PASSWORD:
        check_password(answer, (email,), at="answer")
    tried = trying(desk, email, client)
    return told(desk, tried, desk.identity.answer(challenge, session, email.strip().lower(), answer))


def refresh(desk: Desk, refresh_token: str, client: str) -> Tokens:
    """Return new tokens. Raises `rate_limited` instead of its own refusal for who tries too many that are wrong."""
    try:
        return desk.identity.refresh(refresh_token)
    except DeskError:
        limits.spend_from(desk, limits.WRONG_TOKEN, client)
        raise


def memberships(desk: Desk, user_id: str) -> list[Membership]:
    """The workspaces somebody belongs to, by name."""
    found = []
    for workspace_id, member_id in desk.accounts.memberships(user_id).items():
        with desk.open(workspace_id) as room:
            member = desk.settings.member(workspace_id, member_id)
            if member and member.active:
                found.append(Membership(room.workspace, member))
    return sorted(found, key=lambda membership: membership.workspace.name.casefold())
