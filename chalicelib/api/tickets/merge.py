"""Merging tickets, and undoing it."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import MergeBody, UnmergeBody
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.tickets.action import action
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import merge as merging
from chalicelib.services.tickets.access import ticket_named


@action("Merge a duplicate into this ticket", MergeBody, refusals=("merged", "different_contacts", "family_too_large"))
def merge(call: Call[NoQuery, MergeBody]) -> DescribedTicket:
    return merging.merge(
        call.seat,
        call.number,
        ticket_named(call.room, call.body.duplicate, "duplicate").number,
        across_contacts=call.body.across_contacts,
        expected=call.expected,
        receipt=call.receipt,
    )


@action("Undo a merge", UnmergeBody, refusals=("not_merged",))
def unmerge(call: Call[NoQuery, UnmergeBody]) -> DescribedTicket:
    return merging.unmerge(
        call.seat,
        call.number,
        ticket_named(call.room, call.body.duplicate, "duplicate").number,
        expected=call.expected,
        receipt=call.receipt,
    )
