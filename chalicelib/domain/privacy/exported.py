"""What the export of a person holds, as plain values: no type here could carry an internal note."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.files import clean_name
from chalicelib.domain.people.addresses import known_as
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.ticket import Ticket

KEPT_DAYS = 7
"""Days for which a finished export can be fetched. The rule of the file store for `exports/` says the same."""
_NAME_BYTES = 100
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class ExportedRole(StrEnum):
    """The part that somebody has in a ticket: it is theirs; they get its replies; they wrote there once."""

    REQUESTER = "requester"
    PARTICIPANT = "participant"
    WRITER = "writer"


class LeftOut(StrEnum):
    """The reason why a file isn't in the archive."""

    WITHHELD = "withheld"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """A person: the contact that new tickets are for, and all who were merged into them."""

    contacts: tuple[Contact, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return all their addresses, in each form in which one may be stored."""
        given = (form for one in self.contacts for address in one.addresses for form in known_as(address))
        return tuple(dict.fromkeys(given))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.contacts)

    def owns(self, ticket: Ticket) -> bool:
        """Return whether they are the contact of the ticket."""
        return ticket.contact is not None and ticket.contact.id in self.ids

    def wrote(self, message: PublicMessage) -> bool:
        """Return whether a message is their own, whatever they were on the ticket then."""
        if message.kind is not MessageKind.CUSTOMER_MESSAGE:
            return False
        if message.stranger is not None:
            return message.stranger in self.addresses
        known = (
            *map(links.contact_recipient_id, self.ids),
            *map(links.participant_recipient_id, self.addresses),
        )
        return any(links.is_same(message.author.id, one) for one in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file of a message. `path` is its place in the archive, None for one that is `left_out`."""

    id: str
    name: str
    type: str
    size: int
    path: str | None
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedMessage:
    """Something that was said: the person's `own` words, or those of somebody else, under their name outside."""

    at: datetime
    own: bool
    author: str
    body: str
    body_format: str
    quoted: str
    files: tuple[ExportedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTicket:
    """A ticket as the person may read it. What else is on a ticket, only members may know.

    `status`, `resolution` and the rating are there for whoever's ticket it is. `hidden`: something else was written in
    their name, nobody knows by whom, and they can't read it.
    """

    ref: str
    title: str
    role: ExportedRole
    created_at: datetime
    status: str | None = None
    resolution: str = ""
    score: int | None = None
    comment: str = ""
    rated_at: datetime | None = None
    hidden: bool = False
    messages: tuple[ExportedMessage, ...] = ()


def file_path(ref: str, place: int, name: str) -> str:
    """Return where a file lies in the archive: told apart by its place among those of the ticket, whatever its name."""
    flat = "".join(filter(str.isprintable, clean_name(name)))
    stem, dot, ending = flat.rpartition(".")
    if not stem or len(ending.encode()) > _NAME_BYTES // 4:
        stem, dot, ending = flat, "", ""
    kept = _shortened(stem, _NAME_BYTES - len((dot + ending).encode())).strip(" .")
    return f"files/{ref}/{place}-{kept or 'file'}{dot}{ending}"


def readable(text: str) -> str:
    """Return a text without the control characters that no page and no program may have to deal with."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def told_once(messages: Iterable[PublicMessage]) -> list[PublicMessage]:
    """Return the messages in the order of time, each once."""
    found = {message.id: message for message in messages}
    return sorted(found.values(), key=lambda message: (message.at, message.id))


def heard(person: ExportedPerson, messages: Collection[PublicMessage]) -> list[PublicMessage]:
    """Return what is for somebody on another's ticket: their own words, and the replies, without what those quote."""
    return [one for one in messages if one.kind is MessageKind.AGENT_REPLY or person.wrote(one)]


def _shortened(text: str, most: int) -> str:
    return text.encode()[: max(most, 0)].decode(errors="ignore")
