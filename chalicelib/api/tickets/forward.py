"""Passing on of a ticket to somebody outside the conversation."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import ForwardBody, SaidOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.conversation import said_again
from chalicelib.api.tickets.said import said_now
from chalicelib.api.tickets.written import as_html
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.text import has_something
from chalicelib.services.files.uploads import accept_uploads
from chalicelib.services.mail.outgoing import forward as service
from chalicelib.services.tickets.checks import checked_addresses


@route(
    "Forward messages to somebody outside the conversation",
    description="It goes out by mail, and is kept as an internal note that says to whom. What they answer becomes an "
    "internal note, too: the customer sees neither.",
    permission=Permission.TICKETS_WRITE,
    body=ForwardBody,
    answer=SaidOut,
    status=201,
    replay=said_again,
    works_first=True,
    if_match=True,
    refusals=("not_found", "unknown_place", "in_trash", "is_spam", "merged", "stale_version", "conflict"),
)
def forward(call: Call[NoQuery, ForwardBody]) -> Reply:
    body, number = call.body, call.number
    if not has_something(body.body) and not body.messages:
        raise invalid("messages", "Choose what to forward, or write something.")
    decision = service.forward(
        call.seat,
        number,
        checked_addresses(call.room, body.to, "to"),
        as_html(call, body.body, body.body_format),
        body.messages,
        attachments=accept_uploads(call.desk, call.room, call.caller.id, body.attachments, number),
        expected=call.expected,
        receipt=call.receipt,
    )
    return said_now(decision)
