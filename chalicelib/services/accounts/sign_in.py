"""Signing in and out, forgotten passwords, and who somebody is across workspaces."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.domain.accounts.api_keys import MINIMUM_PASSWORD, PasswordToken, secret_digest
from chalicelib.domain.accounts.sign_ins import Challenge, Device, Method, Tokens
from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.people import permissions
from chalicelib.domain.people.addresses import address, is_address
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services import limits
from chalicelib.services.accounts import sign_ins
from chalicelib.services.mail.outgoing.queue import queue_many_tries, queue_password_reset
from chalicelib.services.ports import Desk

LONGEST_PASSWORD = 256
LONGEST_EMAIL = 320
FACTOR = "mfa"
"""The pool's question for the code of a second factor."""


@dataclass(frozen=True, slots=True)
class Membership:
    workspace: Workspace
    member: Member

    @property
    def permissions(self) -> list[Permission]:
        return sorted(permissions.of_member(self.member))


def sign_in(desk: Desk, email: str, password: str, device: Device) -> Tokens | Challenge:
    """Raises `bad_credentials` alike for a wrong password and an unknown person, `rate_limited` for a guesser."""
    tried = trying(desk, email, device.client)
    return _let_in(desk, tried, desk.identity.sign_in(email.strip().lower(), password), Method.PASSWORD, device)


def answer_challenge(
    desk: Desk, challenge: str, session: str, email: str, answer: str, device: Device
) -> Tokens | Challenge:
    """Answer what the pool asked besides the password. Raises as `sign_in` does, and at `answer` for a wrong code."""
    tried = trying(desk, email, device.client)
    method = Method.FACTOR if challenge == FACTOR else Method.PASSWORD
    outcome = desk.identity.answer(challenge, session, email.strip().lower(), answer)
    return _let_in(desk, tried, outcome, method, device)


def refresh(desk: Desk, refresh_token: str, device: Device) -> Tokens:
    """Return new tokens. Raises `rate_limited` instead of its own refusal for who tries too many that are wrong."""
    try:
        return sign_ins.refresh(desk, refresh_token, device)
    except DeskError:
        limits.spend_from(desk, limits.WRONG_TOKEN, device.client)
        raise


def sign_out(desk: Desk, refresh_token: str) -> str | None:
    """End the sign-in that this browser holds, if it goes on, and return whose it was."""
    held = sign_ins.held(desk, refresh_token)
    if held is None:
        return None
    sign_ins.end(desk, held.user_id, [held.id])
    return held.user_id


def supersede(desk: Desk, refresh_token: str | None, tokens: Tokens) -> None:
    """End the sign-in that a browser held before the same person signed in there once more."""
    held = sign_ins.held(desk, refresh_token) if refresh_token else None
    if held and held.user_id == tokens.user_id:
        sign_ins.end(desk, held.user_id, [held.id])


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


def forgot_password(desk: Desk, email: str, client: str, language: str) -> None:
    """Always the same answer in the same time: whether the address is known is found out by the job that mails."""
    limits.spend_from(desk, limits.PASSWORD, client)
    limits.spend(desk, limits.PASSWORD, email.strip().lower())
    queue_password_reset(desk, address(email), language)


def password_token(desk: Desk, token: str) -> PasswordToken:
    """Return what a link's token allows. Raises `not_found` for a used, old or forged one alike."""
    found = desk.accounts.password_token(secret_digest(token)) if len(token) <= 128 else None
    if found is None or found.expires_at < time.time():
        raise not_found("link")
    return found


def set_password(desk: Desk, token: str, password: str, client: str) -> None:
    """Set a new password by a link's token, which then works no more.

    The token goes only after the pool took the password, so that a refused password leaves the link usable; setting
    the same password twice does no harm.
    """
    limits.spend_from(desk, limits.PASSWORD, client)
    permitted = password_token(desk, token)
    check_password(password)
    change_password(desk, permitted.email, password)
    desk.accounts.use_password_token(permitted.digest)


def change_password(desk: Desk, email: str, password: str) -> None:
    """Set a new password, which signs them out everywhere: nor does any browser go on showing what happens."""
    desk.identity.set_password(email, password)
    if user_id := desk.identity.find(email):
        sign_ins.end_all(desk, user_id)


def check_password(password: str) -> None:
    if len(password) < MINIMUM_PASSWORD:
        raise invalid("password", f"The password needs at least {MINIMUM_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise invalid("password", f"The password may have {LONGEST_PASSWORD} characters at most.")


def trying(desk: Desk, email: str, client: str) -> str:
    """Count a try at somebody's account, and return the name it is counted by. Raises DeskError `rate_limited`.

    By who is tried and from where together, so that nobody can lock others out of their accounts."""
    if len(email) > LONGEST_EMAIL:
        raise DeskError("bad_credentials", "Incorrect email or password.")
    limits.spend_from(desk, limits.SIGN_IN, client)
    network, _ = next(limits.networks(client))
    tried = f"{email.strip().lower()}|{network}"
    limits.slow_down(desk, limits.TRIES, tried)
    _watch(desk, email)
    return tried


def _watch(desk: Desk, email: str) -> None:
    """Have the owner of an address mailed, once an hour, when there are many tries with it, from wherever they come.

    Whether anybody has it is found out by the job that mails, so that nobody learns it here. Each further hundred asks
    for the same mail once more: it makes up for one that was cut off.
    """
    tries, hour = limits.of_this_hour(desk, "tries", email.strip().lower())
    if tries and tries % limits.MANY_TRIES == 0 and is_address(email):
        queue_many_tries(desk, address(email), limits.MANY_TRIES, hour)


def _let_in(desk: Desk, tried: str, outcome: str | Challenge, method: Method, device: Device) -> Tokens | Challenge:
    if isinstance(outcome, Challenge):
        return outcome
    limits.forget(desk, limits.TRIES, tried)
    return sign_ins.begin(desk, outcome, method, device)
