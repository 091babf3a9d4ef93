"""Contacts and members."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import READ, Document, Email, Id, Instant, Name, Phone, something, word
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.holds import REASON_LENGTH
from chalicelib.domain.people.phones import PHONES


class ContactGiven(Schema):
    """A contact by the id of one that is there, or by address: found, or made with this name and company.

    One who has no address is made anew by the name or the phone alone: nothing is mailed to them until the contact is
    given an address.
    """

    email: Email | None = None
    name: Name = ""
    company: Name | None = None
    id: Id | None = None
    phone: Phone | None = None


class ContactBody(Schema):
    name: Name = ""
    email: Email | None = None
    company: Name | None = None
    phones: Annotated[list[Phone], Field(max_length=PHONES)] = Field(default_factory=list)


class PersonOut(Document):
    id: str
    name: str


class ContactRefOut(Document):
    id: str
    name: str
    email: str | None


class HoldBody(Schema):
    """The reason for which it has to be kept, for members alone."""

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=REASON_LENGTH), something(REASON_LENGTH), READ
    ]


class HoldOut(Document):
    """A hold: by whom, since when and why."""

    reason: str
    at: Instant
    by: PersonOut


class ContactOut(Document):
    """`undeliverable` are those of the addresses at which a mail bounced for good, `complained` those whose reader
    called one spam: they get none that nobody wrote. `parked`: a ticket of theirs was marked as spam, and their mail is
    suspended. `held` is why they and their tickets are kept whatever is asked for: for members, null for a key without
    `notes:read`."""

    id: str
    name: str
    email: str | None
    addresses: list[str]
    company: str | None
    blocked: bool
    parked: bool
    undeliverable: list[str]
    complained: list[str]
    merged_into: str | None
    held: HoldOut | None


class ContactDetailsOut(ContactOut):
    """`notes` are members' own and never for a customer: null for a key without `notes:read`. `merged` are the contacts
    who were merged into this one, directly or not: they keep their addresses and tickets, and what they send from now
    on is this one's."""

    phones: list[str]
    notes: str | None
    merged: list[ContactRefOut]


class ContactMergeBody(Schema):
    other: Id


class ContactsPage(Document):
    items: list[ContactOut]
    next_cursor: str | None


class HandoverOut(Document):
    """The tickets of `member_id` go to `to`; null for nobody."""

    member_id: str
    to: str | None


class AbsenceOut(Document):
    """The days that a member is away, first and last included, by their own clock. `now`: they are at this moment.
    `substitute` is whom they named, `stands_in` who is assigned what would be theirs at this moment: the substitute, or
    whoever stands in for them in turn; null where nobody does."""

    first: date
    last: date
    substitute: PersonOut | None
    now: bool
    stands_in: PersonOut | None


class AssigneeOut(PersonOut):
    """`absence` is null for somebody who isn't away at this moment."""

    absence: AbsenceOut | None = None


class MemberOut(Document):
    """`invited`: they were asked to come and haven't been here yet. `second_factor`: they have one switched on.
    `sso_linked`: the desk knows who they are at their company. `absence` is null for who isn't away, and won't be as
    far as they said."""

    id: str
    name: str
    email: str
    role: Annotated[str, word("admin", "agent", "viewer")]
    can_delete: bool
    active: bool
    invited: bool = False
    second_factor: bool = False
    sso_linked: bool = False
    absence: AbsenceOut | None = None


class MembersPage(Document):
    items: list[MemberOut]
    next_cursor: str | None
