"""Who may what, and who may give it. One table; members have the permissions of their role, API keys those of their
scopes. Whatever somebody gives is at most what they may do themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.people import Member, Role


class Permission(StrEnum):
    """The names are the scopes of API keys, too, but for two: `desk:read` is what agents need to do the work;
    `rights:write` gives rights or leads what the desk knows elsewhere (roles, keys, identity secrets, AI endpoint, mail
    domains), and is for admins who signed in.
    """

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    TICKETS_DELETE = "tickets:delete"
    NOTES_READ = "notes:read"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    DESK_READ = "desk:read"
    MEMBERS_WRITE = "members:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    RIGHTS_WRITE = "rights:write"


SCOPES = frozenset(Permission) - {Permission.DESK_READ, Permission.RIGHTS_WRITE}

_VIEWER = frozenset({Permission.TICKETS_READ, Permission.NOTES_READ, Permission.CONTACTS_READ})
_AGENT = _VIEWER | {Permission.TICKETS_WRITE, Permission.CONTACTS_WRITE, Permission.DESK_READ}
_ADMIN = frozenset(Permission)
_INCLUDED = {
    Permission.TICKETS_WRITE: Permission.TICKETS_READ,
    Permission.CONTACTS_WRITE: Permission.CONTACTS_READ,
    Permission.MEMBERS_WRITE: Permission.DESK_READ,
    Permission.SETTINGS_READ: Permission.DESK_READ,
}
"""What a scope gives besides itself. Nothing includes internal notes."""
_OF_ROLE = {Role.VIEWER: _VIEWER, Role.AGENT: _AGENT, Role.ADMIN: _ADMIN}


def of_member(member: Member) -> frozenset[Permission]:
    """A role of a later release may do nothing here: nobody knows what it leaves out."""
    if not member.active or member.role not in _OF_ROLE:
        return frozenset()
    extra = {Permission.TICKETS_DELETE} if member.can_delete and member.role is not Role.VIEWER else set()
    return _OF_ROLE[member.role] | extra


def given_to(member: Member) -> frozenset[Permission]:
    """Return what making somebody this member gives them, deleting included where only another role makes use of it."""
    return of_member(member) | ({Permission.TICKETS_DELETE} if member.can_delete else set())


def of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """Return what a key with these scopes may do. One of a later release gives nothing here."""
    granted = {Permission(scope) for scope in scopes if scope in SCOPES}
    return frozenset(granted | {_INCLUDED[scope] for scope in granted & _INCLUDED.keys()})


def of_key(key: ApiKey) -> frozenset[Permission]:
    """Return what the key may do; one from before some scopes were told apart may what it always might, no more."""
    granted = of_scopes(scopes_of(key))
    if key.generation > 0:
        return granted
    return granted & ({Permission(scope) for scope in scopes_of(key) if scope in SCOPES} | {Permission.DESK_READ})


def scopes_of(key: ApiKey) -> tuple[str, ...]:
    """Return the key's scopes in the words of this release: whoever read tickets before read their notes, too."""
    notes = key.generation == 0 and Permission.TICKETS_READ in key.scopes
    return tuple(sorted({*key.scopes, Permission.NOTES_READ.value})) if notes else key.scopes


def check(held: frozenset[Permission], needed: Permission, *, signed_in: bool) -> None:
    """Raise DeskError where somebody lacks a permission: `signed_in_admin_only` where no API key can ever have it."""
    if needed in held:
        return
    if needed is Permission.RIGHTS_WRITE and not signed_in:
        raise _in_person()
    raise DeskError("forbidden", f"This needs the permission {needed.value}.")


def check_given(held: frozenset[Permission], given: frozenset[Permission]) -> None:
    """Raise DeskError where what is `given` is more than the giver may do: `signed_in_admin_only` for what takes an
    admin, else `beyond_own_rights`, which names it.
    """
    beyond = given - held
    if Permission.RIGHTS_WRITE in beyond:
        raise _in_person()
    if beyond:
        missing = ", ".join(sorted(beyond))
        raise DeskError("beyond_own_rights", f"Nobody gives more than they may do themselves. Missing: {missing}.")


def _in_person() -> DeskError:
    return DeskError("signed_in_admin_only", "No API key may do this. It takes an admin who signed in.")
