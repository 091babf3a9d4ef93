"""The ticket rules: each function decides one command into a changed ticket and one action. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypedDict

from chalicelib.domain import links
from chalicelib.domain.decision import TICK, Decision, Moment, action_of, advanced, changed, decide, with_status
from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.lines import has_something, one_line
from chalicelib.domain.mailing import JobState
from chalicelib.domain.message import InternalNote, MessageKind, PublicMessage, Said, SendState
from chalicelib.domain.people import ActorKind, ContactRef, Participant
from chalicelib.domain.sla_timing import SILENCE, Talk, timed
from chalicelib.domain.ticket import (
    DESCRIPTION_LENGTH,
    TITLE_LENGTH,
    Attachment,
    Channel,
    Priority,
    Source,
    Status,
    Ticket,
    TicketType,
)
from chalicelib.domain.undo import kept_for_undo

PARTICIPANTS = 100
LABELS = 50
_REOPENED = (Status.WAITING, Status.RESOLVED)
"""The statuses that a customer's message ends."""


@dataclass(frozen=True, slots=True)
class NoteWith:
    """An internal note that a ticket begins with."""

    body: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What a ticket starts from. `quiet`: its creation is told to no customer (mail from a list or a robot)."""

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
    notify_customer: bool = True
    quiet: bool = False
    follow_up_of: int | None = None
    note: NoteWith | None = None
    language: str | None = None
    mailbox: str | None = None


class Changes(TypedDict, total=False):
    """The fields a change of a ticket may name. What isn't named stays."""

    title: str
    description: str
    type: TicketType
    priority: Priority
    status: Status
    assignee_id: str | None
    contact: ContactRef | None
    label_ids: tuple[str, ...]
    participants: tuple[Participant, ...]


def create(new: NewTicket, number: int, key: bytes, moment: Moment) -> Decision:
    """A new ticket. An assignee given at once is told of the creation, and the history says so in the same action."""
    title = title_of(new.title)
    _check_description(new.description)
    at = moment.after(None)
    ticket = Ticket(
        number=number,
        title=title,
        description=new.description,
        status=Status.OPEN,
        priority=new.priority,
        type=new.type,
        channel=new.channel,
        source=new.source,
        created_at=at,
        updated_at=at,
        last_at=at,
        version=1,
        key=key,
        assignee_id=new.assignee_id,
        contact=new.contact,
        participants=_participants(new.participants),
        label_ids=_labels(new.label_ids),
        attachments=new.attachments,
        html_id=new.html_id,
        notify_customer=new.notify_customer,
        last_speaker="customer" if moment.actor.kind is ActorKind.CUSTOMER else None,
        follow_up_of=new.follow_up_of,
        language=new.language,
        mailbox=new.mailbox,
    )
    events = [Event(EventType.CREATED)]
    if new.status is not Status.OPEN:
        ticket = with_status(ticket, new.status, at)
        events += changed("status", Status.OPEN, new.status)
    if new.assignee_id:
        events += changed("assignee_id", None, new.assignee_id)
    noted = internal_note(ticket, new.note.body, moment, new.note.attachments) if new.note else None
    if noted:
        ticket, events = replace(noted.ticket, version=1), [*events, Event(EventType.NOTED)]
    said = noted.said if noted else None
    ticket = timed(None, ticket, moment.promises, SILENCE)
    action = action_of(None, ticket, events, moment, said.id if said else None)
    return Decision(None, ticket, replace(action, recipients=()) if new.quiet else action, said)


def change(ticket: Ticket, changes: Changes, moment: Moment) -> Decision:
    """Some fields of a ticket become others. When nothing differs there is no action, and nothing to store."""
    if "title" in changes:
        changes = {**changes, "title": title_of(changes["title"])}
    if "description" in changes:
        _check_description(changes["description"])
    if "participants" in changes:
        changes = {**changes, "participants": _participants(changes["participants"])}
    if "label_ids" in changes:
        changes = {**changes, "label_ids": _labels(changes["label_ids"])}
    different = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not different:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    events = [event for name, value in different.items() for event in changed(name, getattr(ticket, name), value)]
    status = different.pop("status", None)
    after = replace(ticket, **different)  # type: ignore[arg-type]
    if isinstance(status, Status):
        after = with_status(after, status, at)
    return decide(ticket, after, events, at, moment)


