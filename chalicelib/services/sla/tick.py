"""The tick: every minute, what is due by then. Reads nothing else, so it costs the same with any number of tickets.

Each ticket is looked at by itself, and stored only if it is still due: whether the tick runs twice at once, is cut off,
or comes late, everybody is told once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.loose import COPIES, TEXT, UPLOAD
from chalicelib.domain.settings.retention import KIND as RETENTION
from chalicelib.domain.sla.due import SHARDS, Due
from chalicelib.domain.tickets import change, snooze
from chalicelib.domain.tickets import tick as tick_rules
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.domain.vocabulary import Status
from chalicelib.services import worklist
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.files import loose
from chalicelib.services.mail.incoming import discarded
from chalicelib.services.mail.outgoing import alarms, collect, held, resend_all, scheduled, weekly
from chalicelib.services.notices import reminders
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy import erasure, purge, redaction
from chalicelib.services.privacy.export import ask, steps
from chalicelib.services.privacy.retention import retain
from chalicelib.services.reports import backfill, filing, summing
from chalicelib.services.seat import Seat
from chalicelib.services.sla import rekey, retime
from chalicelib.services.tickets import follow, handover, mailboxes, pointers
from chalicelib.services.tickets.commands import carry_out, cross
from chalicelib.services.worklist import Became, Outcome

AT_ONCE = 8
KINDS: worklist.Kinds = {
    retime.KIND: retime.retime,
    rekey.KIND: rekey.rekey,
    handover.KIND: handover.hand_over,
    handover.OF_ABSENT: handover.hand_over_of_absent,
    alarms.KIND: alarms.tell_admins,
    collect.KIND: collect.wake,
    held.KIND: held.look,
    follow.KIND: follow.follow_on,
    scheduled.KIND: scheduled.send_on,
    pointers.KIND: pointers.point_on,
    mailboxes.KIND: mailboxes.note_mailboxes,
    resend_all.KIND: resend_all.resend_on,
    filing.KIND: summing.sum_up,
    backfill.KIND: backfill.fill_on,
    weekly.KIND: weekly.send_out,
    purge.KIND: purge.end,
    redaction.KIND: redaction.redact_on,
    erasure.KIND: erasure.erase_on,
    discarded.KIND: discarded.erase,
    UPLOAD: loose.erase_upload,
    TEXT: loose.erase_text,
    COPIES: loose.erase_copies,
    ask.KIND: steps.export_on,
    RETENTION: retain,
    reminders.KIND: reminders.come,
}
"""The steps that carry on each kind of work on the work list."""
_STILL_THERE = timedelta(days=1)
_CHUNK = 16
"""Tickets of one desk that are read in one request, then looked at one by one."""


@dataclass(slots=True)
class Tick:
    """One run. `lag` is how late the latest of the tickets was found that somebody was to hear of by now."""

    outcomes: list[Outcome] = field(default_factory=list)
    lag: timedelta = timedelta(0)

    def add(self, outcomes: Iterable[Outcome], now: datetime) -> None:
        self.outcomes += (some := list(outcomes))
        counted = [one.due for one in some if not one.due.failures and one.became is not Became.LEFT]
        self.lag = max([self.lag, *(now - due.at for due in counted)])


def tick(desk: Desk, seconds: float) -> Tick:
    """Look at what is due, the oldest of every shard first, for so many seconds; the next run goes on from there.

    The work list comes last, and takes what time is left.
    """
    now, deadline, run = desk.clock.now(), time.monotonic() + seconds, Tick()
    desks: list[Due] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in _rounds([desk.due.pages(shard, now) for shard in range(SHARDS)]):
            tickets = [due for due in found if due.number is not None]
            desks += [due for due in found if due.number is None]
            for done in pool.map(lambda some: _look_at(desk, some, now, deadline), _chunks(tickets)):
                run.add(done, now)
            if time.monotonic() > deadline:
                break
    run.outcomes += [_handed_over(desk, due, now) for due in desks]
    run.outcomes += worklist.carry_on(desk, KINDS, now, deadline)
    return run


def _rounds(shards: list[Iterator[list[Due]]]) -> Iterator[list[Due]]:
    """The first page of every shard, then the second, until there are no more."""
    while shards:
        pages = [(shard, next(shard, None)) for shard in shards]
        shards = [shard for shard, page in pages if page is not None]
        yield [due for _, page in pages for due in page or ()]


def _chunks(tickets: Sequence[Due]) -> Iterator[list[Due]]:
    for _, of_desk in groupby(sorted(tickets, key=_workspace), key=_workspace):
        some = list(of_desk)
        yield from (some[start : start + _CHUNK] for start in range(0, len(some), _CHUNK))


def _workspace(due: Due) -> str:
    return due.workspace


def _look_at(desk: Desk, chunk: list[Due], now: datetime, deadline: float) -> list[Outcome]:
    """Some tickets of one desk. That one fails, or can't even be read, is no reason for the others to."""
    try:
        with desk.open(chunk[0].workspace) as room:
            rows = {row.number: row for row in room.ticking.rows([due.number for due in chunk if due.number])}
            return [_one(desk, room, due, rows.get(due.number or 0), now, deadline) for due in chunk]
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again later
        if len(chunk) == 1:
            return [_failed(desk, chunk[0], now, fault)]
    return [each for due in chunk for each in _look_at(desk, [due], now, deadline)]


