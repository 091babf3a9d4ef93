"""Actions on one ticket: resolve, escalate, archive, restore, labels."""

from __future__ import annotations

from chalicelib.api.schemas.acting import EscalateBody, ResolveBody
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets import lifecycle
from chalicelib.services.tickets.access import ticket_by_number


def _again(call: Call, result: str) -> Reply:
    return _one(call, ticket_by_number(call.room, int(result)))


def _one(call: Call, ticket: Ticket) -> Reply:
    return Reply(present.ticket(call.desk, call.room, ticket), {"ETag": f'"{ticket.version}"'})


@route(
    "Resolve a ticket",
    permission=Permission.TICKETS_WRITE,
    body=ResolveBody,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "stale_version", "already_resolved", "conflict"),
)
def resolve(call: Call[NoQuery, ResolveBody]) -> Reply:
    body = call.body
    ticket = lifecycle.resolve(
        call.seat,
        call.number,
        body.resolution,
        body.csat_estimate,
        notify=body.notify_customer,
        expected=call.expected,
        receipt=call.receipt,
    )
    return _one(call, ticket)


@route(
    "Escalate a ticket",
    permission=Permission.TICKETS_WRITE,
    body=EscalateBody,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "stale_version", "already_urgent", "conflict"),
)
def escalate(call: Call[NoQuery, EscalateBody]) -> Reply:
    ticket = lifecycle.escalate(
        call.seat,
        call.number,
        call.body.reason,
        expected=call.expected,
        receipt=call.receipt,
    )
    return _one(call, ticket)


@route(
    "Archive a ticket",
    permission=Permission.TICKETS_DELETE,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "stale_version", "conflict"),
)
def archive(call: Call) -> Reply:
    return _one(
        call,
        lifecycle.archive(call.seat, call.number, expected=call.expected, receipt=call.receipt),
    )


@route(
    "Restore an archived ticket",
    permission=Permission.TICKETS_DELETE,
    answer=TicketOut,
    replay=_again,
    if_match=True,
    refusals=("not_found", "stale_version", "conflict"),
)
def restore(call: Call) -> Reply:
    return _one(
        call,
        lifecycle.restore(call.seat, call.number, expected=call.expected, receipt=call.receipt),
    )


@route(
    "Put a label on a ticket",
    permission=Permission.TICKETS_WRITE,
    answer=TicketOut,
    if_match=True,
    refusals=("not_found", "stale_version", "conflict"),
)
def add_label(call: Call) -> Reply:
    try:
        ticket = lifecycle.add_label(call.seat, call.number, call.path["id"], call.expected)
    except DeskError as refusal:
        if refusal.code == "validation_failed":
            raise not_found("label") from refusal
        raise
    return _one(call, ticket)


@route(
    "Take a label off a ticket",
    permission=Permission.TICKETS_WRITE,
    answer=TicketOut,
    if_match=True,
    refusals=("not_found", "stale_version", "conflict"),
)
def remove_label(call: Call) -> Reply:
    ticket = lifecycle.remove_label(call.seat, call.number, call.path["id"], call.expected)
    return _one(call, ticket)
