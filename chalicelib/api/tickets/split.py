"""A message as a ticket of its own."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import SplitBody
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.tickets import created
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import split as service
from chalicelib.services.tickets.access import ticket_by_number


def split_again(call: Call, result: str) -> Reply:
    """Answer a request that is repeated."""
    number, action_id = int(result), call.once.action if call.once else ""
    action = call.room.timeline.action(number, action_id) if action_id else None
    return created(call, ticket_by_number(call.room, number, DescribedTicket), action)


@route(
    "Split a customer's message into a ticket of its own",
    description="Answers with the new ticket, which begins with the message and has its own copies of the files. The "
    "message stays where it was said, too. Its writer is the new ticket's contact. They are told nothing: they hear of "
    "the new ticket once somebody answers it. Its SLA begins now. As long as nobody went on with it, its "
    "`action_id` can be undone: it goes into the trash then, and the message can be split again.",
    permission=Permission.TICKETS_WRITE,
    body=SplitBody,
    answer=TicketOut,
    status=201,
    replay=split_again,
    works_first=True,
    if_match=True,
    refusals=(
        "not_found",
        "unknown_place",
        "in_trash",
        "merged",
        "is_spam",
        "blocked",
        "nothing_to_split",
        "already_split",
        "stale_version",
        "conflict",
    ),
)
def split(call: Call[NoQuery, SplitBody]) -> Reply:
    made = service.split(
        call.seat, call.number, call.path["id"], call.body.title, expected=call.expected, receipt=call.receipt
    )
    return created(call, made.ticket, made.action)
