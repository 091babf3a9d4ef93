"""What AWS has no room for is put off: it comes again by itself, the sooner the more people wait for it."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.bootstrap import desk, in_rank, is_passing
from chalicelib.domain.ranks import LATE, LONGEST, Rank
from chalicelib.jobs.batches import NoTimeError, Queued
from chalicelib.observability import count, log


def yielding(rank: Rank, handle: Callable[[Queued], None]) -> Callable[[Queued], None]:
    """Return `handle` as one that works in this rank, and has its messages put back that AWS has no room for."""

    def one(message: Queued) -> None:
        try:
            with in_rank(rank):
                handle(message)
        except Exception as fault:
            if not yields(fault, message.waited):
                raise
            put_back(message, rank, fault)

    return one


def yields(fault: Exception, waited: int = 0) -> bool:
    """Return whether what failed like this is to make room, and come again by itself. After days it is a fault like
    others."""
    return (is_passing(fault) or isinstance(fault, NoTimeError)) and waited < LONGEST


def put_back(message: Queued, rank: Rank, fault: Exception) -> None:
    """Let a message come again where it came from, later each time."""
    delay = rank.delay(message.waited)
    desk().queues.put_back(message.queue, message.body, delay, message.waited + delay)
    tell_put_off(rank, fault, message.waited)


def tell_put_off(rank: Rank, fault: Exception, waited: int = 0) -> None:
    """Log and count that something was put off; as a failure only when it goes on: what passes is no reason to look."""
    log.warning("there was no room for it now", rank=rank.name, waited=waited, fault=type(fault).__name__)
    if waited < LATE:
        count("WorkPutOff", rank=rank.name)
    else:
        count("RecordsFailed", source="SQS")
