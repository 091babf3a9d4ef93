"""Splitting: what a customer wrote becomes the beginning of a ticket of its own, and stays where it was said.

The SLA clock of the new ticket begins with it, not with the message: what the customer waited until then is measured on
the ticket where they wrote, and two clocks must not count the same wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.events import Action, ActorKind, Change, Event, EventType
from chalicelib.domain.people.identity import Grounds
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.former import undoable
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import T, Ticket
from chalicelib.domain.vocabulary import Channel, Source

_OWN = frozenset({Source.EMAIL, Source.PORTAL, Source.WIDGET})
_NOT_BY_MAIL = frozenset(
    {Grounds.FORM, Grounds.LINK, Grounds.SIGNED, Grounds.CONFIRMED, Grounds.VOUCHED, Grounds.DENIED}
)


@dataclass(frozen=True, slots=True)
class MessageWriter:
    """The writer of a message: the ticket's contact (`is_contact`), or somebody else by their `address`. Of whom the
    ticket doesn't know any more nothing is there but a `name`."""

    name: str
    address: str | None = None
    is_contact: bool = False


@dataclass(frozen=True, slots=True)
class Copies:
    """The message's files, and the HTML of its mail, as copies of the new ticket's own."""

    files: tuple[Attachment, ...] = ()
    html_id: str | None = None


def check_split(ticket: Ticket, message: PublicMessage | None) -> PublicMessage:
    """Return the message if it can be split off. Raise DeskError `not_found` for a note as for nothing, `is_spam`,
    `nothing_to_split` for what no customer wrote, `already_split`."""
    if message is None:
        raise not_found("message")
    check_not_spam(ticket)
    if message.kind is not MessageKind.CUSTOMER_MESSAGE or message.author.kind is not ActorKind.CUSTOMER:
        raise DeskError("nothing_to_split", "Only what a customer wrote can become a ticket of its own.")
    if message.split_into:
        raise DeskError("already_split", "This message is a ticket of its own already.")
    return message


def writer_of(ticket: Ticket, message: PublicMessage) -> MessageWriter:
    """Return who wrote a customer's message, as far as the ticket knows."""
    if message.stranger:
        return MessageWriter(message.author.name, message.stranger)
    person = links.person_of(ticket, message.author.id)
    if person is None:
        return MessageWriter(message.author.name)
    return MessageWriter(person.name or message.author.name, person.address, person.is_contact)


def beginning(
    ticket: Ticket, message: PublicMessage, title: str | None, writer: MessageWriter, contact: ContactRef | None
) -> NewTicket:
    """Return what the new ticket starts from, without the files. Nobody but its contact takes part in it, and they are
    sent no confirmation: they know what they wrote."""
    channel, source = _way_of(ticket, message)
    return NewTicket(
        title=title or ticket.title,
        channel=channel,
        source=source,
        description=message.body,
        formatted=message.formatted,
        body_format=message.body_format,
        type=ticket.type,
        contact=contact,
        notify_customer=ticket.notify_customer,
        quiet=True,
        split_from=ticket.number,
        language=ticket.language,
        mailbox=ticket.mailbox,
        requester=message.identity,
        newcomer=ticket.newcomer and writer.is_contact,
        answers_to=ticket.answers_to if writer.is_contact else None,
        signed=message.signed,
    )


def with_copies_of(new: NewTicket, copies: Copies) -> NewTicket:
    """Return the same with its files."""
    return replace(new, attachments=copies.files, html_id=copies.html_id)


def split_off(ticket: T, message: PublicMessage, number: int, moment: Moment) -> Decision[T]:
    """Return what becomes of the ticket where it was said: it learns of the new one, and its customers don't."""
    told = {"message": Change(None, message.id), "split_into": Change(None, number)}
    decision = decide(ticket, replace(ticket), [Event(EventType.SPLIT, told)], moment.after(ticket.last_at), moment)
    return replace(silenced(decision), split=(message.id, number))


def that_can_be_undone(made: Decision[T]) -> Decision[T]:
    """Return what makes the new ticket as what can be taken back."""
    return replace(made, action=undoable(made.action)) if made.action else made


def splits_in(actions: Iterable[Action]) -> Iterator[tuple[str, int]]:
    """Yield which messages some actions of a ticket split into which tickets."""
    for action in actions:
        for event in action.events:
            if event.type is EventType.SPLIT:
                yield event.changes["message"].after, event.changes["split_into"].after


def _way_of(ticket: Ticket, message: PublicMessage) -> tuple[Channel, Source]:
    """A message doesn't say how it came; what a mail brings with it does."""
    grounds = message.identity.why if message.identity else None
    by_mail = bool(message.html_id or message.quoted or message.stranger) or grounds not in (None, *_NOT_BY_MAIL)
    source = Source.EMAIL if by_mail else ticket.source if ticket.source in _OWN else Source.PORTAL
    if source is ticket.source:
        return ticket.channel, source
    return Channel.EMAIL if source is Source.EMAIL else Channel.PORTAL, source
