"""The gatekeeper: the only way to read a ticket, for members by its number and for customers by their link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.events import Recipient
from chalicelib.domain.people.identity import Grounds
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.merge import FAMILY
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import T, Ticket, TicketSummary, parse_reference, reference
from chalicelib.domain.vocabulary import Source
from chalicelib.services.ports import Room
from chalicelib.services.ports.reading import TicketReading


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody from outside on one ticket, by right of their own link. `proven`: the address is known to be theirs.
    `framed`: they came by a widget."""

    ticket: Ticket
    recipient: Recipient
    proven: bool
    framed: bool = False

    @property
    def answers_show(self) -> bool:
        """Return whether the answers are shown, and not mailed alone. Whoever was only shown their link may have asked
        in another's name, but for the widget's visitors whose address nobody had before: it tells of nobody else."""
        asked = self.ticket.requester
        if self.proven or asked is None:  # of requests from before nobody noted which of their links were mailed
            return True
        by_newcomer = self.ticket.source is Source.WIDGET and self.ticket.newcomer
        return self.framed and by_newcomer and not asked.contradicted

    @property
    def decides(self) -> bool:
        """Return whether they may call it solved, and rate it: the contact, by a link that shows the answers."""
        return self.recipient.is_contact and self.answers_show

    def wrote(self, message: PublicMessage) -> bool:
        """Return whether a message came by such a link as theirs, of which nobody can say who else holds it."""
        by_form = message.identity is not None and message.identity.why is Grounds.FORM
        return by_form and links.is_same(message.author.id, self.recipient.id)

    @property
    def apart(self) -> bool:
        """Return whether their ticket was merged, and they may not read what is said since: anybody can write a request
        in the name of the customer whose ticket it was merged with, and name anybody in copy."""
        may_go_on = self.proven and links.is_proven(self.ticket, self.recipient)
        return not may_go_on and (self.ticket.merged_into is not None or bool(self.ticket.duplicates))

    @property
    def reads_opening(self) -> bool:
        """Return whether what the ticket began with is for them."""
        shown = self.answers_show or (self.recipient.is_contact and self.ticket.source in _FORMS)
        return shown and self.may_read(self.ticket.created_at)

    def may_read(self, at: datetime, since: datetime | None = None) -> bool:
        """Return whether what was said at that moment is for them. `since` is when a merge brought them to where it was
        said; whoever a merge brought to their own ticket reads that from then on, and the contact all of it."""
        own = links.reads_since(self.ticket, self.recipient)
        return self.recipient.is_contact or all(at > begin for begin in (since, own) if begin)


_FORMS = (Source.PORTAL, Source.WIDGET)


def find_ticket(room: Room, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
    """Return a ticket, or None where there is no such number."""
    assert isinstance(room.tickets, TicketReading)
    return room.tickets.get(number, kind, consistent=consistent)


def find_alive(room: Room, number: int, kind: type[T]) -> T | None:
    """Return a ticket as whoever is outside may mean it: not one in the trash, nor what was merged into one there."""
    ticket = find_ticket(room, number, kind)
    return None if ticket is None or _is_deleted(room, ticket) else ticket


def _is_deleted(room: Room, ticket: Ticket) -> bool:
    for _ in range(FAMILY):
        if ticket.is_deleted or ticket.merged_into is None:
            return ticket.is_deleted
        ticket = ticket_by_number(room, ticket.merged_into, Ticket)
    return False


def ticket_by_number(room: Room, number: int, kind: type[T]) -> T:
    ticket = find_ticket(room, number, kind)
    if ticket is None:
        raise not_found()
    return ticket


def ticket_named(room: Room, text: str, field: str) -> Ticket:
    """Return the ticket that a body names at `field`. Raise DeskError at that field when there is none."""
    try:
        return ticket_by_number(room, number_of(room, text), Ticket)
    except DeskError as refusal:
        raise invalid(field, "Ticket not found.") from refusal


def number_of(room: Room, text: str) -> int:
    """Raises not_found for what is no reference: whoever guesses learns nothing from the difference."""
    number = parse_reference(room.workspace.prefix, text)
    if number is None:
        raise not_found()
    return number


def reference_of(room: Room, number: int) -> str:
    return reference(room.workspace.prefix, number)


def visit(room: Room, token_text: str, *, framed: bool = False, consistent: bool = True) -> Visit:
    """Return who comes with this token, and the ticket without its description.

    Raises not_found for a forged, foreign or revoked one alike, after the same calls: a description may lie in the file
    store, and reading it here would tell by its time that there is such a ticket.
    """
    token = links.parse(token_text)
    ticket = find_ticket(room, token.number, Ticket, consistent=consistent) if token else None
    mailed, shown = (
        links.holder(room.workspace.id, ticket, token, purpose) if token else None
        for purpose in (Purpose.MAILED, Purpose.SHOWN)
    )
    holder = mailed or shown
    if ticket is None or holder is None or _is_deleted(room, ticket):
        raise not_found("page")
    return Visit(ticket, holder, proven=mailed is not None, framed=framed)


def is_shown(row: TicketSummary) -> bool:
    """Return whether a ticket is among those that its customer finds: nobody put it away."""
    put_away = row.archived_at is not None or row.merged_into is not None or row.is_deleted
    return row.public and not put_away


def link_token(room: Room, ticket: Ticket, recipient_id: str, *, proven: bool) -> str:
    """Return the token that opens the ticket to one recipient; `proven` only if the address is known to be theirs."""
    purpose = Purpose.MAILED if proven else Purpose.SHOWN
    return str(links.token(room.workspace.id, ticket, recipient_id, purpose))


def tracking_url(portal_url: str, room: Room, ticket: Ticket, recipient_id: str, *, proven: bool = True) -> str:
    """The address to be mailed to that recipient; not `proven` where others may read it as well."""
    token = link_token(room, ticket, recipient_id, proven=proven)
    return f"{portal_url}/portal/{room.workspace.id}/t/{token}"
