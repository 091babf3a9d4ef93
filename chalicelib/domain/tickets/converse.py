"""What is said on a ticket, by whomever, and what becomes of the ticket by that. Pure, as the other rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.people.people import Participant
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat, unless_usual
from chalicelib.domain.tickets.decision import TICK, Begun, Decision, Moment, advanced, decide
from chalicelib.domain.tickets.fields import changed, taken, with_status
from chalicelib.domain.tickets.mail_threads import Threads
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage, Said, SendState
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import PARTICIPANTS, TITLE_LENGTH, T, Ticket
from chalicelib.domain.tickets.timing import Talk
from chalicelib.domain.tickets.withdraw import kept_for_undo
from chalicelib.domain.vocabulary import Sealing, Status

_REOPENED = (Status.WAITING, Status.RESOLVED)
"""The statuses that a customer's message ends."""


def agent_reply(
    ticket: T,
    body: str,
    moment: Moment,
    attachments: tuple[Attachment, ...] = (),
    status: Status | None = None,
    hold: timedelta = timedelta(0),
    body_format: BodyFormat | None = None,
    identity: SenderIdentity | None = None,
    signed: Sealing | None = None,
    begun: Begun[T] | None = None,
) -> Decision[T]:
    """An answer to the customer: an open ticket goes In Progress. The first one is the first response.

    For the time of `hold` it can be taken back, and nobody outside sees it. Without `body_format` it is Markdown.
    `identity` says of one that came by mail how sure it is who wrote it, `signed` what that mail was signed by.
    `begun` is the command that it is a part of, if it did more to the ticket. Raises DeskError `is_spam`.
    """
    check_not_spam(ticket)
    said = _public_message(ticket, MessageKind.AGENT_REPLY, body, moment, attachments)
    said = replace(
        said,
        identity=identity,
        signed=signed,
        delivery={person.id: JobState.QUEUED.value for person in links.recipients(ticket)},
        said_format=unless_usual(body_format, said.usual_format),
    )
    if status is None and ticket.status is Status.OPEN:
        status = Status.IN_PROGRESS
    if hold:
        said = replace(said, send_state=SendState.HELD, visible_at=said.at + hold)
    first = ticket.first_responded_at or said.at
    spoken = replace(ticket, first_responded_at=first, last_speaker="agent")
    decision = _after_saying(spoken, begun or Begun(ticket), said, EventType.AGENT_REPLIED, moment, status)
    if not hold:
        return decision
    assert decision.action is not None
    return kept_for_undo(replace(decision, action=replace(decision.action, visible_at=said.visible_at)))


def customer_message(
    ticket: Ticket,
    body: str,
    moment: Moment,
    *,
    quoted: str = "",
    attachments: tuple[Attachment, ...] = (),
    html_id: str | None = None,
    formatted: str = "",
    stranger: str | None = None,
    identity: SenderIdentity | None = None,
    signed: Sealing | None = None,
    newcomers: tuple[Participant, ...] = (),
    proposed: tuple[Participant, ...] = (),
    threads: Threads | None = None,
    machine: bool = False,
) -> Decision[Ticket]:
    """Something the customer's side says. An archived ticket is restored, a snoozed one wakes, Waiting and Resolved
    become Open. `newcomers` were in copy: they take part from now on, as far as there is room, and whoever did so
    unproven is proven. Whom somebody unproven had in copy is `proposed` to members. `threads` are those after a mail.
    `machine`: a program wrote it.

    Closed is `follow_up`'s business.
    """
    said = _public_message(ticket, MessageKind.CUSTOMER_MESSAGE, body, moment, attachments)
    said = replace(said, quoted=quoted, html_id=html_id, formatted=formatted, stranger=stranger)
    said = replace(said, identity=identity, signed=signed)
    unproven = identity is not None and not identity.proven
    spoken = replace(ticket, last_speaker="customer", archived_at=None, unattended=ticket.unattended or unproven)
    spoken = replace(spoken, threads=ticket.threads if threads is None else threads)
    spoken = replace(spoken, bucket=None) if spoken.is_snoozed else spoken
    reopened = Status.OPEN if ticket.status in _REOPENED else None
    more = _with_newcomers(ticket, newcomers)
    decision = _after_saying(
        replace(spoken, participants=more, proposed=_proposed(ticket, proposed, more)),
        Begun(ticket),
        said,
        EventType.CUSTOMER_REPLIED,
        moment,
        reopened,
    )
    assert decision.action is not None
    events = list(decision.action.events)
    if len(more) > len(ticket.participants):
        events += changed("participants", ticket.participants, more)
    if ticket.archived_at is not None:
        events.append(Event(EventType.RESTORED))
    action = replace(decision.action, events=tuple(events), unproven=unproven, machine=machine)
    return replace(decision, action=action)


def _with_newcomers(ticket: Ticket, newcomers: tuple[Participant, ...]) -> tuple[Participant, ...]:
    known = {person.address for person in links.everybody(ticket)}
    new = {person.address: person for person in newcomers if person.address not in known}
    named = {person.address for person in newcomers}
    old = [replace(one, proven=True) if one.address in named else one for one in ticket.participants]
    return (*old, *list(new.values())[: max(0, PARTICIPANTS - len(old))])


