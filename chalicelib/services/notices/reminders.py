"""Reminding members of tickets at a time that they chose: an item on the ticket, and a piece of work that looks again.

The work is asked for first: what comes for nothing finds nothing, but nothing is forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.notices.notices import NoEvent, reminded_by
from chalicelib.domain.notices.ways import NoticeWay
from chalicelib.domain.people.people import Member
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.tickets import reminders as rules
from chalicelib.domain.tickets.reminders import Reminder
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.domain.tickets.trash import check_not_deleted
from chalicelib.domain.worklist import Work
from chalicelib.services.notices.push import push
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket, ticket_by_number

KIND = "reminder"
_BETWEEN = "/"


def remind(desk: Desk, room: Room, number: int, member: Member, at: datetime, note: str) -> Reminder:
    """Have a member reminded of a ticket; another time takes the place of the first. Raises DeskError `not_found`,
    `in_trash`, or at `at` or `note`."""
    check_not_deleted(ticket_by_number(room, number, Ticket))
    wanted = rules.reminder(at, note, desk.clock.now())
    what = room.workspace.masking
    wanted = replace(wanted, note=masked(wanted.note, what)) if what.is_on else wanted
    work_id = f"{number}{_BETWEEN}{member.id}"
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, id=work_id, at=wanted.at))
    room.reminders.put(number, member.id, wanted)
    return wanted


def forget(room: Room, number: int, member_id: str) -> None:
    """Remind them no more. Doing so twice is once."""
    there = room.reminders.get(ticket_by_number(room, number, Ticket).number, member_id)
    if there:
        room.reminders.remove(number, member_id, there)


def reminder_of(room: Room, ticket: TicketSummary, member_id: str) -> Reminder | None:
    """Return the member's own reminder; nothing is read where the ticket has none of theirs."""
    return room.reminders.get(ticket.number, member_id) if member_id in ticket.reminded else None


def come(desk: Desk, room: Room, work: Work) -> Work | None:
    """Tell a member what they wanted to be told by now, if they and the ticket are there. Told twice is told once."""
    number, _, member_id = work.id.partition(_BETWEEN)
    there = room.reminders.get(int(number), member_id)
    if there is None:
        return None
    now = desk.clock.now()
    if there.at > now:
        return replace(work, at=there.at)
    member, ticket = room.workspace.members.get(member_id), find_ticket(room, int(number), Ticket)
    if member and member.active and ticket and not ticket.is_hushed:
        _tell(desk, room, ticket, member, there)
    if room.reminders.remove(int(number), member_id, there) or ticket is None:
        return None
    return replace(work, at=now)


def _tell(desk: Desk, room: Room, ticket: Ticket, member: Member, reminder: Reminder) -> None:
    entry = InboxEntry(
        id=rules.entry_id(ticket.number, member.id, reminder.at),
        member_id=member.id,
        event=NoEvent.REMINDED,
        number=ticket.number,
        title=ticket.title,
        actor=member.name,
        at=reminder.at,
        preview=reminder.note,
    )
    ways = reminded_by(member)
    if NoticeWay.INBOX in ways:
        room.inbox.note(entry)
        room.inbox.add(entry)
    if NoticeWay.PUSH in ways:
        push(desk, room, member, entry)
