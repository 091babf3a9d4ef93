"""Merging tickets, and undoing it."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import MergeBody, UnmergeBody
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.tickets.action import action
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.tickets import merge as merging
from chalicelib.services.tickets.access import number_of, ticket_by_number


@action("Merge a duplicate into this ticket", MergeBody, refusals=("merged", "different_contacts", "family_too_large"))
def merge(call: Call[NoQuery, MergeBody]) -> Ticket:
    return merging.merge(
        call.seat,
        call.number,
        _duplicate(call.room, call.body.duplicate),
        across_contacts=call.body.across_contacts,
        expected=call.expected,
        receipt=call.receipt,
    )


@action("Undo a merge", UnmergeBody, refusals=("not_merged",))
def unmerge(call: Call[NoQuery, UnmergeBody]) -> Ticket:
    return merging.unmerge(
        call.seat,
        call.number,
        _duplicate(call.room, call.body.duplicate),
        expected=call.expected,
        receipt=call.receipt,
    )


def _duplicate(room: Room, ref: str) -> int:
    """Return the other ticket's number; one that isn't there is wrong at its field."""
    try:
        return ticket_by_number(room, number_of(room, ref), described=False).number
    except DeskError as refusal:
        raise invalid("duplicate", "There is no such ticket.") from refusal