def _proposed(
    ticket: Ticket, proposed: tuple[Participant, ...], takes_part: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """Whom a member may let in, without those who are."""
    known = {person.address for person in links.everybody(ticket)} | {person.address for person in takes_part}
    new = {person.address: person for person in (*ticket.proposed, *proposed) if person.address not in known}
    return tuple(new.values())[:PARTICIPANTS]


def customer_message_on_duplicate(
    primary: Ticket, duplicate: Ticket, decision: Decision[Ticket]
) -> tuple[Decision[Ticket], Decision[Ticket]]:
    """A message on a merged ticket: it stays on the duplicate, what follows from it happens to the primary.

    `decision` is what the same message comes to when it is said on the primary.
    """
    assert decision.action is not None
    assert decision.said is not None
    effects = replace(
        decision,
        ticket=replace(decision.ticket, message_count=primary.message_count),
        action=replace(decision.action, message_number=duplicate.number),
        said=None,
    )
    threads = {**duplicate.threads, **decision.ticket.threads}
    heard = replace(duplicate, message_count=duplicate.message_count + 1, last_speaker="customer", threads=threads)
    kept = advanced(_reopened_when_parted(heard), decision.ticket.last_at)
    return effects, Decision(duplicate, kept, None, decision.said)


def _reopened_when_parted(duplicate: Ticket) -> Ticket:
    """What a customer says wants an answer, also should the merge be undone."""
    merger = duplicate.merger
    if merger is None or merger.status not in _REOPENED:
        return duplicate
    return replace(duplicate, merger=replace(merger, status=Status.OPEN, resolved_at=None))


def internal_note(
    ticket: T,
    body: str,
    moment: Moment,
    attachments: tuple[Attachment, ...] = (),
    mentions: tuple[str, ...] = (),
    body_format: BodyFormat | None = None,
    signed: Sealing | None = None,
    begun: Begun[T] | None = None,
) -> Decision[T]:
    """Something for members alone. It is no response and changes no status. `mentions` are ids of members it calls.
    Without `body_format` it is Markdown. `begun` is as in a reply."""
    _check_body(body, attachments)
    at = moment.after(ticket.last_at)
    said = InternalNote(id=moment.new_id(at), at=at, author=moment.actor, body=body, attachments=attachments)
    said = replace(said, said_format=unless_usual(body_format, said.usual_format), signed=signed)
    decision = _after_saying(ticket, begun or Begun(ticket), said, EventType.NOTED, moment, None)
    if not mentions:
        return decision
    assert decision.action is not None
    called = Event(EventType.MENTIONED, {"members": Change(None, list(mentions))})
    return replace(decision, action=replace(decision.action, events=(*decision.action.events, called)))


def follow_up(closed: Ticket, follow_up_number: int, moment: Moment) -> Decision[Ticket]:
    """A closed ticket learns that its customer's new message opened another one. An archived one is restored."""
    at = moment.after(closed.last_at)
    after = replace(closed, follow_ups=(*closed.follow_ups, follow_up_number), archived_at=None)
    events = [Event(EventType.FOLLOWED_UP, {"follow_up": Change(None, follow_up_number)})]
    if closed.archived_at:
        events.append(Event(EventType.RESTORED))
    return decide(closed, after, events, at, moment)


AUTOMATIC_LENGTH = 8_000


def auto_answered(ticket: Ticket, sender: str, subject: str, moment: Moment, text: str = "") -> Decision[Ticket]:
    """An out-of-office or similar came in: worth knowing, no reason to reopen, never answered. Its words are kept."""
    words = {"text": text[:AUTOMATIC_LENGTH]} if text else {}
    told = {"from": sender, "subject": subject[:TITLE_LENGTH], **words}
    return heard(ticket, EventType.AUTO_ANSWERED, told, moment)


def reacted(ticket: Ticket, sender: str, reaction: str, moment: Moment, text: str = "") -> Decision[Ticket]:
    """Somebody clicked on an emoji, an invitation's answer or a receipt. What they wrote beside it is kept."""
    words = {"text": text[:AUTOMATIC_LENGTH]} if text else {}
    return heard(ticket, EventType.REACTED, {"from": sender, "reaction": reaction, **words}, moment)


def heard(ticket: Ticket, event: EventType, told: Mapping[str, str], moment: Moment) -> Decision[Ticket]:
    """A program told of something by mail: that is an event, and changes nothing else."""
    changes = {name: Change(None, value) for name, value in told.items()}
    return decide(ticket, ticket, [Event(event, changes)], moment.after(ticket.last_at), moment)


def _public_message(
    ticket: Ticket, kind: MessageKind, body: str, moment: Moment, attachments: tuple[Attachment, ...]
) -> PublicMessage:
    _check_body(body, attachments)
    at = moment.after(ticket.last_at)
    return PublicMessage(
        id=moment.new_id(at), at=at, kind=kind, author=moment.actor, body=body, attachments=attachments
    )


def _after_saying(
    ticket: T, begun: Begun[Ticket], said: Said, event: EventType, moment: Moment, status: Status | None
) -> Decision[T]:
    """The ticket a message leaves behind. The action comes a millisecond later, so that the time line reads right."""
    at = said.at + TICK
    takes = moment.takes if event is EventType.AGENT_REPLIED else None
    ticket, assigned = taken(ticket, takes, moment.away)
    events = [Event(event), *begun.events, *assigned]
    if status is not None and status is not ticket.status:
        events += changed("status", ticket.status, status)
        ticket = with_status(ticket, status, at)
    after = replace(ticket, message_count=ticket.message_count + 1)
    return decide(begun.before, after, events, at, moment, Talk(said=said))


def _check_body(body: str, attachments: tuple[Attachment, ...]) -> None:
    if not has_something(body) and not attachments:
        raise invalid("body", "Write something first.")
