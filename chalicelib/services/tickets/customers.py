"""What customers do: ask by the portal, and say more on a ticket, from wherever they write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind, Recipient
from chalicelib.domain.idempotency import Once, RepeatedError, SeenMail
from chalicelib.domain.people.people import Contact, Participant
from chalicelib.domain.tickets import converse, create, lifecycle
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import PARTICIPANTS, Attachment, Ticket
from chalicelib.domain.vocabulary import Channel, Source, Status
from chalicelib.services.conflicts import decided
from chalicelib.services.people.contacts import WhoWrites, find_or_make
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, check_not_apart, ticket_by_number
from chalicelib.services.tickets.agents import KEY_BYTES, create_ticket
from chalicelib.services.tickets.commands import moment
from chalicelib.services.tickets.family import own_primary, primary_of
from chalicelib.services.tickets.lifecycle import _store


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a customer says, and how it came. `stranger` is the address of somebody the ticket doesn't know; what a
    program wrote is `quiet`: it is never answered automatically. `newcomers` take part from now on.
    """

    author: Actor
    body: str
    channel: Channel
    source: Source
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    html_id: str | None = None
    stranger: str | None = None
    newcomers: tuple[Participant, ...] = ()
    quiet: bool = False


def check_not_blocked(room: Room, person: Recipient, ticket: Ticket) -> None:
    """Raises DeskError `blocked` for a contact whom the desk takes nothing from any more, also on others' tickets."""
    own = ticket.contact if person.is_contact else None
    _check(room.contacts.get(own.id) if own else room.contacts.by_address(person.address))


def check_address_not_blocked(room: Room, address: str) -> None:
    """The same for whoever gives an address without having a link."""
    _check(room.contacts.by_address(address))


def _check(contact: Contact | None) -> None:
    if contact and contact.blocked:
        raise DeskError("blocked", "This desk takes nothing from this address.")


def submit(desk: Desk, room: Room, who: WhoWrites, new: NewTicket, once: Once) -> Ticket:
    """A request from the portal or the widget. The same form sent twice is one ticket."""
    actor = Actor(ActorKind.CUSTOMER, None, who.name or who.email or "")
    try:
        return create_ticket(desk, room, actor, new, who, once=once)
    except RepeatedError:
        return ticket_by_number(room, int(_result(room, once)))


def say(
    desk: Desk, room: Room, number: int, words: Words, *, once: Once | None = None, seen: SeenMail | None = None
) -> Ticket:
    """More from the customers' side. Returns the ticket it counts on: the primary of a merged one, or a new, linked one
    when that was closed."""
    if len(words.body) > BODY_LENGTH:
        raise DeskError("too_long", f"A message may have {BODY_LENGTH} characters at most.")
    follow_up = _FollowUp(desk, room, words)

    def attempt() -> Ticket:
        ticket = ticket_by_number(room, number, described=False)
        primary = primary_of(room, ticket)
        if primary.status is Status.CLOSED:
            return follow_up.of(ticket, primary, once, seen)
        decisions = _said(desk, room, primary, ticket, words)
        said = next(decision.said for decision in decisions if decision.said)
        room.tickets.commit(
            decisions,
            once=replace(once, result=str(primary.number)) if once else None,
            seen=replace(seen, number=number, entry_id=said.id) if seen else None,
        )
        return decisions[0].ticket

    try:
        return decided(attempt, patient=True)
    except RepeatedError:
        assert once is not None
        return ticket_by_number(room, int(_result(room, once)))


def _said(desk: Desk, room: Room, primary: Ticket, ticket: Ticket, words: Words) -> Sequence[Decision]:
    """What the words come to, on the ticket they were meant for or, where that was merged, on both."""
    when = moment(desk, room, words.author)
    apart = max(primary.last_at, ticket.last_at)
    decision = converse.customer_message(
        replace(primary, last_at=apart),
        words.body,
        when,
        quoted=words.quoted,
        attachments=words.attachments,
        html_id=words.html_id,
        stranger=words.stranger,
        newcomers=words.newcomers if ticket.number == primary.number else (),
    )
    decision = replace(decision, before=primary)
    if ticket.number == primary.number:
        return [decision]
    return converse.customer_message_on_duplicate(primary, ticket, decision)