def agent_reply(
    ticket: Ticket,
    body: str,
    moment: Moment,
    attachments: tuple[Attachment, ...] = (),
    status: Status | None = None,
    hold: timedelta = timedelta(0),
) -> Decision:
    """An answer to the customer: an open ticket goes In Progress. The first one is the first response.

    For the time of `hold` it can be taken back, and nobody outside sees it.
    """
    said = _public_message(ticket, MessageKind.AGENT_REPLY, body, moment, attachments)
    said = replace(said, delivery={person.id: JobState.QUEUED.value for person in links.recipients(ticket)})
    if status is None and ticket.status is Status.OPEN:
        status = Status.IN_PROGRESS
    if hold:
        said = replace(said, send_state=SendState.HELD, visible_at=said.at + hold)
    first = ticket.first_responded_at or said.at
    spoken = replace(ticket, first_responded_at=first, last_speaker="agent")
    decision = _after_saying(spoken, ticket, said, EventType.AGENT_REPLIED, moment, status)
    if decision.action is None or not hold:
        return decision
    return kept_for_undo(replace(decision, action=replace(decision.action, visible_at=said.visible_at)))


def customer_message(
    ticket: Ticket,
    body: str,
    moment: Moment,
    *,
    quoted: str = "",
    attachments: tuple[Attachment, ...] = (),
    html_id: str | None = None,
    stranger: str | None = None,
    newcomers: tuple[Participant, ...] = (),
) -> Decision:
    """Something the customer's side says. An archived ticket is restored, Waiting and Resolved become Open. `newcomers`
    were in copy: they take part from now on, as far as there is room.

    Closed is `follow_up`'s business.
    """
    said = _public_message(ticket, MessageKind.CUSTOMER_MESSAGE, body, moment, attachments)
    said = replace(said, quoted=quoted, html_id=html_id, stranger=stranger)
    spoken = replace(ticket, last_speaker="customer", archived_at=None)
    reopened = Status.OPEN if ticket.status in _REOPENED else None
    more = _with_newcomers(ticket, newcomers)
    decision = _after_saying(
        replace(spoken, participants=more), ticket, said, EventType.CUSTOMER_REPLIED, moment, reopened
    )
    assert decision.action is not None
    events = list(decision.action.events)
    if more != ticket.participants:
        events += changed("participants", ticket.participants, more)
    if ticket.archived_at is not None:
        events.append(Event(EventType.RESTORED))
    return replace(decision, action=replace(decision.action, events=tuple(events)))


def _with_newcomers(ticket: Ticket, newcomers: tuple[Participant, ...]) -> tuple[Participant, ...]:
    known = {person.address for person in links.everybody(ticket)}
    new = {person.address: person for person in newcomers if person.address not in known}
    room = max(0, PARTICIPANTS - len(ticket.participants))
    return (*ticket.participants, *list(new.values())[:room])


def customer_message_on_duplicate(primary: Ticket, duplicate: Ticket, decision: Decision) -> tuple[Decision, Decision]:
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
    heard = replace(duplicate, message_count=duplicate.message_count + 1, last_speaker="customer")
    kept = advanced(_reopened_when_parted(heard), decision.ticket.last_at)
    return effects, Decision(duplicate, kept, None, decision.said)


def _reopened_when_parted(duplicate: Ticket) -> Ticket:
    """What a customer says wants an answer, also should the merge be undone."""
    merger = duplicate.merger
    if merger is None or merger.status not in _REOPENED:
        return duplicate
    return replace(duplicate, merger=replace(merger, status=Status.OPEN, resolved_at=None))


