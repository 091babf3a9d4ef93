"""How much a desk takes in on a day from people who proved nothing, and mails because of it: for its admins to know."""

from __future__ import annotations

import time
from collections.abc import Mapping

from chalicelib.domain.events import Action, EventType
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.limits import UNPROVEN_A_DAY
from chalicelib.services.mail.outgoing.alarms import much_unproven
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

_KEPT = 90 * 24 * 3600


def note_unproven(desk: Desk, room: Room, action: Action, mails: int) -> Mapping[str, int]:
    """Count what somebody unproven did, and the mails that leave because of it. Return what the day comes to of which
    there is more than usual, the first time: its admins are then told, once however often this is repeated."""
    if not action.unproven:
        return {}
    created = EventType.CREATED in action.types()
    stored = sum(file.size for file in _files(room, action, created))
    more = {"tickets": int(created), "bytes": stored, "mails": mails}
    day = f"{desk.clock.now():%Y-%m-%d}"
    now, told = room.counters.add_unproven(day, more, int(time.time()) + _KEPT)
    news = {what: now[what] for what, most in UNPROVEN_A_DAY.items() if now[what] > most and what not in told}
    for what in news:
        much_unproven(desk, room, day, what, UNPROVEN_A_DAY[what])
        room.counters.told_unproven(day, what)
    return news


def _files(room: Room, action: Action, created: bool) -> tuple[Attachment, ...]:
    if created:
        ticket = find_ticket(room, action.number, Ticket)
        return ticket.attachments if ticket else ()
    said = room.timeline.public_message(action.message_number or action.number, action.message_id or "")
    return said.attachments if said else ()
