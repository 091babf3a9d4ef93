"""Replies that are sent later: what waits on a ticket, changed, sent at once, or never."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import (
    AuthorOut,
    SaidOut,
    ScheduledChangesBody,
    ScheduledOut,
    ScheduledRepliesOut,
)
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present_timeline
from chalicelib.api.tickets.said import as_said, said_now
from chalicelib.api.tickets.written import written
from chalicelib.domain.errors import invalid, not_found
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.later import planned_of
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.planned import Planned, ScheduledReply
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets import later as service

_REFUSALS = ("not_found", "unknown_place", "in_trash", "merged", "is_spam", "stale_version", "conflict")


@route(
    "Read the replies that wait until they are sent",
    description="Those that come first go first. Nobody outside sees them; a key without `notes:read` reads its own.",
    permission=Permission.TICKETS_READ,
    answer=ScheduledRepliesOut,
    refusals=("not_found",),
)
def replies(call: Call) -> Reply:
    found = service.scheduled(call.room, call.number)
    mine = [(one, said) for one, said in found if call.caller.reads_notes or one.author == call.caller.id]
    return Reply(ScheduledRepliesOut(items=[_document(one, said) for one, said in mine]))


@route(
    "Change a reply that waits",
    description="Who wrote it can. One that was stopped waits again once it is said when it is sent.",
    permission=Permission.TICKETS_WRITE,
    body=ScheduledChangesBody,
    answer=ScheduledOut,
    if_match=True,
    refusals=_REFUSALS,
)
def change(call: Call[NoQuery, ScheduledChangesBody]) -> Reply:
    body, number, reply_id = call.body, call.number, call.path["id"]
    if not body.model_fields_set & {"send_at", "body"}:
        raise invalid("send_at", "Say when it is to be sent, or what it is to say.")
    text = written(call, body.body, body.body_format) if "body" in body.model_fields_set else None
    service.reschedule(
        call.seat,
        number,
        reply_id,
        send_at=body.send_at,
        body=text.text if text else None,
        body_format=text.body_format if text else None,
        formatted=text.formatted if text else "",
        expected=call.expected,
    )
    found = {one.id: (one, said) for one, said in service.scheduled(call.room, number)}
    if reply_id not in found:
        raise not_found("scheduled reply")
    return Reply(_document(*found[reply_id]))


@route(
    "Never send a reply that waits",
    description="Whoever may write can; whoever wrote it is told. Doing so again is no error.",
    permission=Permission.TICKETS_WRITE,
    status=204,
    refusals=("not_found", "unknown_place", "in_trash", "conflict"),
)
def cancel(call: Call) -> Answer:
    service.unschedule(call.seat, call.number, call.path["id"])
    return Answer(204, "")


@route(
    "Send a reply that waits at once",
    description="Who wrote it can, also one that was stopped. A second try without its key finds it gone.",
    permission=Permission.TICKETS_WRITE,
    answer=SaidOut,
    status=201,
    replay=lambda call, result: _sent_again(call, result),
    if_match=True,
    refusals=_REFUSALS,
)
def send(call: Call) -> Reply:
    return said_now(
        service.send_now(call.seat, call.number, call.path["id"], expected=call.expected, receipt=call.receipt)
    )


def _sent_again(call: Call, result: str) -> Reply:
    number, _, entry_id = result.partition("/")
    said = call.room.timeline.entry(int(number), entry_id)
    if not isinstance(said, PublicMessage):
        raise not_found("message")
    return as_said(said, call.once.action if call.once else "")


def scheduled_now(decision: Decision[Ticket]) -> Reply:
    """Answer with a reply that waits from now on."""
    assert decision.planning
    assert decision.planning.reply
    planned = planned_of(decision.ticket, decision.planning.id)
    return _waiting(planned, decision.planning.reply, decision.action.id if decision.action else "")


def scheduled_again(call: Call, number: int, reply_id: str) -> Reply:
    """Answer the same to who says so again. Raises not_found for one that is out, or was taken off."""
    for planned, said in service.scheduled(call.room, number):
        if planned.id == reply_id:
            return _waiting(planned, said, call.once.action if call.once else "")
    raise not_found("message")


def _waiting(planned: Planned, reply: ScheduledReply, action_id: str) -> Reply:
    shown = present_timeline.timeline_entries(_as_message(reply))[0]
    return Reply(SaidOut.model_construct(**dict(shown), action_id=action_id or None, send_at=planned.at))


def _as_message(reply: ScheduledReply) -> PublicMessage:
    return PublicMessage(
        id=reply.id,
        at=reply.at,
        kind=MessageKind.AGENT_REPLY,
        author=reply.author,
        body=reply.body,
        formatted=reply.formatted,
        attachments=reply.attachments,
        said_format=reply.body_format,
    )


def _document(planned: Planned, reply: ScheduledReply) -> ScheduledOut:
    shown = present_timeline.timeline_entries(_as_message(reply))[0]
    return ScheduledOut(
        id=planned.id,
        send_at=planned.at,
        why=planned.stopped,
        author=AuthorOut(kind=reply.author.kind.value, id=reply.author.id, name=reply.author.name),
        written_at=reply.at,
        body_text=reply.body,
        body_html=shown.body_html or "",
        body_format=reply.body_format.value,
        status=reply.status,
        cc=[shown_address(one) for one in reply.cc],
        attachments=shown.attachments,
    )
