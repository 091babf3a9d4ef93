"""What every admin is told by mail, whatever they chose to be told of: somebody got as much as there is to get, or who
had it no longer does, and may have left keys behind."""

from __future__ import annotations

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.people import permissions
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import SCOPES, Permission
from chalicelib.domain.settings.parts import Part


def alarm(before: Part | None, after: Part | None) -> LetterKind | None:
    """Return the letter about a part that was made or changed: an admin, or a key that may all that keys may; or about
    somebody who is no admin any more."""
    if isinstance(before, Member) and _may_all(before) and not (after and _may_all(after)):
        return LetterKind.KEYS_LEFT
    if after is None or not _may_all(after) or (before is not None and _may_all(before)):
        return None
    return LetterKind.NEW_ADMIN if isinstance(after, Member) else LetterKind.WIDEST_KEY


def _may_all(part: Part) -> bool:
    match part:
        case Member():
            return Permission.RIGHTS_WRITE in permissions.of_member(part)
        case ApiKey():
            return permissions.of_key(part) >= SCOPES
    return False
