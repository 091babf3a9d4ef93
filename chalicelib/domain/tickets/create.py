"""The ticket rules: each function decides one command into a changed ticket and one action. Pure; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.events import SPAM, ActorKind, Change, Event, EventType
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets import converse
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat, unless_usual, usual_of_description
from chalicelib.domain.tickets.decision import Decision, Moment, action_of
from chalicelib.domain.tickets.fields import FIELDS, assigned, changed, with_status
from chalicelib.domain.tickets.mail_threads import MailThread, with_mail
from chalicelib.domain.tickets.ticket import DescribedTicket, opener
from chalicelib.domain.tickets.timing import SILENCE, timed
from chalicelib.domain.vocabulary import Channel, Priority, Sealing, Source, Status, TicketType


@dataclass(frozen=True, slots=True)
class NoteWith:
    """An internal note that a ticket begins with."""

    body: str
    attachments: tuple[Attachment, ...] = ()
    body_format: BodyFormat | None = None
    signed: Sealing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """The values a ticket starts from. `quiet`: its creation is told to no customer (mail from a list or a robot).
    `machine`: a program wrote it, so nobody is told who only watches for new work. `mail` is the contact's own that it
    came by. `spam`: it begins as that. Without `body_format` its description is read as usual for its source.
    """

    title: str
    channel: Channel
    source: Source
    description: str = ""
    type: TicketType = TicketType.SUPPORT_TICKET
    priority: Priority = Priority.MEDIUM
    status: Status = Status.OPEN
    assignee_id: str | None = None
    contact: ContactRef | None = None
    participants: tuple[Participant, ...] = ()
    label_ids: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    html_id: str | None = None
    formatted: str = ""
    notify_customer: bool = True
    quiet: bool = False
    machine: bool = False
    follow_up_of: int | None = None
    split_from: int | None = None
    note: NoteWith | None = None
    language: str | None = None
    mailbox: str | None = None
    requester: SenderIdentity | None = None
    proposed: tuple[Participant, ...] = ()
    newcomer: bool = False
    mail: MailThread | None = None
    body_format: BodyFormat | None = None
    answers_to: str | None = None
    signed: Sealing | None = None
    spam: bool = False


def create(new: NewTicket, number: int, key: bytes, moment: Moment) -> Decision[DescribedTicket]:
    """A new ticket. An assignee given at once is told of the creation, and the history says so in the same action."""
    at = moment.after(None)
    gets, assigning = assigned(None, new.assignee_id, moment.away)
    new = replace(new, assignee_id=gets)
    given = {name: field.checked(getattr(new, name), getattr(new, name)) for name, field in FIELDS.items()}
    ticket = DescribedTicket(
        **{**given, "status": Status.OPEN},
        number=number,
        source=new.source,
        created_at=at,
        updated_at=at,
        last_at=at,
        version=1,
        key=key,
        attachments=new.attachments,
        html_id=new.html_id,
        formatted=new.formatted,
        notify_customer=new.notify_customer,
        last_speaker="customer" if moment.actor.kind is ActorKind.CUSTOMER or new.split_from else None,
        follow_up_of=new.follow_up_of,
        split_from=new.split_from,
        language=new.language,
        mailbox=new.mailbox,
        requester=new.requester,
        newcomer=new.newcomer,
        threads=with_mail({}, new.contact.email, new.mail) if new.contact and new.contact.email else {},
        opened_by=opener(new.source, moment.actor),
        said_format=unless_usual(new.body_format, usual_of_description(new.source)),
        answers_to=new.answers_to,
        signed=new.signed,
        bucket=SPAM if new.spam else None,
        unattended=new.requester is not None and not new.requester.proven,
    )
    events = [Event(EventType.CREATED)]
    if new.split_from:
        events.append(Event(EventType.SPLIT_FROM, {"split_from": Change(None, new.split_from)}))
    if new.status is not Status.OPEN:
        ticket = with_status(ticket, new.status, at)
        events += changed("status", Status.OPEN, new.status)
    events += assigning
    noted = _noted(ticket, new.note, moment) if new.note else None
    if noted:
        ticket, events = replace(noted.ticket, version=1), [*events, Event(EventType.NOTED)]
    said = noted.said if noted else None
    ticket = timed(None, ticket, moment.promises, SILENCE)
    action = action_of(None, ticket, events, moment, said.id if said else None)
    action = replace(action, unproven=not ticket.requester_verified, machine=new.machine)
    return Decision(None, ticket, replace(action, recipients=()) if new.quiet else action, said)


def _noted(ticket: DescribedTicket, note: NoteWith, moment: Moment) -> Decision[DescribedTicket]:
    return converse.internal_note(
        ticket, note.body, moment, note.attachments, body_format=note.body_format, signed=note.signed
    )
