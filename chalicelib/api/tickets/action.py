"""What is done to one ticket, declared once: its answer is the ticket as it is then, its version as ETag."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import B, Call, NoQuery, Reply, View, route
from chalicelib.api.tickets import present
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets.access import ticket_by_number


def action(
    summary: str,
    body: type[B],
    *,
    permission: Permission = Permission.TICKETS_WRITE,
    refusals: tuple[str, ...] = (),
    with_key: bool = True,
) -> Callable[[Callable[[Call[NoQuery, B]], DescribedTicket]], View[NoQuery, B]]:
    """Declare the decorated function, which gives the changed ticket, as what answers its address in `paths.PATHS`.

    Every action minds If-Match. One `with_key` minds an Idempotency-Key, too: what does no more when it is repeated
    needs none. `refusals` are those of its own, beside what any action may be refused for.
    """

    def declare(act: Callable[[Call[NoQuery, B]], DescribedTicket]) -> View[NoQuery, B]:
        @wraps(act)
        def view(call: Call[NoQuery, B]) -> Reply:
            return shown(call, act(call))

        return route(
            summary,
            body=body,
            permission=permission,
            answer=TicketOut,
            replay=_again if with_key else None,
            if_match=True,
            refusals=("not_found", "unknown_place", *refusals, "stale_version", "conflict"),
        )(view)

    return declare


def shown(call: Call, ticket: DescribedTicket) -> Reply:
    """Return the ticket as an answer."""
    document = present.ticket(call.desk, call.room, ticket, notes=call.caller.reads_notes)
    return Reply(document, {"ETag": f'"{ticket.version}"'})


def _again(call: Call, result: str) -> Reply:
    return shown(call, ticket_by_number(call.room, int(result), DescribedTicket))
