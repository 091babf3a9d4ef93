"""Who may what. One table; members have the permissions of their role, API keys those of their scopes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.domain.people.people import Member, Role


class Permission(StrEnum):
    """The names are the scopes of API keys, too, but for `desk:read`, which is what agents need to do the work."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    TICKETS_DELETE = "tickets:delete"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    DESK_READ = "desk:read"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"


SCOPES = frozenset(Permission) - {Permission.DESK_READ}

_VIEWER = frozenset({Permission.TICKETS_READ, Permission.CONTACTS_READ})
_AGENT = _VIEWER | {Permission.TICKETS_WRITE, Permission.CONTACTS_WRITE, Permission.DESK_READ}
_ADMIN = _AGENT | {Permission.TICKETS_DELETE, Permission.SETTINGS_READ, Permission.SETTINGS_WRITE}
_OF_ROLE = {Role.VIEWER: _VIEWER, Role.AGENT: _AGENT, Role.ADMIN: _ADMIN}


def of_member(member: Member) -> frozenset[Permission]:
    """A role of a later release may do nothing here: nobody knows what it leaves out."""
    if not member.active or member.role not in _OF_ROLE:
        return frozenset()
    extra = {Permission.TICKETS_DELETE} if member.can_delete and member.role is not Role.VIEWER else set()
    return _OF_ROLE[member.role] | extra


def of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """A key that reads settings reads what agents read of them, too."""
    granted = {Permission(scope) for scope in scopes if scope in SCOPES}
    if Permission.SETTINGS_READ in granted:
        granted.add(Permission.DESK_READ)
    return frozenset(granted)
