"""Passwords: what they may be, and the ways to set one. What anybody types goes to the user pool as it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.changes import AccountChange
from chalicelib.domain.accounts.passwords import (
    LONGEST_PASSWORD,
    MINIMUM_PASSWORD,
    PasswordFault,
    PasswordToken,
    fault_of_length,
    is_common,
    is_made_of,
)
from chalicelib.domain.accounts.sign_ins import Device
from chalicelib.domain.errors import DeskError, FieldError, invalid, not_found
from chalicelib.domain.people.addresses import address
from chalicelib.services import limits
from chalicelib.services.accounts import sign_ins
from chalicelib.services.accounts.tries import trying
from chalicelib.services.mail.limits import may_mail_reset
from chalicelib.services.mail.outgoing.queue import queue_account_changed, queue_password_reset
from chalicelib.services.ports import Desk

_COMMON = Path(__file__).with_name("common_passwords.txt")
_ANOTHER = "Please choose another: a few words that have nothing to do with each other work well."
_SAID = {
    PasswordFault.TOO_SHORT: f"The password needs at least {MINIMUM_PASSWORD} characters.",
    PasswordFault.TOO_LONG: f"The password may have {LONGEST_PASSWORD} characters at most.",
    PasswordFault.TOO_COMMON: f"Many people use this password or one like it: it is among the first tried. {_ANOTHER}",
    PasswordFault.OWN_WORDS: f"These are words that anybody would try, such as your name or your company's. {_ANOTHER}",
}


def check_password(password: str, words: Iterable[str], at: str = "password") -> None:
    """Raise DeskError `validation_failed` at the field `at` for a password that is too short, too long, too common, or
    made of `words`: names and addresses of its owner and of their desks. Its data has the `fault`."""
    if fault := _fault(password, words):
        raise DeskError("validation_failed", _SAID[fault], (FieldError(at, _SAID[fault]),), {"fault": fault.value})


def own_words(desk: Desk, email: str) -> Iterator[str]:
    """Yield what a person's password must not be made of: their address and names, and the names of their desks."""
    yield email
    user_id = desk.identity.find(email)
    for workspace_id, member_id in desk.accounts.memberships(user_id).items() if user_id else ():
        with desk.open(workspace_id) as room:
            yield from (workspace_id, room.workspace.name)
            if member := room.workspace.members.get(member_id):
                yield member.name


def forgot_password(desk: Desk, email: str, client: str, language: str) -> None:
    """Always the same answer in the same time: whether the address is known is found out by the job that mails. Of too
    many for one address, wherever they come from, the rest are not mailed, which is said to nobody."""
    limits.spend_from(desk, limits.PASSWORD, client)
    known_as = address(email)
    if may_mail_reset(desk, known_as, desk.new_id(desk.clock.now())):
        queue_password_reset(desk, known_as, language)


def password_token(desk: Desk, token: str) -> PasswordToken:
    """Return what a link's token allows. Raises `not_found` for a used, replaced, old or forged one alike."""
    found = desk.accounts.password_token(secret_digest(token)) if len(token) <= 128 else None
    if found is None or found.expires_at < time.time() or not desk.accounts.password_links(found.email).open(found):
        raise not_found("link")
    return found


def set_password(desk: Desk, token: str, password: str, client: str) -> str | None:
    """Set a new password by a link's token, which then works no more, and return whose it is, by their user id. A
    refused password leaves the link usable."""
    limits.spend_from(desk, limits.PASSWORD, client)
    permitted = password_token(desk, token)
    check_password(password, own_words(desk, permitted.email))
    return change_password(desk, permitted.email, password)


def change_own_password(
    desk: Desk, email: str, current: str, password: str, words: Iterable[str], device: Device
) -> None:
    """Set the new password of somebody who is signed in and has the `current` one, and mail them that it was. Their
    sign-ins stay: which of them end is for the caller to say.

    Raises DeskError at `current` for a wrong one, `rate_limited` for a guesser, and as `check_password` does. Whoever
    was cut off once the new one was set may do the same again: that one proves as much.
    """
    check_password(password, words)
    tried = trying(desk, email, device)
    if not any(_is_right(desk, email, one) for one in (current, password)):
        raise invalid("current", "This isn't your current password.")
    limits.forget(desk, limits.TRIES, tried)
    _replace(desk, email, password)
    desk.accounts.end_password_links(email)


def note_own_password(desk: Desk, email: str) -> None:
    """Mail somebody that they gave the pool another password themselves, and end the links from before."""
    _tell(desk, email)
    desk.accounts.end_password_links(email)


def change_password(desk: Desk, email: str, password: str) -> str | None:
    """Set a new password, which signs them out everywhere, mail them that it was, and return their user id.

    Their links end last, so that whoever was cut off can do the same again by theirs; it does no harm.
    """
    _replace(desk, email, password)
    if user_id := desk.identity.find(email):
        sign_ins.end_all(desk, user_id)
    desk.accounts.end_password_links(email)
    return user_id


def _is_right(desk: Desk, email: str, password: str) -> bool:
    """Return whether the pool lets somebody in by it, or asks for more besides."""
    try:
        desk.identity.sign_in(email, password)
    except DeskError as refusal:
        if refusal.code != "bad_credentials":
            raise
        return False
    return True


def _replace(desk: Desk, email: str, password: str) -> None:
    desk.identity.set_password(email, password)
    _tell(desk, email)


def _tell(desk: Desk, email: str) -> None:
    """Mail somebody that their password is another. How many there were before names the change, so that doing it again
    before their links end mails nothing more."""
    before = desk.accounts.password_links(email).generation
    queue_account_changed(desk, email, AccountChange.PASSWORD, str(before))


def _fault(password: str, words: Iterable[str]) -> PasswordFault | None:
    """Return what is wrong with a password. The list is read for each: passwords are set rarely, and it takes less
    than a millisecond."""
    if fault := fault_of_length(password):
        return fault
    if is_common(password, _COMMON.read_text("utf-8")):
        return PasswordFault.TOO_COMMON
    return PasswordFault.OWN_WORDS if is_made_of(words, password) else None
