"""The conversation of a ticket: time line, replies, notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypedDict

from chalicelib.api.schemas.conversation import (
    NoteBody,
    ReplyBody,
    SaidOut,
    TimelineEntryOut,
    TimelinePage,
    TimelineQuery,
)
from chalicelib.api.serving.cursor import AskedPage
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present_timeline
from chalicelib.api.tickets.said import as_said, said_now
from chalicelib.api.tickets.scheduled import scheduled_again, scheduled_now
from chalicelib.api.tickets.written import written
from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.files.uploads import accept_uploads
from chalicelib.services.tickets import agents as service
from chalicelib.services.tickets import family, later
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.checks import checked_addresses
from chalicelib.services.tickets.commands import Expected, Receipt
from chalicelib.services.tickets.withdraw import undo_reply


@route(
    "Read what was said and what happened",
    description="Internal notes, and what else members tell each other (why a ticket was escalated), are there for "
    "members, and for API keys with `notes:read`. A program that shows a customer what it reads here has to leave out "
    "every `internal_note`, and every `event`.",
    permission=Permission.TICKETS_READ,
    query=TimelineQuery,
    answer=TimelinePage,
    refusals=("not_found", "bad_cursor"),
)
def timeline(call: Call[TimelineQuery]) -> Reply:
    ticket = ticket_by_number(call.room, call.number, Ticket)
    asked = call.page("timeline", str(ticket.number), call.query.order)
    items, position = _page(call, ticket, asked, call.query.order == "newest")
    return Reply(TimelinePage.model_construct(items=items, next_cursor=asked.next_cursor(position)))


def _page(
    call: Call, ticket: Ticket, asked: AskedPage, newest_first: bool
) -> tuple[list[TimelineEntryOut], str | None]:
    """A position is `<id>|<n>`: n entries of the record with that id were shown. An action may have several entries."""
    after, _, shown = (asked.after or "").partition("|")
    room = call.room
    duplicates = family.duplicates_of(room, ticket, DescribedTicket)
    lines, last = family.lines(room, ticket, duplicates, asked.limit + 1, after or None, newest_first)
    items: list[TimelineEntryOut] = []
    for line in lines:
        entries = present_timeline.line_entries(room, line, notes=call.caller.reads_notes)
        skipped = int(shown) if line.entry.id == after else 0
        fresh = (entries[::-1] if newest_first else entries)[skipped:]
        room_left = asked.limit - len(items)
        items += fresh[:room_left]
        if len(fresh) > room_left:
            return items, f"{line.entry.id}|{skipped + room_left}"
    return items, f"{last}|{_ALL}" if last else None


_ALL = 1_000_000


class Given(TypedDict):
    """The arguments that a reply is given with, whenever it is sent."""

    status: Status | None
    last_seen: str | None
    attachments: tuple[Attachment, ...]
    cc: tuple[str, ...]
    body_format: BodyFormat
    formatted: str
    notes: bool
    expected: Expected
    receipt: Receipt


def said_again(call: Call, result: str) -> Reply:
    number, _, entry_id = result.partition("/")
    entry = call.room.timeline.entry(int(number), entry_id)
    if entry is None:
        return scheduled_again(call, int(number), entry_id)
    if not isinstance(entry, Said) or not present_timeline.timeline_entries(entry):
        raise not_found("message")
    return as_said(entry, call.once.action if call.once else "")


@route(
    "Reply to the customer",
    permission=Permission.TICKETS_WRITE,
    body=ReplyBody,
    answer=SaidOut,
    status=201,
    replay=said_again,
    works_first=True,
    if_match=True,
    refusals=(
        "not_found",
        "unknown_place",
        "in_trash",
        "is_spam",
        "too_many",
        "stale_version",
        "stale_conversation",
        "conflict",
    ),
)
def reply(call: Call[NoQuery, ReplyBody]) -> Reply:
    body, number = call.body, call.number
    text = written(call, body.body, body.body_format)
    if body.send_at and body.undo_seconds:
        raise invalid("undo_seconds", "A reply that is sent later can be cancelled until then. Leave this out.")
    given: Given = {
        "status": body.status,
        "last_seen": body.last_seen,
        "attachments": accept_uploads(call.desk, call.room, call.caller.id, body.attachments, number),
        "cc": checked_addresses(call.room, body.cc, "cc"),
        "body_format": text.body_format,
        "formatted": text.formatted,
        "notes": call.caller.reads_notes,
        "expected": call.expected,
        "receipt": call.receipt,
    }
    try:
        if body.send_at:
            return scheduled_now(later.schedule(call.seat, number, text.text, body.send_at, **given))
        hold = timedelta(seconds=body.undo_seconds)
        return said_now(service.reply(call.seat, number, text.text, hold=hold, **given))
    except DeskError as refusal:
        raise _with_newer(call, refusal) from None


@route(
    "Take a reply back while it is not out",
    permission=Permission.TICKETS_WRITE,
    status=204,
    refusals=("not_found", "unknown_place", "in_trash", "already_sent", "conflict"),
)
def undo(call: Call) -> Answer:
    undo_reply(call.seat, call.number, call.path["id"])
    return Answer(204, "")


@route(
    "Write an internal note",
    permission=Permission.TICKETS_WRITE,
    body=NoteBody,
    answer=SaidOut,
    status=201,
    replay=said_again,
    works_first=True,
    if_match=True,
    refusals=("not_found", "unknown_place", "in_trash", "stale_version"),
)
def note(call: Call[NoQuery, NoteBody]) -> Reply:
    body, number = call.body, call.number
    text = written(call, body.body, body.body_format)
    decision = service.add_note(
        call.seat,
        number,
        text.text,
        attachments=accept_uploads(call.desk, call.room, call.caller.id, body.attachments, number),
        body_format=text.body_format,
        formatted=text.formatted,
        expected=call.expected,
        receipt=call.receipt,
    )
    return said_now(decision)


def _with_newer(call: Call, refusal: DeskError) -> DeskError:
    """Return the refusal of a stale conversation with the messages the writer hasn't seen, if they may read any."""
    if refusal.code != "stale_conversation":
        return refusal
    if Permission.TICKETS_READ not in call.caller.permissions:
        return replace(refusal, data={"entries": []})
    newer = (entry for said in refusal.data["entries"] for entry in present_timeline.timeline_entries(said))
    return replace(refusal, data={"entries": [entry.model_dump(mode="json") for entry in newer]})
