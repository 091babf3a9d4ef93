"""What is done to one ticket, declared once: its answer is the ticket as it is then, its version as ETag, with what it
was and until when it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from chalicelib.api.schemas.tickets import ReminderOut, TicketOut
from chalicelib.api.serving.routes import B, Call, NoQuery, Reply, View, route
from chalicelib.api.tickets import present
from chalicelib.domain.events import Action
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.notices.reminders import reminder_of
from chalicelib.services.tickets.access import ticket_by_number

_Act = Callable[[Call[NoQuery, B]], Decision[DescribedTicket]]


def action(
    summary: str,
    body: type[B],
    *,
    permission: Permission = Permission.TICKETS_WRITE,
    refusals: tuple[str, ...] = (),
    with_key: bool = True,
) -> Callable[[_Act[B]], View[NoQuery, B]]:
    """Declare the decorated function, which gives what was decided, as what answers its address in `paths.PATHS`.

    Every action minds If-Match. One `with_key` minds an Idempotency-Key, too: what does no more when it is repeated
    needs none. `refusals` are those of its own, beside what any action may be refused for.
    """

    def declare(act: _Act[B]) -> View[NoQuery, B]:
        @wraps(act)
        def view(call: Call[NoQuery, B]) -> Reply:
            decision = act(call)
            return changed(call, decision.ticket, decision.action)

        return route(
            summary,
            body=body,
            permission=permission,
            answer=TicketOut,
            replay=changed_again if with_key else None,
            if_match=True,
            refusals=("not_found", "unknown_place", "in_trash", *refusals, "stale_version", "conflict"),
        )(view)

    return declare


def shown(call: Call, ticket: DescribedTicket) -> Reply:
    """Return the ticket as an answer."""
    return _reply(ticket, _document(call, ticket))


def changed(call: Call, ticket: DescribedTicket, action: Action | None) -> Reply:
    """Return the ticket as the answer to what was done to it; `action` is None where nothing was to do."""
    document = _document(call, ticket)
    if action:
        document.action_id, document.undo_until = action.id, action.undo_until
    return _reply(ticket, document)


def changed_again(call: Call, result: str) -> Reply:
    """Return the same for a request that is repeated."""
    number, action_id = int(result), call.once.action if call.once else ""
    action = call.room.timeline.action(number, action_id) if action_id else None
    return changed(call, ticket_by_number(call.room, number, DescribedTicket), action)


def _document(call: Call, ticket: DescribedTicket) -> TicketOut:
    document = present.ticket(call.desk, call.room, ticket, notes=call.caller.reads_notes)
    mine = reminder_of(call.room, ticket, call.caller.member.id) if call.caller.member else None
    document.reminder = ReminderOut(at=mine.at, note=mine.note) if mine else None
    return document


def _reply(ticket: DescribedTicket, document: TicketOut) -> Reply:
    return Reply(document, {"ETag": f'"{ticket.version}"'})
