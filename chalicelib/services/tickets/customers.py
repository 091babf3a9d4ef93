"""What customers do: ask by the portal, and say more on a ticket, from wherever they write."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action, Actor, ActorKind, EventType
from chalicelib.domain.idempotency import Once, RepeatedError
from chalicelib.domain.ids import beginning_at
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.people.people import Participant
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.tickets import converse, create, lifecycle
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.links import person_of, thread_of
from chalicelib.domain.tickets.mail_threads import MailThread, Threads, with_mail
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import PARTICIPANTS, Ticket
from chalicelib.domain.vocabulary import Channel, Sealing, Source, Status
from chalicelib.services.people.contacts import Found, WhoWrites, find_or_make
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import Visit, ticket_by_number
from chalicelib.services.tickets.agents import KEY_BYTES, create_ticket
from chalicelib.services.tickets.commands import NONE, Plan, Receipt, carry_out, carry_out_plan, read
from chalicelib.services.tickets.family import own_primary, primary_of, told_to_family

_AT_ONCE = 20
"""Entries of a time line that are looked through for a rating whose instant is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMessage:
    """A customer's message, and how it came. `stranger` is the address of somebody the ticket doesn't know; what a
    program wrote is `quiet`, and `machine`: it is never answered automatically. Of `spam` nobody hears. `newcomers`
    take part from now on, `proposed` do if a member wants them to. `title` is the writer's own, empty where they gave
    none. `mail` is the one it came by, of somebody whom answers go to; `signed` what any such mail was signed by.
    """

    body: str
    channel: Channel
    source: Source
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    html_id: str | None = None
    formatted: str = ""
    stranger: str | None = None
    identity: SenderIdentity | None = None
    newcomers: tuple[Participant, ...] = ()
    proposed: tuple[Participant, ...] = ()
    title: str = ""
    quiet: bool = False
    machine: bool = False
    mail: MailThread | None = None
    signed: Sealing | None = None
    spam: bool = False

    def threads(self, ticket: Ticket, writer: Actor) -> Threads:
        """Return what answers on that ticket go on from after the message."""
        person = person_of(ticket, writer.id)
        return with_mail(ticket.threads, thread_of(ticket, person), self.mail) if person else ticket.threads


def submit(desk: Desk, room: Room, who: WhoWrites, new: NewTicket, once: Once) -> Ticket:
    """A request from the portal or the widget, which is spam if the contact's are. The same form sent twice is one
    ticket."""
    actor = Actor(ActorKind.CUSTOMER, None, who.name or who.email or "")
    try:
        return create_ticket(Seat(desk, room, actor), new, who, receipt=Receipt(once=once), sorted_out=True)
    except RepeatedError:
        return ticket_by_number(room, _number_of(room, once), Ticket)


def say(seat: Seat, number: int, message: CustomerMessage, *, receipt: Receipt = NONE) -> Ticket:
    """Carry out more from the customers' side: whoever sits in `seat` wrote it.

    Return the ticket it counts on: the primary of a merged one, or a new, linked one when that was closed, or when
    what they write is spam.
    """
    if len(message.body) > BODY_LENGTH:
        raise DeskError("too_long", f"A message may have {BODY_LENGTH} characters at most.")
    follow_up = _FollowUp(seat, message)

    def plan() -> Plan[Ticket]:
        ticket = read(seat.room, number, Ticket, on_merged=True)
        primary = primary_of(seat.room, ticket)
        if primary.status is Status.CLOSED or (message.spam and not primary.is_spam):
            return follow_up.of(ticket, primary)
        return _said(seat, primary, ticket, message)

    try:
        return carry_out_plan(seat, plan, receipt=receipt, patient=True).ticket
    except RepeatedError:
        assert receipt.once is not None
        return ticket_by_number(seat.room, _number_of(seat.room, receipt.once), Ticket)


def _said(seat: Seat, primary: Ticket, ticket: Ticket, message: CustomerMessage) -> Plan[Ticket]:
    """What the words come to, on the ticket they were meant for or, where that was merged, on both."""
    apart = max(primary.last_at, ticket.last_at)
    decision = converse.customer_message(
        replace(primary, last_at=apart),
        message.body,
        seat.moment(),
        quoted=message.quoted,
        attachments=message.attachments,
        html_id=message.html_id,
        formatted=message.formatted,
        stranger=message.stranger,
        identity=message.identity,
        signed=message.signed,
        newcomers=message.newcomers if ticket.number == primary.number else (),
        proposed=message.proposed if ticket.number == primary.number else (),
        threads=message.threads(primary, seat.actor),
        machine=message.machine,
    )
    decision = replace(decision, before=primary)
    if ticket.number == primary.number:
        return Plan(decision)
    return Plan(*converse.customer_message_on_duplicate(primary, ticket, decision))


