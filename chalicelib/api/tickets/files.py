"""Files of tickets, on their way in and out; and who else is looking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.api.schemas.files import (
    FileLinkOut,
    FileLinksBody,
    FileLinksOut,
    PictureLinkOut,
    UploadBody,
    UploadFormOut,
    UploadOut,
)
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.observability import security_event
from chalicelib.services.files.links import link_inside, shown_inside
from chalicelib.services.files.uploads import offer
from chalicelib.services.tickets.access import ticket_by_number


@route(
    "Ask where to send a file for this ticket",
    permission=Permission.TICKETS_WRITE,
    body=UploadBody,
    answer=UploadOut,
    status=201,
    refusals=("not_found",),
)
def offer_for_ticket(call: Call[NoQuery, UploadBody]) -> Reply:
    ticket = ticket_by_number(call.room, call.number, Ticket)
    return _offered(call, ticket.number)


@route(
    "Ask where to send a file before there is a ticket",
    permission=Permission.TICKETS_WRITE,
    body=UploadBody,
    answer=UploadOut,
    status=201,
)
def offer_before_ticket(call: Call[NoQuery, UploadBody]) -> Reply:
    return _offered(call, None)


@route(
    "Download a file",
    permission=Permission.TICKETS_READ,
    status=302,
    refusals=("not_found", "file_withheld"),
)
def download(call: Call) -> Answer:
    return Answer(302, "", headers={"Location": _link(call)})


@route(
    "Ask for a short-lived link to a file",
    permission=Permission.TICKETS_READ,
    answer=FileLinkOut,
    refusals=("not_found", "file_withheld"),
)
def link(call: Call) -> Reply:
    """For pages, whose links can't carry a token: the address of the file itself, as downloading redirects to it."""
    return Reply(FileLinkOut(url=_link(call)))


@route(
    "Ask for short-lived links to pictures",
    permission=Permission.TICKETS_READ,
    body=FileLinksBody,
    answer=FileLinksOut,
    refusals=("not_found",),
)
def links(call: Call[NoQuery, FileLinksBody]) -> Reply:
    """For pages that show them: of many at once, as they come into view. Browsers open these instead of downloading
    them, under the type that their own bytes tell."""
    desk, ticket = call.desk, ticket_by_number(call.room, call.number, Ticket)
    expires_at = datetime.now(UTC) + timedelta(seconds=desk.files.link_seconds)
    found = shown_inside(desk, call.room, ticket, call.body.ids, notes=call.caller.reads_notes)
    for file_id in found:
        _downloaded(call, ticket, file_id)
    items = [PictureLinkOut(id=file_id, url=url) for file_id, url in found.items()]
    return Reply(FileLinksOut(items=items, expires_at=expires_at))


def _link(call: Call) -> str:
    ticket, file_id = ticket_by_number(call.room, call.number, Ticket), call.path["id"]
    found = link_inside(call.desk, call.room, ticket, file_id, notes=call.caller.reads_notes)
    _downloaded(call, ticket, file_id)
    return found


def _downloaded(call: Call, ticket: Ticket, file_id: str) -> None:
    caller = call.caller
    security_event("downloaded", workspace=caller.workspace, caller=caller.id, number=ticket.number, file=file_id)


def _offered(call: Call[NoQuery, UploadBody], number: int | None) -> Reply:
    body = call.body
    made = offer(call.desk, call.room, call.caller.id, body.name, body.type, body.size, number)
    upload = made.upload
    form = UploadFormOut(url=made.form.url, fields=dict(made.form.fields))
    return Reply(UploadOut(id=upload.id, name=upload.name, type=upload.type, size=upload.size, upload=form))
