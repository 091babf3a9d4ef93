"""The time line as the API shows it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.api.schemas.conversation import AuthorOut, DeliveryOut, EventOut, TimelineEntryOut
from chalicelib.api.tickets.members_only import entry_for_others
from chalicelib.api.tickets.present_parts import attachments, formatted, html, identity, opening_html
from chalicelib.domain.events import SHOWN_BY_THEIR_MESSAGE, Action, Actor, ActorKind, EventType
from chalicelib.domain.mail.faults import in_words, reason_of
from chalicelib.domain.mail.jobs import JobState, state_told
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.tickets.family import author_of
from chalicelib.domain.tickets.message import ForwardedNote, InternalNote, Mailed, PublicMessage, Said, SendState
from chalicelib.domain.tickets.ticket import DescribedTicket, opener
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.family import FamilyEntry

_LEAST_FIRST = (
    JobState.BOUNCED,
    JobState.FAILED,
    JobState.COMPLAINED,
    JobState.QUEUED,
    JobState.SENDING,
    JobState.SENT,
    JobState.DELIVERED,
)


def timeline_entries(entry: Said | Action) -> list[TimelineEntryOut]:
    """A message or note is one entry; an action is one for each of its events that no message shows already."""
    match entry:
        case PublicMessage(send_state=SendState.WITHDRAWN):
            return []
        case Action():
            return _event_entries(entry)
        case InternalNote():
            shown = _said(entry, "internal_note")
            shown.edited_at = entry.edited_at
            if isinstance(entry, ForwardedNote):
                shown.forwarded_to = [shown_address(one) for one in entry.to]
                shown.delivery = _delivery(entry)
            return [shown]
        case PublicMessage():
            shown = _said(entry, entry.kind.value)
            shown.quoted_text = entry.quoted or None
            shown.has_html = entry.html_id is not None
            shown.from_stranger = entry.stranger is not None
            shown.from_address = shown_address(entry.stranger) if entry.stranger else None
            shown.authenticated = identity(entry.identity)
            shown.delivery = _delivery(entry)
            return [shown]


def line_entries(room: Room, line: FamilyEntry[DescribedTicket], *, notes: bool) -> list[TimelineEntryOut]:
    """A line of a ticket's time line. What came with a duplicate says so, and begins with its description.

    What members tell each other is shown with `notes` alone.
    """
    entries = timeline_entries(line.entry)
    if isinstance(line.entry, PublicMessage) and line.entry.split_into:
        for entry in entries:
            entry.split_into = reference_of(room, line.entry.split_into)
    if not notes:
        entries = [one for one in map(entry_for_others, entries) if one]
    if line.duplicate is None:
        return entries
    if isinstance(line.entry, Action) and EventType.CREATED in line.entry.types():
        entries = [_description(line.entry, line.duplicate), *entries]
    for entry in entries:
        entry.merged_from = reference_of(room, line.duplicate.number)
    return entries


def _description(created: Action, ticket: DescribedTicket) -> TimelineEntryOut:
    """What a duplicate began with, in the name of whoever typed it: of older tickets only the action knows. A member or
    a program that passed it on is nobody's author."""
    text = opening_html(ticket)
    known = replace(ticket, opened_by=ticket.opened_by or opener(ticket.source, created.actor))
    return TimelineEntryOut(
        id=f"{created.id}.description",
        kind="customer_message",
        at=created.at,
        author=_author(created.actor if created.actor.kind is ActorKind.CUSTOMER else author_of(known)),
        body_text=ticket.description,
        body_html=text,
        body_format=ticket.body_format,
        has_html=ticket.html_id is not None,
        signed=ticket.opening_signed,
        attachments=attachments(ticket.attachments, text),
    )


def _shown(entry: Said) -> str:
    if entry.formatted:
        return formatted(entry.formatted, entry.attachments)
    return html(entry.body, entry.body_format)


def _said(entry: Said, kind: str) -> TimelineEntryOut:
    text = _shown(entry)
    return TimelineEntryOut.model_validate(
        {
            "id": entry.id,
            "kind": kind,
            "at": entry.at,
            "author": _author(entry.author),
            "body_text": entry.body,
            "body_html": text,
            "body_format": entry.body_format.value,
            "attachments": attachments(entry.attachments, text),
            "signed": entry.signed,
        }
    )


def _event_entries(action: Action) -> list[TimelineEntryOut]:
    shown = [event for event in action.events if event.type not in SHOWN_BY_THEIR_MESSAGE]
    if action.undoes:  # one line for all that is as it was
        shown = [event for event in shown if event.type is EventType.UNDONE]
    return [
        TimelineEntryOut(
            id=f"{action.id}.{index}",
            kind="event",
            at=action.at,
            author=_author(action.actor),
            event=EventOut(
                type=event.type.value,
                changes={name: {"from": change.before, "to": change.after} for name, change in event.changes.items()},
                undone=action.undone_by is not None,
            ),
        )
        for index, event in enumerate(shown)
    ]


def _author(actor: Actor) -> AuthorOut:
    return AuthorOut(kind=actor.kind.value, id=actor.id, name=actor.name)


def _delivery(message: Mailed) -> DeliveryOut | None:
    """Of several recipients the one whose mail went wrong, or got least far."""
    states = dict(state_told(value) for value in message.delivery.values())
    later = (state for state in states if state is not JobState.WITHDRAWN)
    least = next((state for state in _LEAST_FIRST if state in states), None) or next(later, None)
    if least is None:
        return None
    why = states[least]
    return DeliveryOut.model_validate({"status": least.value, "detail": in_words(why), "reason": reason_of(why)})
