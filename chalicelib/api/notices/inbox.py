"""A member's own inbox."""

from __future__ import annotations

from chalicelib.api.people.present import inbox_entry
from chalicelib.api.schemas.inbox import InboxDoneBody, InboxPage, InboxReadBody
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, PageQuery, Reply, route
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.notices import inbox as service

INBOX = "/v1/{workspace}/inbox"


@route(
    "Read my inbox, newest first",
    permission=Permission.TICKETS_READ,
    query=PageQuery,
    answer=InboxPage,
    refusals=("bad_cursor",),
)
def inbox(call: Call[PageQuery]) -> Reply:
    """`unread` is shown up to 99; 100 means more. A page may be shorter than was asked for: go on by its cursor."""
    asked = call.page("inbox")
    caller = call.caller
    found = service.read_inbox(call.room, caller.id, caller.member, asked.limit, asked.after)
    tickets = {ticket.number: ticket for ticket in call.room.tickets.rows(sorted({one.number for one in found.items}))}
    items = [inbox_entry(call.room, entry, tickets.get(entry.number)) for entry in found.items]
    return Reply(InboxPage(items=items, unread=found.unread, next_cursor=asked.next_cursor(found.position)))


@route(
    "Mark notices of my inbox as read",
    permission=Permission.TICKETS_READ,
    body=InboxReadBody,
    status=204,
)
def mark_read(call: Call[NoQuery, InboxReadBody]) -> Answer:
    body = call.body
    if body.all == bool(body.ids):
        raise invalid("ids", "Name the notices, or say `all`, one of the two.")
    if body.all:
        service.mark_all_read(call.desk, call.room, call.caller.id)
    else:
        service.mark_read(call.desk, call.room, call.caller.id, body.ids)
    return Answer(204, "")


@route(
    "Take notices out of my inbox",
    permission=Permission.TICKETS_READ,
    body=InboxDoneBody,
    status=204,
)
def finish(call: Call[NoQuery, InboxDoneBody]) -> Answer:
    service.finish(call.desk, call.room, call.caller.id, call.body.ids)
    return Answer(204, "")
