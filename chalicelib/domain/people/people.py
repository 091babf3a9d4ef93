"""Who takes part: members, contacts, and the actor of a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.holds import Hold


class Role(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Absence:
    """The days on which a member is away, as `2026-12-03`, the first and the last one included, on their own clock.
    `substitute` is the member who stands in for them; None where nobody does."""

    first: str
    last: str
    substitute: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the workspace. `preferences` are as they are stored: `domain/notices/preferences` and `ways` say
    how, and read them. `signature` (Markdown) stands below their words in mails, `zone` (IANA) is that of their clock;
    None leaves both to the desk. `invited`: they were asked to come and haven't been here yet. `second_factor`: they
    have one, for admins to see; whether somebody came by one, their sign-in says. `sso` is who they are at their
    company, as `domain/accounts/sso` knows them again, since `sso_linked_at`; empty and None while they aren't known
    there. `absence` is what they last said of being away: `domain/people/absence` reads it."""

    id: str
    name: str
    email: str
    role: Role
    can_delete: bool = False
    active: bool = True
    preferences: Mapping[str, Any] = field(default_factory=dict)
    signature: str | None = None
    zone: str | None = None
    invited: bool = False
    second_factor: bool = False
    sso: str = field(default="", repr=False, metadata={"secret": True})
    sso_linked_at: str | None = None
    absence: Absence | None = None

    @property
    def may_be_assigned(self) -> bool:
        return self.active and self.role in (Role.ADMIN, Role.AGENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The customer. The first address is the one that mail goes to. `undeliverable` are those of the addresses at which
    a mail of the desk bounced for good, `complained` those whose reader called one spam. `parked`: what they wrote was
    spam, so that what they send is put aside. `notes` are members' own: no customer is ever told of them, nor of why
    somebody is `held`. `merged_into` is the contact who is the same person, and whom new mail is for; `merged` are
    those who point here.
    """

    id: str
    name: str
    addresses: tuple[str, ...] = ()
    company: str | None = None
    blocked: bool = False
    parked: bool = False
    undeliverable: tuple[str, ...] = ()
    complained: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    notes: str = ""
    merged_into: str | None = None
    merged: tuple[str, ...] = ()
    held: Hold | None = None

    @property
    def email(self) -> str | None:
        return self.addresses[0] if self.addresses else None


@dataclass(frozen=True, slots=True)
class ContactRef:
    """A ticket's copy of its contact, so that a list needs no further read."""

    id: str
    name: str
    email: str | None

    @classmethod
    def of(cls, contact: Contact) -> ContactRef:
        """Return a ticket's copy of them as they are."""
        return cls(contact.id, contact.name, contact.email)


@dataclass(frozen=True, slots=True)
class Participant:
    """A further address that gets the public replies. `proven`: it was named by a member, or by somebody whose right to
    name it is beyond doubt; a mail may be forged. A merge gives others nothing more to read.
    `since` is when a merge brought them: what was said before isn't for them; None for whoever may read all of it.
    """

    address: str
    name: str = ""
    proven: bool = True
    since: datetime | None = None
