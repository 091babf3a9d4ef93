"""The second factor: switching it on and off, and getting in without it by a recovery code, once each."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.accounts.changes import AccountChange
from chalicelib.domain.accounts.recovery import new_codes
from chalicelib.domain.accounts.second_factor import FactorSetup
from chalicelib.domain.accounts.sign_ins import AccessToken, Challenge, Device, Method, Tokens, name_of
from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import Member
from chalicelib.services import limits
from chalicelib.services.accounts import sign_in, sign_ins
from chalicelib.services.accounts.tries import trying
from chalicelib.services.mail.outgoing.queue import queue_account_changed
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


@dataclass(frozen=True, slots=True)
class FactorState:
    """A second factor that is on or off, and how many recovery codes are left."""

    on: bool
    codes_left: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Recovery codes, which are shown once, and what the sign-in goes on by."""

    codes: tuple[str, ...]
    tokens: Tokens


def state(desk: Desk, token: AccessToken) -> FactorState:
    codes = desk.sign_ins.codes(token.user_id)
    return FactorState(codes is not None or token.method is Method.FACTOR, len(codes.digests) if codes else 0)


def begin(desk: Desk, token: AccessToken, password: str, device: Device) -> tuple[str, FactorSetup]:
    """Return whose it is, and the secret for their app, once the password is right. Nothing is switched on yet.

    Raises DeskError at `password`, `second_factor_on`, or `rate_limited`.
    """
    email = sign_in.own_email(desk, token)
    tried = trying(desk, email, device)
    try:
        setup = desk.identity.begin_factor(email, password)
    except DeskError as refusal:
        if refusal.code != "bad_credentials":
            raise
        raise invalid("password", "This isn't your password.") from refusal
    limits.forget(desk, limits.TRIES, tried)
    return email, setup


def confirm(desk: Desk, token: AccessToken, session: str, code: str, device: Device) -> Enrolled:
    """Switch the second factor on by the app's first code. Raises DeskError at `code`, or `rate_limited`.

    Cut off behind the pool's word, the codes are asked for anew.
    """
    email = sign_in.own_email(desk, token)
    tried = trying(desk, email, device)
    desk.identity.confirm_factor(session, email, code)
    limits.forget(desk, limits.TRIES, tried)
    codes = _new_codes(desk, token.user_id)
    _note(desk, token.user_id, on=True)
    _tell(desk, email, AccountChange.SECOND_FACTOR_ON)
    return Enrolled(codes, sign_ins.renew(desk, token, method=Method.FACTOR, enrols=False, proved_at=_now()))


def switch_off(desk: Desk, token: AccessToken) -> Tokens:
    """Switch it off, or stop asking whoever came by a recovery code to switch it on. Sign-ins by it end elsewhere.

    Raises DeskError `sign_in_again`.
    """
    sign_ins.check_fresh(token)
    email = sign_in.own_email(desk, token)
    desk.identity.remove_factor(email)
    desk.sign_ins.remove_codes(token.user_id)
    _note(desk, token.user_id, on=False)
    sign_ins.end_others(desk, token)
    if not token.enrols:
        _tell(desk, email, AccountChange.SECOND_FACTOR_OFF)
    return sign_ins.renew(desk, token, method=Method.PASSWORD, enrols=False)


def take_off(desk: Desk, email: str) -> None:
    """Switch off the second factor of somebody who lost their app and their codes, on an operator's word: they sign in
    anew, by password. Twice is once, but for the mail."""
    user_id = desk.identity.find(email)
    if user_id is None:
        raise not_found("account")
    desk.identity.remove_factor(email)
    desk.sign_ins.remove_codes(user_id)
    _note(desk, user_id, on=False)
    sign_ins.end_all(desk, user_id)
    _tell(desk, email, AccountChange.SECOND_FACTOR_OFF)


def renew_codes(desk: Desk, token: AccessToken) -> tuple[str, ...]:
    """Return new recovery codes in place of all before. Raises DeskError `sign_in_again`, or `second_factor_off`."""
    sign_ins.check_fresh(token)
    email = sign_in.own_email(desk, token)
    if not state(desk, token).on:
        raise DeskError("second_factor_off", "Recovery codes stand in for a second factor. Switch that on first.")
    codes = _new_codes(desk, token.user_id)
    _tell(desk, email, AccountChange.RECOVERY_CODES_NEW)
    return codes


def recover(desk: Desk, email: str, password: str, code: str, device: Device) -> Tokens:
    """Sign in by password and recovery code, which switches the second factor off; another is asked for at once.

    Raises `bad_credentials`, `rate_limited`, or DeskError at `recovery_code`: only whoever has the password learns
    whether a code is right. Cut off behind the use of the code, another one serves.
    """
    tried = trying(desk, email, device)
    name = name_of(email)
    if not _asks_for_factor(desk.identity.sign_in(name, password)):
        raise invalid("recovery_code", "No second factor is switched on. Sign in with your password alone.")
    user_id = desk.identity.find(name)
    if user_id is None or not _use(desk, user_id, code):
        raise invalid("recovery_code", "This recovery code isn't right, or was used before.")
    desk.identity.remove_factor(name)
    desk.sign_ins.remove_codes(user_id)
    _note(desk, user_id, on=False)
    _tell(desk, name, AccountChange.RECOVERY_CODE_USED)
    limits.forget(desk, limits.TRIES, tried)
    return sign_ins.begin(desk, user_id, Method.PASSWORD, device, enrols=True)


def note_in(desk: Desk, memberships: Iterable[sign_in.Membership]) -> None:
    """Have these members say that they have a second factor, for admins to see."""
    for one in memberships:
        with desk.open(one.workspace.id) as room:
            _note_in(desk, room, one.member.id, on=True)


def _asks_for_factor(outcome: str | Challenge) -> bool:
    return isinstance(outcome, Challenge) and outcome.name == sign_in.FACTOR


def _use(desk: Desk, user_id: str, code: str) -> bool:
    codes = desk.sign_ins.codes(user_id)
    return codes is not None and desk.sign_ins.use_code(user_id, codes.digest_of(code))


def _new_codes(desk: Desk, user_id: str) -> tuple[str, ...]:
    shown, kept = new_codes()
    desk.sign_ins.put_codes(user_id, kept)
    return shown


def _note(desk: Desk, user_id: str, *, on: bool) -> None:
    """Have each of their members say whether they have one, for admins to see."""
    for workspace, member_id in desk.accounts.memberships(user_id).items():
        with desk.open(workspace) as room:
            _note_in(desk, room, member_id, on=on)


def _note_in(desk: Desk, room: Room, member_id: str, *, on: bool) -> None:
    member = parts.one(room, Member, member_id)
    parts.change(
        Seat(desk, room, Actor(ActorKind.AGENT, member.id, member.name)),
        lambda: parts.one(room, Member, member_id),
        lambda found: replace(found, second_factor=on),
    )


def _tell(desk: Desk, email: str, what: AccountChange) -> None:
    queue_account_changed(desk, email, what, desk.new_id(desk.clock.now()))


def _now() -> int:
    return int(time.time() * 1000)
