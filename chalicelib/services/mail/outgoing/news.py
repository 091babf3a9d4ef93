"""Whether what a mail says of a change is still so, and news to whom it is for."""

from __future__ import annotations

from chalicelib.domain.ids import instant_of
from chalicelib.domain.mail.jobs import TELLS_OF_A_CHANGE, AboutTicket, JobState, LetterKind, MailJob
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.links import is_same
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.withdraw import status_outside

_REACHED = frozenset({JobState.SENT, JobState.DELIVERED, JobState.COMPLAINED})
_OPENING = frozenset({LetterKind.CONFIRMATION, LetterKind.OPENED_FOR_CUSTOMER})
_SOLVED = frozenset({Status.RESOLVED, Status.CLOSED})


def is_news(desk: Desk, room: Room, job: MailJob) -> bool:
    """Return whether a mail has something to say by now. One about a change that was undone hasn't, nor has one about
    spam, what became otherwise since, or of which its reader knows already. Of a change that is told nothing can be
    undone.
    """
    about, number = job.about, job.key.number
    if job.kind not in TELLS_OF_A_CHANGE or number is None or not isinstance(about, AboutTicket):
        return True
    ticket = find_ticket(room, number, Ticket)
    if ticket is None or ticket.is_dismissed:
        return False
    return _still_so(desk, room, job, about, ticket) and room.timeline.stands(number, job.key.action_id)


def _still_so(desk: Desk, room: Room, job: MailJob, about: AboutTicket, ticket: Ticket) -> bool:
    match job.kind:
        case LetterKind.STATUS_CHANGED:
            outside = status_outside(desk, room, ticket)
            return about.status in (None, outside) and _last_told(desk, job, about) != outside
        case LetterKind.RESOLVED:
            return status_outside(desk, room, ticket) in _SOLVED and not _told_of_solution(desk, job, about, ticket)
        case LetterKind.MERGED:
            return ticket.merged_into is not None
        case _:
            return ticket.assignee_id == about.person_id or _still_has_it(room, job, ticket)


def _still_has_it(room: Room, job: MailJob, ticket: Ticket) -> bool:
    """Whether whom the ticket was given to has it still: some members hear of others' tickets, too."""
    action = room.timeline.action(ticket.number, job.key.action_id)
    return bool(action and action.assignee_id and action.assignee_id == ticket.assignee_id)


def _last_told(desk: Desk, job: MailJob, about: AboutTicket) -> str | None:
    """The status that its reader was told of last: a request is open when it begins."""
    for earlier in desk.jobs.on_ticket(job.key):
        if earlier.key != job.key and earlier.state in _REACHED and _is_to(earlier, about):
            told = _status_told(earlier)
            if told:
                return told
    return None


def _status_told(job: MailJob) -> str | None:
    if job.kind in _OPENING:
        return Status.OPEN
    if job.kind is LetterKind.RESOLVED:
        return Status.RESOLVED
    return job.about.status if job.kind is LetterKind.STATUS_CHANGED and isinstance(job.about, AboutTicket) else None


def _told_of_solution(desk: Desk, job: MailJob, about: AboutTicket, ticket: Ticket) -> bool:
    """Whether an earlier mail told of the solution that stands: it went out no sooner than its change stood."""
    return any(
        earlier.kind is LetterKind.RESOLVED
        and earlier.state in _REACHED
        and _is_to(earlier, about)
        and ticket.resolved_at is not None
        and instant_of(earlier.key.action_id) + UNDO_TIME >= ticket.resolved_at
        for earlier in desk.jobs.on_ticket(job.key)
        if earlier.key != job.key
    )


def _is_to(job: MailJob, about: AboutTicket) -> bool:
    return isinstance(job.about, AboutTicket) and is_same(job.about.person_id, about.person_id)
