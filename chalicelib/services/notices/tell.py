"""The reactor that tells people: inbox notices, mail jobs and pushes, keyed by action and person, so twice is once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Action, ActorKind, EventType
from chalicelib.domain.mail.jobs import COLLECTED, TELLS_OF_A_CHANGE, AboutTicket, JobKey, LetterKind, MailJob
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS, Notice, shared
from chalicelib.domain.notices.standing_in import heard
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.workspace import General
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.mail.limits import answers_too_much
from chalicelib.services.mail.outgoing.collect import collect
from chalicelib.services.mail.outgoing.queue import queue
from chalicelib.services.notices.entries import away_at, put_back, put_into_inboxes, take_from_inboxes
from chalicelib.services.notices.push import push
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An automatic answer that was not sent, and the name of the limit it would have gone beyond."""

    job: MailJob
    limit: str


@dataclass(frozen=True, slots=True)
class Told:
    """The mails that an action leads to, and those that were held back, since they may go to a machine that answers."""

    mails: Sequence[MailJob] = ()
    held: Sequence[HeldBack] = ()


def tell(desk: Desk, room: Room, action: Action) -> Told:
    """Let everybody who is to hear of `action` hear of it once, however often this is called.

    Nobody hears of a ticket in a place that only a later release knows: it may be one that nobody is to hear of.
    """
    if action.undone_by:
        return Told()
    team = _team(desk, room, action)
    take_from_inboxes(desk, room, action, team)
    if action.undoes:
        put_back(room, action, team)
        return Told()
    told, common = heard(action, team, away_at(room, team, action.at)), shared(action, team)
    told = [notice for notice in told if is_mailed(room, notice)]
    if not told and not common:
        return Told()
    ticket = find_ticket(room, action.number, Ticket)
    if ticket is not None and ticket.is_hushed:
        told, common = _of_dismissed(ticket, told), []
    if ticket is None or not (told or common):
        return Told()
    title = ticket.title
    put_into_inboxes(room, action, ticket, told, common, desk.clock.now())
    _push(desk, room, action, told, title)
    jobs = [mail_job(room, action, notice, notice.letter) for notice in told if notice.letter]
    held = {job.key: limit for job in jobs if (limit := _loop(desk, room, action, job, title))}
    going = [job for job in jobs if job.key not in held]
    collect(desk, room, [job for job in going if job.kind in COLLECTED])
    for waits in (False, True):
        some = [job for job in going if job.kind not in COLLECTED and (job.kind in TELLS_OF_A_CHANGE) is waits]
        queue(desk, some, _delay(desk, action.visible_at or (action.undo_until if waits else None)))
    return Told(going, [HeldBack(job, held[job.key]) for job in jobs if job.key in held])


def _of_dismissed(ticket: Ticket, told: Sequence[Notice]) -> list[Notice]:
    """Nobody hears of spam, or of what is in the trash, but who relied on a reply that isn't sent because of it."""
    return [one for one in told if ticket.is_dismissed and one.event is EventType.REPLY_UNSCHEDULED]


def _push(desk: Desk, room: Room, action: Action, told: Sequence[Notice], title: str) -> None:
    """Have it shown in the browsers of those who chose so; an assignment once it can't be undone any more."""
    for notice in told:
        if notice.push and isinstance(notice.person, Member):
            until = action.undo_until if notice.event is EventType.ASSIGNED else None
            push(desk, room, notice.person, _entry(action, notice, title), _delay(desk, until))


def _entry(action: Action, notice: Notice, title: str) -> InboxEntry:
    return InboxEntry(
        id=action.id,
        member_id=notice.person.id,
        event=notice.event.value,
        number=action.number,
        title=title,
        actor=action.actor.name,
        at=action.at,
    )


def _loop(desk: Desk, room: Room, action: Action, job: MailJob, title: str) -> str | None:
    """The limit that this goes beyond, if it is one automatic answer too many to who may be a machine as well.

    What the desk says by itself to customers could go round in circles when it is sent because of what they sent.
    """
    if action.actor.kind is not ActorKind.CUSTOMER or job.kind in LETTERS_TO_MEMBERS:
        return None
    return answers_too_much(desk, room.workspace.id, action.number, job.address, title, job.key.id)


_SWITCHES: Mapping[LetterKind, Callable[[General], bool]] = {
    LetterKind.CONFIRMATION: lambda desk: desk.mail_created,
    LetterKind.OPENED_FOR_CUSTOMER: lambda desk: desk.mail_created,
    LetterKind.AGENT_REPLY: lambda desk: desk.mail_replied,
    LetterKind.STATUS_CHANGED: lambda desk: desk.mail_status,
    LetterKind.RESOLVED: lambda desk: desk.mail_resolved,
}


def is_mailed(room: Room, notice: Notice) -> bool:
    """Return whether the desk sends customers mails of that kind. Members choose for themselves."""
    switch = _SWITCHES.get(notice.letter) if notice.letter else None
    return switch is None or switch(room.workspace)


def _delay(desk: Desk, until: datetime | None) -> int:
    """Seconds until then, when it may be told outside; a second more, since SQS may be early by a fraction."""
    return max(0, math.ceil((until - desk.clock.now()).total_seconds()) + 1) if until else 0


def _team(desk: Desk, room: Room, action: Action) -> dict[str, Member]:
    """The members, read anew when the assignee is one we haven't met."""
    members = room.workspace.members
    if action.assignee_id and action.assignee_id not in members:
        fresh = desk.settings.load(room.workspace.id, fresh=True)
        members = fresh.members if fresh else members
    return dict(members)


def mail_job(room: Room, action: Action, notice: Notice, letter: LetterKind) -> MailJob:
    """Return the mail by which a notice's person hears of an action."""
    person = notice.person
    status = next((event.changes["status"].after for event in action.events if "status" in event.changes), None)
    return MailJob(
        key=JobKey(workspace=room.workspace.id, number=action.number, id=f"{action.id}.{person.id}"),
        kind=letter,
        address=person.email if isinstance(person, Member) else person.address,
        about=AboutTicket(
            person_id=person.id,
            name=person.name,
            link_number=None if isinstance(person, Member) else person.number,
            message_id=action.mailed_message,
            status=status if notice.event is EventType.STATUS_CHANGED else None,
            again=notice.event is EventType.REPLY_RESENT,
        ),
    )
