"""How many tickets there are of each kind, and which have changed."""

from __future__ import annotations

from pydantic import Field

from chalicelib.api.schemas.base import Document
from chalicelib.api.schemas.tickets import TicketRow
from chalicelib.api.serving.routes import Call, Reply, Schema, route
from chalicelib.api.tickets import present
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.counts import Counts
from chalicelib.services.notices.inbox import count_unread
from chalicelib.services.tickets.feed import changes


class CountsOut(Document):
    """Tickets by tab. All but `archived` are without the archived ones; merged ones are in none."""

    all: int
    mine: int
    unassigned: int
    open: int
    in_progress: int
    waiting: int
    resolved: int
    closed: int
    archived: int


class ChangesQuery(Schema):
    """`since` is the `next_cursor` of the answer before; without it the feed starts at this moment."""

    since: str | None = Field(default=None, max_length=2000)
    limit: int = Field(default=25, ge=1, le=100)


class ChangesPage(Document):
    """The earliest change first. The last seconds come again and again: leave out versions you know. `unread` is how
    many notices of mine are unread, up to 99; 100 means more."""

    items: list[TicketRow]
    next_cursor: str
    unread: int


@route(
    "Count the tickets of every tab",
    permission=Permission.TICKETS_READ,
    answer=CountsOut,
)
def count_tickets(call: Call) -> Reply:
    member = call.caller.member
    return Reply(_counts(call.room.counters.read(member.id if member else None)))


@route(
    "Follow what changes, tickets that leave a list included",
    permission=Permission.TICKETS_READ,
    query=ChangesQuery,
    answer=ChangesPage,
    refusals=("bad_cursor",),
)
def changed_tickets(call: Call[ChangesQuery]) -> Reply:
    cursors = call.cursors("changes")
    found = changes(call.desk, call.room, cursors.decode(call.query.since), call.query.limit)
    rows = [present.ticket_row(call.desk, call.room, ticket) for ticket in found.items]
    unread = count_unread(call.room, call.caller.id, call.caller.member)
    cursor = cursors.encode(found.position)
    return Reply(ChangesPage.model_construct(items=rows, next_cursor=cursor, unread=unread))


def _counts(counts: Counts) -> CountsOut:
    tabs = {name: counts.tabs.get(name, 0) for name in CountsOut.model_fields if name not in ("all", "mine")}
    return CountsOut(all=counts.all, mine=counts.mine, **tabs)
