"""Telling whoever wrote a reply that a mail of it didn't arrive."""

from __future__ import annotations

import base64
import hashlib

from chalicelib.domain.mail.jobs import AboutTicket, JobKey, MailJob
from chalicelib.domain.notices.inbox import InboxEntry, preview_of
from chalicelib.domain.notices.notices import NoEvent
from chalicelib.domain.notices.standing_in import find_undelivered
from chalicelib.domain.people.absence import away
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.tickets.message import Mailed
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

_INSTANT = 10
"""Letters of an id that say when it was made."""


def tell_undelivered(desk: Desk, room: Room, job: MailJob, about: AboutTicket) -> None:
    """Put it into their inbox, once for each mail however often the news come: the entry's id is made of the job."""
    if job.key.number is None or about.message_id is None:
        return
    reply = room.timeline.action_of(job.key.number, about.message_id)
    now, team = desk.clock.now(), room.workspace.members
    absent = away(team, now, room.workspace.hours.zone)
    for member, instead_of in find_undelivered(reply, team, absent) if reply else ():
        ticket = find_ticket(room, job.key.number, Ticket)
        said = room.timeline.entry(job.key.number, about.message_id)
        if ticket is None or not isinstance(said, Mailed):
            return
        entry = InboxEntry(
            id=_id_of(job.key),
            member_id=member.id,
            event=NoEvent.NOT_DELIVERED,
            number=job.key.number,
            title=ticket.title,
            actor=about.name or shown_address(job.address),
            at=now,
            preview=preview_of(said.body),
            instead_of=instead_of,
        )
        room.inbox.note(entry)
        room.inbox.add(entry)


def _id_of(key: JobKey) -> str:
    digest = base64.b32encode(hashlib.sha256(key.id.encode()).digest()).decode()
    return f"{key.action_id[:_INSTANT]}{digest[:16]}"
