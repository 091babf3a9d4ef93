"""Who may what. One table; members have the permissions of their role, API keys those of their scopes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.domain.people.accounts import ApiKey
from chalicelib.domain.people.people import Member, Role


class Permission(StrEnum):
    """The names are the scopes of API keys, too, but for `desk:read`, which is what agents need to do the work."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    TICKETS_DELETE = "tickets:delete"
    NOTES_READ = "notes:read"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    DESK_READ = "desk:read"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"


SCOPES = frozenset(Permission) - {Permission.DESK_READ}

_VIEWER = frozenset({Permission.TICKETS_READ, Permission.NOTES_READ, Permission.CONTACTS_READ})
_AGENT = _VIEWER | {Permission.TICKETS_WRITE, Permission.CONTACTS_WRITE, Permission.DESK_READ}
_ADMIN = _AGENT | {Permission.TICKETS_DELETE, Permission.SETTINGS_READ, Permission.SETTINGS_WRITE}
_INCLUDED = {
    Permission.TICKETS_WRITE: Permission.TICKETS_READ,
    Permission.CONTACTS_WRITE: Permission.CONTACTS_READ,
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
