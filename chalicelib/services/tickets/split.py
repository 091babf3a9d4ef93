"""Splitting a customer's message into a ticket of its own: one transaction for both tickets and the message."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import attachment_key, copied_id, mail_html_key
from chalicelib.domain.loose import COPIES, look_again
from chalicelib.domain.tickets import create
from chalicelib.domain.tickets import split as rules
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.split import Copies, MessageWriter
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.people.contacts import Found, WhoWrites, find_or_make
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.agents import KEY_BYTES
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read


def split(
    seat: Seat,
    number: int,
    message_id: str,
    title: str | None = None,
    *,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[DescribedTicket]:
    """Make a ticket that begins with a customer's message, and return what came to be. `expected` speaks of the one
    it is split off.

    Raises DeskError `not_found`, for a note as for nothing, `nothing_to_split`, `already_split`, `is_spam`, `blocked`.
    """
    splitting = _Splitting(seat)

    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, Ticket, expected)
        return splitting.of(
            ticket, rules.check_split(ticket, seat.room.timeline.public_message(number, message_id)), title
        )

    return carry_out_plan(seat, plan, receipt=receipt)


@dataclass(slots=True)
class _Splitting:
    """The new ticket's number is drawn once, and its files are copied once, however often it is tried."""

    seat: Seat
    number: int = 0
    copied_of: PublicMessage | None = None
    copies: Copies = field(default_factory=Copies)

    def of(self, ticket: Ticket, message: PublicMessage, title: str | None) -> Plan[DescribedTicket]:
        writer = rules.writer_of(ticket, message)
        found = _contact(self.seat, writer)
        contact = ticket.contact if writer.is_contact else found.ref if found else None
        new = rules.beginning(ticket, message, title, writer, contact)
        if found and found.new:
            new = replace(new, newcomer=True)
        new = rules.with_copies_of(new, self._copied(message))
        self.number = self.number or self.seat.room.tickets.next_number()
        when = self.seat.moment()
        made = create.create(new, self.number, self.seat.desk.random_bytes(KEY_BYTES), when)
        made = rules.that_can_be_undone(made)
        return Plan(made, rules.split_off(ticket, message, self.number, when), found.new if found else None)

    def _copied(self, message: PublicMessage) -> Copies:
        if self.copied_of is None or self.copied_of.attachments != message.attachments:
            self.copied_of, self.copies = message, _copied_files(self.seat.desk, self.seat.room, message)
        return self.copies


def _contact(seat: Seat, writer: MessageWriter) -> Found | None:
    """Whoever wrote without being the ticket's contact: the new one is theirs."""
    if writer.is_contact or writer.address is None:
        return None
    found = find_or_make(seat.desk, seat.room, WhoWrites(email=writer.address, name=writer.name))
    if found.blocked:
        raise DeskError("blocked", "This desk takes no requests from this address.")
    return found


def _copied_files(desk: Desk, room: Room, message: PublicMessage) -> Copies:
    """The new ticket's own copies: what is erased of one ticket stays with the other. They are looked at again unless
    the ticket is stored that has them."""
    if not message.attachments and message.html_id is None:
        return Copies()
    copying, workspace = secrets.token_hex(13), room.workspace.id
    desk.work.ask(look_again(workspace, COPIES, copying, desk.clock.now()))
    files = []
    for file in message.attachments:
        copy_id = copied_id(copying, file.id)
        if _copy(desk, attachment_key(workspace, file.id), attachment_key(workspace, copy_id)):
            files.append(_renamed(file, copy_id))
    html_id = copied_id(copying, "html")
    kept = message.html_id and _copy(desk, mail_html_key(workspace, message.html_id), mail_html_key(workspace, html_id))
    return Copies(tuple(files), html_id if kept else None)


def _renamed(file: Attachment, copy_id: str) -> Attachment:
    """A picture that stands in a text by its own id does so by the new one."""
    return replace(file, id=copy_id, content_id=copy_id if file.content_id == file.id else file.content_id)


def _copy(desk: Desk, key: str, to: str) -> bool:
    """Copy a file; False for one that was erased meanwhile."""
    found = desk.files.beginning(key, 1)
    return found is not None and desk.files.copy(key, to, found.etag)
