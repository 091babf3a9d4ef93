"""Which ticket a mail belongs to, and who is writing on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.events import Recipient
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail import clues
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.own_ids import own_reply_token
from chalicelib.services.tickets.access import find_ticket


@dataclass(frozen=True, slots=True)
class ThreadMatch:
    """The ticket, and the writer: one of its recipients, else a member, else a stranger (both None).

    `by_token`: the mail has the secret of a reply address.
    """

    ticket: Ticket
    writer: Recipient | None = None
    member: Member | None = None
    by_token: bool = False


def find_thread(case: MailCase) -> ThreadMatch | None:
    """In order: the reply token in an address; the mails it answers, newest first; the reference in the subject.

    The last is known to anybody, so it counts only from somebody who is on the ticket or a member, and not where it
    may be another desk's reference.
    """
    found = clues(case.mail, prefix=case.room.workspace.prefix)
    for ticket, by_token in _by_secret(case, found.tokens, found.message_ids):
        return _thread(case, ticket, by_token)
    for number in () if case.may_be_another_desks() else found.references:
        ticket_named = find_ticket(case.room, number, Ticket)
        thread = _thread(case, ticket_named) if ticket_named else None
        if thread and (thread.writer or thread.member):
            return thread
    return None


def _by_secret(case: MailCase, tokens: tuple[str, ...], message_ids: tuple[str, ...]) -> Iterator[tuple[Ticket, bool]]:
    """Tickets that this mail proves to belong to, the surest proof first, and whether that is a token of ours."""
    own = [own_reply_token(message_id) for message_id in message_ids]
    for text in [*tokens, *filter(None, own)]:
        token = links.parse(text)
        ticket = find_ticket(case.room, token.number, Ticket) if token else None
        if token and ticket and links.holder(case.room.workspace.id, ticket, token, Purpose.REPLY):
            yield ticket, True
    for message_id in message_ids:
        number = case.room.repeats.ticket_of(message_id)
        ticket = find_ticket(case.room, number, Ticket) if number else None
        if ticket:
            yield ticket, False


def _thread(case: MailCase, ticket: Ticket, by_token: bool = False) -> ThreadMatch:
    writer = _recipient(case, ticket)
    member = None if writer else member_who_wrote(case)
    return ThreadMatch(ticket, writer, member, by_token)


def _recipient(case: MailCase, ticket: Ticket) -> Recipient | None:
    """The contact, by any of their addresses, or a participant."""
    if not case.writer_is_sure:
        return None
    people = links.everybody(ticket)
    for person in people:
        if person.address == case.sender:
            return person
    contact = case.room.contacts.by_address(case.sender)
    if contact and ticket.contact and contact.id == ticket.contact.id:
        return next((person for person in people if person.is_contact), None)
    return None


def member_who_wrote(case: MailCase) -> Member | None:
    """The member whose address is in From, if it may act on tickets. Whether it is genuine is for DMARC to say."""
    if not case.writer_is_sure:
        return None
    members = case.room.workspace.members.values()
    return next((member for member in members if member.email == case.sender and member.may_be_assigned), None)