@dataclass(slots=True)
class _FollowUp:
    """The ticket that a message on a closed one opens. Its number is drawn once, however often it is tried."""

    seat: Seat
    message: CustomerMessage
    number: int | None = None

    def of(self, ticket: Ticket, closed: Ticket) -> Plan[Ticket]:
        """`ticket` is the one written to. Where it was merged, `closed` may be another customer's, of whom nothing must
        get into the new one."""
        self.number = self.number or self.seat.room.tickets.next_number()
        found = self._stranger()
        new = NewTicket(
            title=self._title(ticket),
            description=self.message.body,
            channel=self.message.channel,
            source=self.message.source,
            type=ticket.type,
            assignee_id=self._assignee(closed),
            contact=found.ref if found else ticket.contact,
            participants=() if found else self._participants(ticket),
            attachments=self.message.attachments,
            html_id=self.message.html_id,
            formatted=self.message.formatted,
            notify_customer=ticket.notify_customer,
            quiet=self.message.quiet,
            machine=self.message.machine,
            follow_up_of=closed.number,
            language=ticket.language,
            mailbox=ticket.mailbox,
            answers_to=None if found else ticket.answers_to,
            requester=self.message.identity,
            newcomer=found.new is not None if found else ticket.newcomer,
            proposed=self.message.proposed,
            mail=self.message.mail,
            signed=self.message.signed,
            spam=self.message.spam or closed.is_spam,
        )
        when = self.seat.moment()
        opened = create.create(new, self.number, self.seat.desk.random_bytes(KEY_BYTES), when)
        told = None if new.spam else converse.follow_up(closed, self.number, when)
        return Plan(opened, told, found.new if found else None)

    def _title(self, ticket: Ticket) -> str:
        """What the closed one was about is nothing that somebody may learn who only knows its reference."""
        identity = self.message.identity
        return ticket.title if identity is None or identity.proven else self.message.title or ticket.title

    def _stranger(self) -> Found | None:
        """Whoever wrote without being on the ticket: the new one is theirs."""
        if not self.message.stranger:
            return None
        who = WhoWrites(email=self.message.stranger, name=self.seat.actor.name)
        return find_or_make(self.seat.desk, self.seat.room, who)

    def _participants(self, ticket: Ticket) -> tuple[Participant, ...]:
        people = {one.address: one for one in self.message.newcomers}
        for one in ticket.participants:
            people.setdefault(one.address, one)
        return tuple(people.values())[:PARTICIPANTS]

    def _assignee(self, closed: Ticket) -> str | None:
        member = self.seat.room.workspace.members.get(closed.assignee_id or "")
        return member.id if member and member.may_be_assigned else None


def _number_of(room: Room, once: Once) -> int:
    stored = room.repeats.find(once)
    if stored is None:
        raise RuntimeError("a command was refused as repeated, yet nothing says what came of it")
    return int(stored.result)


def rate(desk: Desk, room: Room, visit: Visit, score: int, comment: str) -> Ticket:
    """The score of the ticket's own contact, also when it was merged: rating means the ticket the link was issued for.

    Raises DeskError `forbidden` for a participant, and for whoever isn't shown the answers.
    """
    if not visit.decides:
        raise lifecycle.only_the_contact()
    seat = visitors_seat(desk, room, visit)

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        former = _rating(room, ticket) if ticket.csat_score is not None else None
        said = masked(comment, room.workspace.masking)
        return replace(lifecycle.rate(ticket, score, said, moment), former=former)

    return carry_out(seat, visit.ticket.number, Ticket, decide, on_merged=True).ticket


def _rating(room: Room, ticket: Ticket) -> Action | None:
    """Return what told of the rating that holds."""
    if ticket.csat.rated_at is None:
        return None
    since = beginning_at(ticket.csat.rated_at)
    entries = room.timeline.page(ticket.number, _AT_ONCE, since, newest_first=False, consistent=True).items
    ratings = (one for one in entries if isinstance(one, Action) and EventType.RATED in one.types())
    return next((one for one in ratings if one.at == ticket.csat.rated_at), None)


def solved(desk: Desk, room: Room, visit: Visit, once: Once) -> Ticket:
    """Resolve what the customer calls solved: their ticket, or the one of their own that it was merged into.

    Raises DeskError `forbidden` for the same, and when it was merged into somebody else's.
    """
    seat = visitors_seat(desk, room, visit)

    def plan() -> Plan[Ticket]:
        ticket = own_primary(room, read(room, visit.ticket.number, Ticket, on_merged=True))
        if ticket is None or not visit.decides:
            raise lifecycle.only_the_contact()
        return Plan(told_to_family(room, lifecycle.solved(ticket, seat.moment())))

    try:
        return carry_out_plan(seat, plan, receipt=Receipt(once=once)).ticket
    except RepeatedError:
        return ticket_by_number(room, visit.ticket.number, Ticket)


def visitors_seat(desk: Desk, room: Room, visit: Visit) -> Seat:
    """Return the seat of whoever came by a link."""
    recipient = visit.recipient
    return Seat(desk, room, Actor(ActorKind.CUSTOMER, recipient.id, recipient.name or recipient.address))
