"""A member's own inbox."""

from __future__ import annotations

from chalicelib.api.people.present import inbox_entry
from chalicelib.api.schemas.inbox import InboxPage, InboxReadBody
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
    """`unread` is shown up to 99; 100 means more."""
    asked = call.page("inbox")
    page = call.room.inbox.list(call.caller.id, asked.limit, asked.after)
    items = [inbox_entry(call.room, entry) for entry in page.items]
    unread = call.room.inbox.unread(call.caller.id, service.UNREAD_SHOWN + 1)
    return Reply(InboxPage(items=items, unread=unread, next_cursor=asked.next_cursor(page.position)))


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
