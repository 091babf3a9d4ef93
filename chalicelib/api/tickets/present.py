"""Domain values as the API's documents."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.people import AssigneeOut, ContactRefOut, PersonOut
from chalicelib.api.schemas.tickets import (
    CsatOut,
    EscalationOut,
    FoundRow,
    LabelOut,
    LinkOut,
    PlannedOut,
    SnippetOut,
    SnippetPartOut,
    TicketOut,
    TicketRow,
)
from chalicelib.api.tickets.members_only import ticket_for_others
from chalicelib.api.tickets.present_absence import absence
from chalicelib.api.tickets.present_parts import attachments, hold, identity, opening_html
from chalicelib.api.tickets.present_sla import sla_of
from chalicelib.domain.events import Actor
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.search_excerpts import Part
from chalicelib.domain.tickets.fields import CHOICES
from chalicelib.domain.tickets.linked import TicketLink
from chalicelib.domain.tickets.planned import Planned
from chalicelib.domain.tickets.ticket import DescribedTicket, Escalation, TicketSummary
from chalicelib.domain.tickets.trash import counts_as_spam, gone_at
from chalicelib.services.ports import Desk, Room
from chalicelib.services.search.snippets import Snippet
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.linking import linked_rows


def ticket_row(desk: Desk, room: Room, ticket: TicketSummary) -> TicketRow:
    return TicketRow.model_construct(**_shared(desk, room, ticket))


def found_row(desk: Desk, room: Room, ticket: TicketSummary, snippet: Snippet | None) -> FoundRow:
    why = SnippetOut(source=snippet.source, parts=[_part(one) for one in snippet.parts]) if snippet else None
    return FoundRow.model_construct(**_shared(desk, room, ticket), snippet=why)


def _part(part: Part) -> SnippetPartOut:
    return SnippetPartOut(text=part.text, hit=part.hit)


def ticket(desk: Desk, room: Room, ticket: DescribedTicket, *, notes: bool) -> TicketOut:
    """Return an open ticket; what members tell each other is in it with `notes` alone."""
    text = opening_html(ticket)
    shown = TicketOut(
        **_shared(desk, room, ticket) | {"spam": counts_as_spam(ticket.bucket, ticket.deleted_from)},
        description=ticket.description,
        description_html=text,
        body_format=ticket.body_format,
        opened_by=_opener(ticket.opened_by) if ticket.opened_by else None,
        attachments=attachments(ticket.attachments, text),
        has_html=ticket.html_id is not None,
        participants=[shown_address(person.address) for person in ticket.participants],
        participants_proposed=[shown_address(person.address) for person in ticket.proposed],
        requester_verified=ticket.requester_verified,
        requester=identity(ticket.requester),
        answers_to=shown_address(ticket.answers_to) if ticket.answers_to else None,
        signed=ticket.opening_signed,
        resolution=ticket.resolution,
        csat=CsatOut(
            score=ticket.csat_score,
            comment=ticket.csat.comment,
            rated_at=ticket.csat.rated_at,
            agent_estimate=ticket.csat.agent_estimate,
        ),
        escalation=_escalation(ticket.escalation) if ticket.escalation else None,
        held=hold(ticket.held),
        scheduled=[_planned(desk, room, one) for one in sorted(ticket.planned, key=lambda one: (one.at, one.id))],
        duplicates=[reference_of(room, number) for number in ticket.duplicates],
        follow_ups=[reference_of(room, number) for number in ticket.follow_ups],
        split_from=reference_of(room, ticket.split_from) if ticket.split_from else None,
        links=[_link(room, *one) for one in linked_rows(room, ticket)] if notes else [],
    )
    return shown if notes else ticket_for_others(shown)


def _link(room: Room, link: TicketLink, row: TicketSummary) -> LinkOut:
    ref = reference_of(room, row.number)
    return LinkOut(ref=ref, title=row.title, status=row.status, contact=_contact_of(row), kind=link.kind.value)


def _shared(desk: Desk, room: Room, ticket: TicketSummary) -> dict[str, Any]:
    ref = reference_of(room, ticket.number)
    return {
        "ref": ref,
        "number": ticket.number,
        "title": ticket.title,
        **{field.name: field.of(ticket) for field in CHOICES},
        "source": ticket.source,
        "assignee": _assignee(desk, room, ticket.assignee_id),
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
        "spam": ticket.is_spam,
        "deleted_at": ticket.deleted_at,
        "gone_at": gone_at(ticket),
        "snoozed_until": ticket.snoozed_until if ticket.is_snoozed else None,
        "snoozed_until_reply": ticket.is_snoozed and ticket.snoozed_until is None,
        "public": ticket.public,
        "message_count": ticket.message_count,
        "last_speaker": ticket.last_speaker,
        "undelivered": bool(ticket.undelivered),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "version": ticket.version,
        "url": f"{desk.base_url}/console/tickets/{ref}",
    }


def _assignee(desk: Desk, room: Room, member_id: str | None) -> AssigneeOut | None:
    """Who left the desk has no name any more."""
    if not member_id:
        return None
    person = room.workspace.members.get(member_id)
    if person is None:
        return AssigneeOut(id=member_id, name="")
    away = absence(desk, room, person)
    return AssigneeOut(id=member_id, name=person.name, absence=away if away and away.now else None)


def _contact_of(ticket: TicketSummary) -> ContactRefOut | None:
    person = ticket.contact
    if person is None:
        return None
    return ContactRefOut(id=person.id, name=person.name, email=shown_address(person.email) if person.email else None)


def _labels(room: Room, ticket: TicketSummary) -> list[LabelOut]:
    """Without those that were deleted."""
    there = map(room.workspace.labels.get, ticket.label_ids)
    return [LabelOut(id=label.id, name=label.name, color=label.color) for label in there if label]


def _resolution_seconds(ticket: TicketSummary) -> int | None:
    return int((ticket.resolved_at - ticket.created_at).total_seconds()) if ticket.resolved_at else None


def _opener(actor: Actor) -> PersonOut:
    return PersonOut(id=actor.id or "", name=actor.name)


def _planned(desk: Desk, room: Room, planned: Planned) -> PlannedOut:
    author = _assignee(desk, room, planned.author)
    assert author
    return PlannedOut(id=planned.id, send_at=planned.at, author=author, why=planned.stopped)


def _escalation(escalation: Escalation) -> EscalationOut:
    by = PersonOut(id=escalation.by_id or "", name=escalation.by_name)
    return EscalationOut(reason=escalation.reason, at=escalation.at, by=by)
