"""Domain values as the API's documents."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from chalicelib.api.present_sla import sla_of
from chalicelib.api.schemas.conversation import AuthorOut, DeliveryOut, EventOut, TimelineEntryOut
from chalicelib.api.schemas.files import AttachmentOut
from chalicelib.api.schemas.inbox import InboxEntryOut
from chalicelib.api.schemas.mail import SuspendedMailOut
from chalicelib.api.schemas.people import ContactOut, ContactRefOut, MemberOut, PersonOut
from chalicelib.api.schemas.tickets import CsatOut, EscalationOut, LabelOut, TicketOut, TicketRow
from chalicelib.domain.events import SHOWN_BY_THEIR_MESSAGE, Action, Actor, EventType
from chalicelib.domain.mail.jobs import JobState, state_told
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.people.people import Contact, Member
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said, SendState
from chalicelib.domain.tickets.ticket import Attachment, Escalation, Ticket, TicketSummary
from chalicelib.services.access import reference_of
from chalicelib.services.family import Line
from chalicelib.services.ports import Desk, Room

_LEAST_FIRST = (
    JobState.BOUNCED,
    JobState.FAILED,
    JobState.QUEUED,
    JobState.SENDING,
    JobState.SENT,
    JobState.DELIVERED,
)


def ticket_row(desk: Desk, room: Room, ticket: TicketSummary) -> TicketRow:
    return TicketRow.model_construct(**_shared(desk, room, ticket))


def ticket(desk: Desk, room: Room, ticket: Ticket) -> TicketOut:
    return TicketOut(
        **_shared(desk, room, ticket),
        description=ticket.description,
        description_html=html(ticket.description),
        attachments=[attachment(file) for file in ticket.attachments],
        has_html=ticket.html_id is not None,
        participants=[person.address for person in ticket.participants],
        resolution=ticket.resolution,
        csat=CsatOut(
            score=ticket.csat_score,
            comment=ticket.csat.comment,
            rated_at=ticket.csat.rated_at,
            agent_estimate=ticket.csat.agent_estimate,
        ),
        escalation=_escalation(ticket.escalation) if ticket.escalation else None,
        duplicates=[reference_of(room, number) for number in ticket.duplicates],
        follow_ups=[reference_of(room, number) for number in ticket.follow_ups],
    )


def timeline_entries(entry: Said | Action) -> list[TimelineEntryOut]:
    """A message or note is one entry; an action is one for each of its events that no message shows already."""
    match entry:
        case PublicMessage(send_state=SendState.WITHDRAWN):
            return []
        case Action():
            return _event_entries(entry)
        case InternalNote():
            return [_said(entry, "internal_note")]
        case PublicMessage():
            shown = _said(entry, entry.kind.value)
            shown.quoted_text = entry.quoted or None
            shown.has_html = entry.html_id is not None
            shown.from_stranger = entry.stranger is not None
            shown.from_address = entry.stranger
            shown.delivery = _delivery(entry)
            return [shown]


def line_entries(room: Room, line: Line, opened: Ticket) -> list[TimelineEntryOut]:
    """A line of the time line of `opened`. What came with a duplicate says so, and begins with its description."""
    entries = timeline_entries(line.entry)
    if line.ticket.number == opened.number:
        return entries
    if isinstance(line.entry, Action) and EventType.CREATED in line.entry.types():
        entries = [_description(line.entry, line.ticket), *entries]
    for entry in entries:
        entry.merged_from = reference_of(room, line.ticket.number)
    return entries


def _description(created: Action, ticket: Ticket) -> TimelineEntryOut:
    return TimelineEntryOut(
        id=f"{created.id}.description",
        kind="customer_message",
        at=created.at,
        author=_author(created.actor),
        body_text=ticket.description,
        body_html=html(ticket.description),
        has_html=ticket.html_id is not None,
        attachments=[attachment(file) for file in ticket.attachments],
    )


def attachment(file: Attachment) -> AttachmentOut:
    return AttachmentOut(id=file.id, name=file.name, type=file.type, size=file.size, inline=bool(file.content_id))


def contact(person: Contact) -> ContactOut:
    return ContactOut(
        id=person.id,
        name=person.name,
        email=person.email,
        addresses=list(person.addresses),
        company=person.company,
        blocked=person.blocked,
        undeliverable=[address for address in person.undeliverable if address in person.addresses],
    )


def member(person: Member) -> MemberOut:
    return MemberOut(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role.value,
        can_delete=person.can_delete,
        active=person.active,
    )


def inbox_entry(room: Room, entry: InboxEntry) -> InboxEntryOut:
    return InboxEntryOut(
        id=entry.id,
        event=entry.event,
        ref=reference_of(room, entry.number),
        title=entry.title,
        actor=entry.actor,
        at=entry.at,
        read=entry.read,
    )


def suspended_mail(mail: SuspendedMail) -> SuspendedMailOut:
    return SuspendedMailOut(
        id=mail.id,
        at=mail.at,
        cause=mail.cause,
        detail=mail.detail,
        sender=mail.sender,
        subject=mail.subject,
        preview=mail.preview,
    )


@lru_cache(maxsize=2048)
def html(text: str) -> str:
    """Markdown as sanitised HTML. Messages never change, so a warm function renders each once."""
    from chalicelib.mail.markdown import render

    return render(text)


def _shared(desk: Desk, room: Room, ticket: TicketSummary) -> dict[str, Any]:
    ref = reference_of(room, ticket.number)
    return {
        "ref": ref,
        "number": ticket.number,
        "title": ticket.title,
        "status": ticket.status,
        "priority": ticket.priority,
        "type": ticket.type,
        "channel": ticket.channel,
        "source": ticket.source,
        "assignee": _assignee(room, ticket.assignee_id),
        "contact": _contact_of(ticket),
        "labels": _labels(room, ticket),
        "sla": sla_of(desk, room, ticket),
        "first_responded_at": ticket.first_responded_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "resolution_seconds": _resolution_seconds(ticket),
        "follow_up_of": reference_of(room, ticket.follow_up_of) if ticket.follow_up_of else None,
        "merged_into": reference_of(room, ticket.merged_into) if ticket.merged_into else None,
        "archived": ticket.archived_at is not None,
        "public": ticket.public,
        "message_count": ticket.message_count,
        "last_speaker": ticket.last_speaker,
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "version": ticket.version,
        "url": f"{desk.base_url}/console/tickets/{ref}",
    }


def _assignee(room: Room, member_id: str | None) -> PersonOut | None:
    """Who left the desk has no name any more."""
    if not member_id:
        return None
    person = room.workspace.members.get(member_id)
    return PersonOut(id=member_id, name=person.name if person else "")


def _contact_of(ticket: TicketSummary) -> ContactRefOut | None:
    person = ticket.contact
    return ContactRefOut(id=person.id, name=person.name, email=person.email) if person else None


def _labels(room: Room, ticket: TicketSummary) -> list[LabelOut]:
    """Without those that were deleted."""
    there = map(room.workspace.labels.get, ticket.label_ids)
    return [LabelOut(id=label.id, name=label.name, color=label.color) for label in there if label]


def _resolution_seconds(ticket: TicketSummary) -> int | None:
    return int((ticket.resolved_at - ticket.created_at).total_seconds()) if ticket.resolved_at else None


def _escalation(escalation: Escalation) -> EscalationOut:
    by = PersonOut(id=escalation.by_id or "", name=escalation.by_name)
    return EscalationOut(reason=escalation.reason, at=escalation.at, by=by)


def _said(entry: Said, kind: str) -> TimelineEntryOut:
    return TimelineEntryOut.model_validate(
        {
            "id": entry.id,
            "kind": kind,
            "at": entry.at,
            "author": _author(entry.author),
            "body_text": entry.body,
            "body_html": html(entry.body),
            "attachments": [attachment(file) for file in entry.attachments],
        }
    )


def _event_entries(action: Action) -> list[TimelineEntryOut]:
    shown = [event for event in action.events if event.type not in SHOWN_BY_THEIR_MESSAGE]
    return [
        TimelineEntryOut(
            id=f"{action.id}.{index}",
            kind="event",
            at=action.at,
            author=_author(action.actor),
            event=EventOut(
                type=event.type.value,
                changes={name: {"from": change.before, "to": change.after} for name, change in event.changes.items()},
            ),
        )
        for index, event in enumerate(shown)
    ]


def _author(actor: Actor) -> AuthorOut:
    return AuthorOut(kind=actor.kind.value, id=actor.id, name=actor.name)


def _delivery(message: PublicMessage) -> DeliveryOut | None:
    """Of several recipients the one whose mail went wrong, or got least far."""
    states = dict(state_told(value) for value in message.delivery.values())
    least = next((state for state in _LEAST_FIRST if state in states), None)
    return DeliveryOut.model_validate({"status": least.value, "detail": states[least]}) if least else None
