"""Who looks at a ticket just now."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import PresenceBody, PresenceOut, SeenOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.presence import FRESH, Doing, Seen
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import ticket_by_number


@route(
    "Say that I look at a ticket, or write, and see who else does",
    permission=Permission.TICKETS_READ,
    body=PresenceBody,
    answer=PresenceOut,
    refusals=("not_found",),
)
def presence(call: Call[NoQuery, PresenceBody]) -> Reply:
    """Others seen in the last 45 seconds. Programs look at nothing."""
    if call.caller.member is None:
        raise DeskError("forbidden", "Presence is for members; an API key is nobody.")
    number = ticket_by_number(call.room, call.number, Ticket).number
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
