"""Files of tickets, on their way in and out; and who else is looking."""

from __future__ import annotations

from chalicelib.api.problems import Answer
from chalicelib.api.routes import Call, Reply, route
from chalicelib.api.schemas.conversation import PresenceBody, PresenceOut, SeenOut
from chalicelib.api.schemas.files import FileLinkOut, UploadBody, UploadFormOut, UploadOut
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.presence import FRESH, Doing, Seen
from chalicelib.services.access import number_of, ticket_by_number, ticket_by_reference
from chalicelib.services.files import link_for_member
from chalicelib.services.uploads import offer


@route(
    "Ask where to send a file for this ticket",
    permission=Permission.TICKETS_WRITE,
    body=UploadBody,
    answer=UploadOut,
    status=201,
    refusals=("not_found",),
)
def offer_for_ticket(call: Call) -> Reply:
    ticket = ticket_by_number(call.room, number_of(call.room, call.path["ref"]), described=False)
    return _offered(call, ticket.number)


@route(
    "Ask where to send a file before there is a ticket",
    permission=Permission.TICKETS_WRITE,
    body=UploadBody,
    answer=UploadOut,
    status=201,
)
def offer_before_ticket(call: Call) -> Reply:
    return _offered(call, None)


@route(
    "Download a file",
    permission=Permission.TICKETS_READ,
    status=302,
    refusals=("not_found",),
)
def download(call: Call) -> Answer:
    return Answer(302, "", headers={"Location": _link(call)})


@route(
    "Ask for a short-lived link to a file",
    permission=Permission.TICKETS_READ,
    answer=FileLinkOut,
    refusals=("not_found",),
)
def link(call: Call) -> Reply:
    """For pages, whose links can't carry a token: the address of the file itself, as downloading redirects to it."""
    return Reply(FileLinkOut(url=_link(call)))


def _link(call: Call) -> str:
    ticket = ticket_by_reference(call.room, call.path["ref"])
    return link_for_member(call.desk, call.room, ticket, call.path["id"])


@route(
    "Say that I look at a ticket, or write, and see who else does",
    permission=Permission.TICKETS_READ,
    body=PresenceBody,
    answer=PresenceOut,
    refusals=("not_found",),
)
def presence(call: Call) -> Reply:
    """Others seen in the last 45 seconds. Programs look at nothing."""
    if call.caller.member is None:
        raise DeskError("forbidden", "Presence is for members; an API key is nobody.")
    number = ticket_by_number(call.room, number_of(call.room, call.path["ref"]), described=False).number
    now = call.desk.clock.now()
    call.room.presence.put(number, Seen(call.caller.id, Doing(call.body.state), now))
    members = call.room.workspace.members
    others = [seen for seen in call.room.presence.list(number, now - FRESH) if seen.member_id != call.caller.id]
    items = [
        SeenOut(id=seen.member_id, name=members[seen.member_id].name, state=seen.doing.value, at=seen.at)
        for seen in others
        if seen.member_id in members
    ]
    return Reply(PresenceOut(items=items))


def _offered(call: Call, number: int | None) -> Reply:
    body: UploadBody = call.body
    made = offer(call.desk, call.room, call.caller.id, body.name, body.type, body.size, number)
    upload = made.upload
    form = UploadFormOut(url=made.form.url, fields=dict(made.form.fields))
    return Reply(UploadOut(id=upload.id, name=upload.name, type=upload.type, size=upload.size, upload=form))