@dataclass(slots=True)
class _FollowUp:
    """The ticket that a message on a closed one opens. Its number is drawn once, however often it is tried."""

    desk: Desk
    room: Room
    words: Words
    number: int | None = None

    def of(self, ticket: Ticket, closed: Ticket, once: Once | None, seen: SeenMail | None) -> Ticket:
        """`ticket` is the one written to. Where it was merged, `closed` may be another customer's, of whom nothing must
        get into the new one."""
        self.number = self.number or self.room.tickets.next_number()
        when = moment(self.desk, self.room, self.words.author)
        stranger = self.words.stranger
        found = (
            find_or_make(self.desk, self.room, WhoWrites(email=stranger, name=self.words.author.name))
            if stranger
            else None
        )
        new = NewTicket(
            title=ticket.title,
            description=self.words.body,
            channel=self.words.channel,
            source=self.words.source,
            type=ticket.type,
            assignee_id=self._assignee(closed),
            contact=found.ref if found else ticket.contact,
            participants=() if found else self._participants(ticket),
            attachments=self.words.attachments,
            html_id=self.words.html_id,
            notify_customer=ticket.notify_customer,
            quiet=self.words.quiet,
            follow_up_of=closed.number,
            language=ticket.language,
            mailbox=ticket.mailbox,
        )
        opened = create.create(new, self.number, self.desk.random_bytes(KEY_BYTES), when)
        linked = converse.follow_up(closed, self.number, when)
        self.room.tickets.commit(
            [opened, linked],
            new_contact=found.new if found else None,
            once=replace(once, result=str(self.number)) if once else None,
            seen=replace(seen, number=self.number) if seen else None,
        )
        return opened.ticket

    def _participants(self, ticket: Ticket) -> tuple[Participant, ...]:
        people = {one.address: one for one in self.words.newcomers}
        for one in ticket.participants:
            people.setdefault(one.address, one)
        return tuple(people.values())[:PARTICIPANTS]

    def _assignee(self, closed: Ticket) -> str | None:
        member = self.room.workspace.members.get(closed.assignee_id or "")
        return member.id if member and member.may_be_assigned else None


def _result(room: Room, once: Once) -> str:
    stored = room.repeats.find(once)
    if stored is None:
        raise RuntimeError("a command was refused as repeated, yet nothing says what came of it")
    return stored.result


def rate(desk: Desk, room: Room, visit: Visit, score: int, comment: str) -> Ticket:
    """The score of the ticket's own contact, also when it was merged: rating means the ticket the link was issued for.

    Raises DeskError `forbidden` for a participant, `merged` for a link that leads no further.
    """
    check_not_apart(visit)
    if not visit.recipient.is_contact:
        raise lifecycle.only_the_contact()
    actor = Actor(ActorKind.CUSTOMER, visit.recipient.id, visit.recipient.name or visit.recipient.address)

    def attempt() -> Ticket:
        ticket = ticket_by_number(room, visit.ticket.number)
        return _store(room, lifecycle.rate(ticket, score, comment, moment(desk, room, actor)), None)

    return decided(attempt)


def solved(desk: Desk, room: Room, visit: Visit, once: Once) -> Ticket:
    """What the customer calls solved is resolved: his ticket, or the one of his own that it was merged into.

    Raises DeskError `forbidden` for a participant, and when it was merged into somebody else's; `merged` for a link
    that leads no further.
    """
    check_not_apart(visit)
    actor = Actor(ActorKind.CUSTOMER, visit.recipient.id, visit.recipient.name or visit.recipient.address)

    def attempt() -> Ticket:
        ticket = own_primary(room, ticket_by_number(room, visit.ticket.number))
        if ticket is None or not visit.recipient.is_contact:
            raise lifecycle.only_the_contact()
        return _store(room, lifecycle.solved(ticket, moment(desk, room, actor)), once)

    try:
        return decided(attempt)
    except RepeatedError:
        return ticket_by_number(room, visit.ticket.number)