def _one(desk: Desk, room: Room, due: Due, row: TicketSummary | None, now: datetime, deadline: float) -> Outcome:
    if time.monotonic() > deadline:
        return Outcome(due, Became.NOT_DONE)
    try:
        return Outcome(due, _looked_at(desk, room, due, row, now))
    except Exception as fault:  # noqa: BLE001 - as above, of this one alone
        return _failed(desk, due, now, fault)


def _looked_at(desk: Desk, room: Room, due: Due, row: TicketSummary | None, now: datetime) -> Became:
    """`row` is as it was a moment ago: what somebody changed meanwhile can't be stored, and is read anew."""
    fresh = row

    def attempt() -> Became:
        nonlocal fresh
        ticket, fresh = fresh or _read(room, due), None
        if ticket is None or ticket.look_at is None or ticket.look_at > now:
            return Became.MOVED
        if ticket.is_deleted:
            return _ended(desk, room, ticket, now)
        if ticket.is_hushed:
            return Became.LEFT
        seat = Seat(desk, room, SYSTEM)
        when = seat.moment()
        if snooze.wakes(ticket, now):
            return _wake(seat, ticket.number)
        if tick_rules.closes(ticket, when):
            return _close(seat, ticket.number)
        after, action = tick_rules.crossed(ticket, when)
        if after.look_at == ticket.look_at:
            raise RuntimeError("a ticket is due, and stays so whatever is done about it")
        cross(room, ticket, after, action)
        return Became.TOLD if action else Became.MOVED

    return retry_on_conflict(attempt)


def _ended(desk: Desk, room: Room, ticket: TicketSummary, now: datetime) -> Became:
    """Its time in the trash is over. It is looked at once more, in case it is still there then."""
    purge.ask_for_end(desk, room, ticket.number)
    cross(room, ticket, replace(ticket, look_at=now + _STILL_THERE), None)
    return Became.MOVED


def _read(room: Room, due: Due) -> TicketSummary | None:
    return next(iter(room.ticking.rows([due.number or 0], consistent=True)), None)


def _wake(seat: Seat, number: int) -> Became:
    """Its time has come. Whatever somebody did to it meanwhile is looked at anew."""
    decision = carry_out(seat, number, Ticket, snooze.wake)
    return Became.TOLD if decision.action else Became.MOVED


def _close(seat: Seat, number: int) -> Became:
    """It was resolved so many days ago, and nobody wrote since."""

    def close(ticket: Ticket, when: Moment) -> Decision[Ticket]:
        if not tick_rules.closes(ticket, when):
            return Decision(ticket, ticket, None)
        return change.change(ticket, {"status": Status.CLOSED}, when)

    decision = carry_out(seat, number, Ticket, close, on_merged=True)
    return Became.CLOSED if decision.action else Became.MOVED


def _handed_over(desk: Desk, due: Due, now: datetime) -> Outcome:
    """Timing anew, asked for before there was a work list, begins there once more: done twice, it is the same."""
    try:
        with desk.open(due.workspace) as room:
            retime.ask_for_retiming(desk, room, due.at)
            room.ticking.forget_retiming(due)
    except Exception as fault:  # noqa: BLE001 - as above, of this desk alone
        return _failed(desk, due, now, fault)
    return Outcome(due, Became.MOVED)


def _failed(desk: Desk, due: Due, now: datetime, fault: Exception) -> Outcome:
    with desk.enter(due.workspace):
        desk.due.put_off(due, now + due.delay)
    return Outcome(due, Became.FAILED, fault)
