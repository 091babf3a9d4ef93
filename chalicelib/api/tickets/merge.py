"""Merging tickets, and undoing it."""

from __future__ import annotations

from chalicelib.api.schemas.acting import MergeBody, UnmergeBody
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.tickets import merge as merging
from chalicelib.services.tickets.access import number_of, ticket_by_number


def _again(call: Call, result: str) -> Reply:
    return _one(call, ticket_by_number(call.room, int(result)))


def _one(call: Call, ticket: Ticket) -> Reply:
    return Reply(present.ticket(call.desk, call.room, ticket), {"ETag": f'"{ticket.version}"'})


def _duplicate(room: Room, ref: str) -> int:
    """Return the other ticket's number; one that isn't there is wrong at its field."""
    try:
        return ticket_by_number(room, number_of(room, ref), described=False).number
    except DeskError as refusal:
        raise invalid("duplicate", "There is no such ticket.") from refusal


@route(
    "Merge a duplicate into this ticket",
    permission=Permission.TICKETS_WRITE,
    body=MergeBody,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "merged", "different_contacts", "family_too_large", "stale_version", "conflict"),
)
def merge(call: Call[NoQuery, MergeBody]) -> Reply:
    ticket = merging.merge(
        call.seat,
        call.number,
        _duplicate(call.room, call.body.duplicate),
        across_contacts=call.body.across_contacts,
        expected=call.expected,
        receipt=call.receipt,
    )
    return _one(call, ticket)


@route(
    "Undo a merge",
    permission=Permission.TICKETS_WRITE,
    body=UnmergeBody,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "not_merged", "stale_version", "conflict"),
)
def unmerge(call: Call[NoQuery, UnmergeBody]) -> Reply:
    ticket = merging.unmerge(
        call.seat,
        call.number,
        _duplicate(call.room, call.body.duplicate),
        expected=call.expected,
        receipt=call.receipt,
    )
    return _one(call, ticket)
