"""The work list, carried on by the tick: the one way a piece of work is taken, moved on, done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.sla.due import Due
from chalicelib.domain.worklist import SHARDS, Work
from chalicelib.services.ports import Desk, Room

Step = Callable[[Desk, Room, Work], Work | None]
"""Does a bounded part of some work and returns it as it is to be stored, None when all is done.

It may be cut off before that is stored, and is then carried out again: what it does twice must be as if done once.
"""

Kinds = Mapping[str, Step]
"""The step for each kind of work."""


class Became(StrEnum):
    """The outcomes of something that was due."""

    TOLD = "told"
    CLOSED = "closed"
    MOVED = "moved"
    DONE = "done"
    NOT_DONE = "not_done"
    LEFT = "left"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fault` is our own, to be logged; what failed was put off."""

    due: Due | Work
    became: Became
    fault: Exception | None = None


def carry_on(desk: Desk, kinds: Kinds, now: datetime, deadline: float) -> Iterator[Outcome]:
    """Do what is due, as far as there is time until `deadline`, an instant of the monotonic clock."""
    for shard in range(SHARDS):
        for page in desk.work.pages(shard, now):
            for work in page:
                yield _one(desk, kinds, work, now, deadline)


def _one(desk: Desk, kinds: Kinds, found: Work, now: datetime, deadline: float) -> Outcome:
    claim: str | None = None
    try:
        with desk.open(found.workspace) as room:
            step = kinds.get(found.kind)
            if step is None:
                desk.work.put_off(found, now + found.delay)
                return Outcome(found, Became.UNKNOWN)
            if _is_over(deadline):
                return Outcome(found, Became.NOT_DONE)
            claim = desk.new_id(now)
            work = desk.work.claim(found, claim, time.time())
            return Outcome(found, _done(desk, room, step, work, claim, now, deadline) if work else Became.NOT_DONE)
    except ConflictError:
        return Outcome(found, Became.NOT_DONE)  # it was asked for anew, or went to another after its lease
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again later
        with desk.enter(found.workspace):
            desk.work.put_off(found, now + found.delay, claim)
        return Outcome(found, Became.FAILED, fault)


def _done(desk: Desk, room: Room, step: Step, work: Work, claim: str, now: datetime, deadline: float) -> Became:
    """Step by step, until nothing is left, or nothing is due any more, or the time is over."""
    while further := step(desk, room, work):
        work = replace(further, failures=0)
        desk.work.move_on(work, claim)
        if work.at > now or _is_over(deadline):
            desk.work.release(work, claim)
            return Became.MOVED if work.at > now else Became.NOT_DONE
    desk.work.finish(work, claim)
    return Became.DONE


def _is_over(deadline: float) -> bool:
    return time.monotonic() > deadline
