"""Undoing what was just done to a ticket, or to many."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import BulkOut
from chalicelib.api.serving.routes import Call, NoBody, Reply, route
from chalicelib.api.tickets.action import action
from chalicelib.api.tickets.bulk import answered
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import bulk as bulk_service
from chalicelib.services.tickets import undo as service


@action(
    "Undo what was done to a ticket",
    NoBody,
    refusals=("already_sent", "nothing_to_undo", "too_late", "changed_since", "not_merged", "held"),
    with_key=False,
)
def undo_action(call: Call) -> Decision[DescribedTicket]:
    """`id` is the `action_id` that doing it answered. Only who did it can, until `undo_until`, and what somebody
    changed since stays (`changed_since`, with who in `by` and what in `changed`). Nobody outside was told until then,
    and nobody is."""
    return service.undo(call.seat, call.number, call.path["id"])


@route(
    "Undo a change of many tickets, with an outcome for each",
    permission=Permission.TICKETS_WRITE,
    answer=BulkOut,
    refusals=("not_found",),
)
def undo_bulk(call: Call) -> Reply:
    """`id` is the `batch_id` that the change answered. Each ticket is undone by itself, as its action would be."""
    return Reply(BulkOut(results=answered(bulk_service.undo(call.seat, call.path["id"]))))
