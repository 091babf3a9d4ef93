"""Merging tickets, and undoing it."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import MergeBody, MergePreviewOut, MergeQuery, ReaderOut, UnmergeBody
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.action import action
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.family import same_contact
from chalicelib.domain.tickets.merge import may_gain, usual_readers
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.tickets import merge as merging
from chalicelib.services.tickets.access import reference_of, ticket_by_number, ticket_named


@action(
    "Merge a duplicate into this ticket",
    MergeBody,
    refusals=("merged", "is_spam", "different_contacts", "family_too_large"),
)
def merge(call: Call[NoQuery, MergeBody]) -> Decision[DescribedTicket]:
    return merging.merge(
        call.seat,
        call.number,
        ticket_named(call.room, call.body.duplicate, "duplicate").number,
        across_contacts=call.body.across_contacts,
        readers=_readers(call.body.readers),
        expected=call.expected,
        receipt=call.receipt,
    )


def _readers(given: list[str] | None) -> frozenset[str] | None:
    if given is None:
        return None
    return frozenset(address(one, f"readers.{index}") for index, one in enumerate(given))


@route(
    "See what a merge would bring",
    permission=Permission.TICKETS_READ,
    query=MergeQuery,
    answer=MergePreviewOut,
    refusals=("not_found",),
)
def preview_merge(call: Call[MergeQuery]) -> Reply:
    """Tell who would gain access by the merge, so that a member decides about each."""
    primary = ticket_by_number(call.room, call.number, Ticket)
    duplicate = ticket_named(call.room, call.query.duplicate, "duplicate")
    across = not same_contact(primary, duplicate)
    usual = () if across else usual_readers(duplicate)
    readers = [
        ReaderOut(address=one.address, name=one.name, proven=one.proven, usual=one.address in usual)
        for one in may_gain(primary, duplicate)
    ]
    labels = [label for label in duplicate.label_ids if label not in primary.label_ids]
    return Reply(
        MergePreviewOut(
            duplicate=reference_of(call.room, duplicate.number),
            title=duplicate.title,
            message_count=duplicate.message_count,
            across_contacts=across,
            labels=labels,
            readers=readers,
        )
    )


@action("Undo a merge", UnmergeBody, refusals=("not_merged",))
def unmerge(call: Call[NoQuery, UnmergeBody]) -> Decision[DescribedTicket]:
    return merging.unmerge(
        call.seat,
        call.number,
        ticket_named(call.room, call.body.duplicate, "duplicate").number,
        expected=call.expected,
        receipt=call.receipt,
    )