def internal_note(
    ticket: Ticket,
    body: str,
    moment: Moment,
    attachments: tuple[Attachment, ...] = (),
    mentions: tuple[str, ...] = (),
) -> Decision:
    """Something for members alone. It is no response and changes no status. `mentions` are ids of members it calls."""
    _check_body(body, attachments)
    at = moment.after(ticket.last_at)
    said = InternalNote(id=moment.new_id(at), at=at, author=moment.actor, body=body, attachments=attachments)
    decision = _after_saying(ticket, ticket, said, EventType.NOTED, moment, None)
    if not mentions or decision.action is None:
        return decision
    called = Event(EventType.MENTIONED, {"members": Change(None, list(mentions))})
    return replace(decision, action=replace(decision.action, events=(*decision.action.events, called)))


def follow_up(closed: Ticket, follow_up_number: int, moment: Moment) -> Decision:
    """A closed ticket learns that its customer's new message opened another one. An archived one is restored."""
    at = moment.after(closed.last_at)
    after = replace(closed, follow_ups=(*closed.follow_ups, follow_up_number), archived_at=None)
    events = [Event(EventType.FOLLOWED_UP, {"follow_up": Change(None, follow_up_number)})]
    if closed.archived_at:
        events.append(Event(EventType.RESTORED))
    return decide(closed, after, events, at, moment)


def auto_answered(ticket: Ticket, sender: str, subject: str, moment: Moment) -> Decision:
    """An out-of-office or similar came in: worth knowing, no reason to reopen, never answered."""
    at = moment.after(ticket.last_at)
    event = Event(
        EventType.AUTO_ANSWERED, {"from": Change(None, sender), "subject": Change(None, subject[:TITLE_LENGTH])}
    )
    return decide(ticket, ticket, [event], at, moment)


def _public_message(
    ticket: Ticket, kind: MessageKind, body: str, moment: Moment, attachments: tuple[Attachment, ...]
) -> PublicMessage:
    _check_body(body, attachments)
    at = moment.after(ticket.last_at)
    return PublicMessage(
        id=moment.new_id(at), at=at, kind=kind, author=moment.actor, body=body, attachments=attachments
    )


def _after_saying(
    ticket: Ticket, before: Ticket, said: Said, event: EventType, moment: Moment, status: Status | None
) -> Decision:
    """The ticket a message leaves behind. The action comes a millisecond later, so that the time line reads right."""
    at = said.at + TICK
    events = [Event(event)]
    if status is not None and status is not ticket.status:
        events += changed("status", ticket.status, status)
        ticket = with_status(ticket, status, at)
    after = replace(ticket, message_count=ticket.message_count + 1)
    return decide(before, after, events, at, moment, Talk(said=said))


def title_of(given: str) -> str:
    """A title as it is kept: on one line. Raises DeskError when nothing of it can be seen."""
    title = one_line(given)
    if not title:
        raise invalid("title", "A title is needed.")
    if len(title) > TITLE_LENGTH:
        raise invalid("title", f"The title may have {TITLE_LENGTH} characters at most.")
    return title


def _check_description(description: str) -> None:
    if len(description) > DESCRIPTION_LENGTH:
        raise invalid("description", f"The description may have {DESCRIPTION_LENGTH} characters at most.")


def _check_body(body: str, attachments: tuple[Attachment, ...]) -> None:
    if not has_something(body) and not attachments:
        raise invalid("body", "Write something first.")


def _participants(people: Iterable[Participant]) -> tuple[Participant, ...]:
    unique = tuple({person.address: person for person in people}.values())
    if len(unique) > PARTICIPANTS:
        raise invalid("participants", f"A ticket may have {PARTICIPANTS} participants at most.")
    return unique


def _labels(label_ids: Iterable[str]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(label_ids))
    if len(unique) > LABELS:
        raise invalid("labels", f"A ticket may have {LABELS} labels at most.")
    return unique
