"""The ticket rules: each function decides one command into a changed ticket and one action. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict

from chalicelib.domain import talking
from chalicelib.domain.decision import Decision, Moment, action_of, changed, decide, with_status
from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Event, EventType
from chalicelib.domain.lines import one_line
from chalicelib.domain.people import ActorKind, ContactRef, Participant
from chalicelib.domain.sla_timing import SILENCE, timed
from chalicelib.domain.ticket import (
    DESCRIPTION_LENGTH,
    LABELS,
    PARTICIPANTS,
    TITLE_LENGTH,
    Attachment,
    Channel,
    Priority,
    Source,
    Status,
    Ticket,
    TicketType,
)


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
    noted = talking.internal_note(ticket, new.note.body, moment, new.note.attachments) if new.note else None
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
        known = {person.address: person for person in ticket.participants}
        named = [known.get(person.address, person) for person in changes["participants"]]
        changes = {**changes, "participants": _participants(named)}
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
