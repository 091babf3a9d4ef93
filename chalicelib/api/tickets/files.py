"""Files of tickets, on their way in and out; and who else is looking."""

from __future__ import annotations

from chalicelib.api.schemas.files import FileLinkOut, UploadBody, UploadFormOut, UploadOut
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.observability import security_event
from chalicelib.services.files.links import link_inside
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


def _link(call: Call) -> str:
    ticket, file_id = ticket_by_number(call.room, call.number, Ticket), call.path["id"]
    found = link_inside(call.desk, call.room, ticket, file_id, notes=call.caller.reads_notes)
    caller = call.caller
    security_event("downloaded", workspace=caller.workspace, caller=caller.id, number=ticket.number, file=file_id)
    return found


def _offered(call: Call[NoQuery, UploadBody], number: int | None) -> Reply:
    body = call.body
    made = offer(call.desk, call.room, call.caller.id, body.name, body.type, body.size, number)
    upload = made.upload
    form = UploadFormOut(url=made.form.url, fields=dict(made.form.fields))
    return Reply(UploadOut(id=upload.id, name=upload.name, type=upload.type, size=upload.size, upload=form))
