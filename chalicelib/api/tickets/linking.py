"""Links between tickets, and what is done to all that a ticket is linked with."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import AnswerAllBody, BulkOut, LinkBody, ResolveAllBody
from chalicelib.api.serving.routes import Call, NoBody, NoQuery, Reply, route
from chalicelib.api.tickets.action import action
from chalicelib.api.tickets.bulk import answered
from chalicelib.api.tickets.written import written
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import linking as service
from chalicelib.services.tickets.access import number_of
from chalicelib.services.tickets.bulk import Batch

_AGAIN = (
    "With the same Idempotency-Key what was done isn't done again: after an answer that says `not_tried`, or none at "
    "all, ask once more. `batch_id` undoes all of it, as of a bulk change."
)


@action("Link a ticket with another one", LinkBody, refusals=("merged", "is_spam", "too_many"), with_key=False)
def link_ticket(call: Call[NoQuery, LinkBody]) -> Decision[DescribedTicket]:
    other = number_of(call.room, call.path["other"])
    return service.link(call.seat, call.number, other, call.body.kind, expected=call.expected)


@action("Take a link to another ticket away", NoBody, with_key=False)
def unlink_ticket(call: Call) -> Decision[DescribedTicket]:
    return service.unlink(call.seat, call.number, number_of(call.room, call.path["other"]), expected=call.expected)


def answered_further(call: Call, _: str) -> Reply:
    """Answer those that weren't answered yet under the caller's key."""
    assert isinstance(call.body, AnswerAllBody)
    return _answered(call, call.body)


def _answered(call: Call, body: AnswerAllBody) -> Reply:
    refs = service.named_links(call.seat, call.number, body.refs)
    text = written(call, body.body, body.body_format)
    answer = service.AnswerToAll(
        text=text.text, body_format=text.body_format, formatted=text.formatted, status=body.status
    )
    batch = service.begin_batch(call.seat, refs, call.once)
    return _outcomes(service.reply_to_all(call.seat, refs, answer, batch, call.once))


@route(
    "Reply on every ticket that is linked, each in its own thread",
    description=f"Each customer sees what is said on their own ticket alone. {_AGAIN}",
    permission=Permission.TICKETS_WRITE,
    body=AnswerAllBody,
    answer=BulkOut,
    replay=answered_further,
    refusals=("not_found", "in_trash", "merged"),
)
def answer_all(call: Call[NoQuery, AnswerAllBody]) -> Reply:
    return _answered(call, call.body)


def resolved_further(call: Call, _: str) -> Reply:
    """Resolve those that weren't resolved yet under the caller's key."""
    assert isinstance(call.body, ResolveAllBody)
    return _resolved(call, call.body)


def _resolved(call: Call, body: ResolveAllBody) -> Reply:
    refs = service.named_links(call.seat, call.number, body.refs)
    batch = service.begin_batch(call.seat, refs, call.once)
    done = service.resolve_all(call.seat, refs, body.resolution, batch, call.once, notify=body.notify_customers)
    return _outcomes(done)


@route(
    "Resolve every ticket that is linked, with an outcome for each",
    description=_AGAIN,
    permission=Permission.TICKETS_WRITE,
    body=ResolveAllBody,
    answer=BulkOut,
    replay=resolved_further,
    refusals=("not_found", "in_trash", "merged"),
)
def resolve_all(call: Call[NoQuery, ResolveAllBody]) -> Reply:
    return _resolved(call, call.body)


def _outcomes(done: Batch) -> Reply:
    batch_id = done.id if done.undo_until else None
    return Reply(BulkOut(results=answered(done.outcomes), batch_id=batch_id, undo_until=done.undo_until))
