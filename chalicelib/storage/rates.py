"""Rate windows: one counter a caller and minute, decided on the value the very same request returns; and, for limits
that are low and have to be exact, the moments themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import code_of, try_write
from chalicelib.storage.table.records import CounterRecord, DocumentRecord

_LATELY, _SLOWER = "LATELY", "SLOWER"
_KEPT = 24 * 3600
"""Seconds that a record is left to the table's clock, which the desk's may be ahead of."""
_TRIES = 20
_THROTTLED = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"})


@dataclass(frozen=True, slots=True)
class Rates:
    def hit(self, bucket: str, window: int, expires_at: int, amount: int = 1) -> int | None:
        """Count one more, or `amount`, and say how many that makes; None when the table is throttled.

        Bucket names are hashed, because some hold addresses; `expires_at` is in seconds since 1970.
        """
        counter = CounterRecord(k.rate(bucket), str(window))
        changes: list[Action] = [
            CounterRecord.value.add(amount),
            CounterRecord.type.set("rate"),
            CounterRecord.expires_at.set(expires_at),
        ]
        try:
            counter.update(changes)
        except UpdateError as refusal:
            if code_of(refusal) in _THROTTLED:
                return None
            raise
        return int(counter.value)

    def counted(self, bucket: str, window: int) -> int:
        try:
            return int(CounterRecord.get(k.rate(bucket), str(window)).value)
        except CounterRecord.DoesNotExist:
            return 0

    def admit(self, bucket: str, once: str, most: int, now: float, span: float) -> bool:
        """Return whether `once` is among a bucket's first `most` within any `span` seconds; asked again, the same.

        False, too, when so many ask at the same time that the table can't tell.
        """
        for _ in range(_TRIES):
            record, before = _list(bucket, _LATELY)
            lately = [[at, name] for at, name in before or [] if at > now - span]
            if any(name == once for _, name in lately):
                return True
            if len(lately) >= most:
                return False
            record.data, record.expires_at = [*lately, [now, once]], int(now + span) + _KEPT
            if _written(record, before):
                return True
        return False

    def wait(self, bucket: str, now: int, pause: Callable[[int], int], kept: int) -> int:
        """Return the seconds until the next try is let in; 0 for one that is, and is counted, once for all who come at
        the same moment."""
        for _ in range(_TRIES):
            record, before = _list(bucket, _SLOWER)
            tries, until = before or (0, 0)
            if now < until:
                return int(until - now)
            tries = 1 if now >= until + kept else int(tries) + 1
            record.data, record.expires_at = [tries, now + pause(tries)], now + pause(tries) + kept + _KEPT
            if _written(record, before):
                return 0
        return 1

    def forget(self, bucket: str) -> None:
        DocumentRecord(k.rate(bucket), _SLOWER).delete()


def _list(bucket: str, what: str) -> tuple[DocumentRecord, list[Any] | None]:
    """The record of a bucket, and what it holds: moments in seconds since 1970, each with its name, or how many tries
    there were and until when none is let in."""
    pk = k.rate(bucket)
    try:
        record = DocumentRecord.get(pk, what, consistent_read=True)
    except DocumentRecord.DoesNotExist:
        return DocumentRecord(pk, what, type="rate", data=[]), None
    return record, record.data


def _written(record: DocumentRecord, before: list[Any] | None) -> bool:
    unchanged = DocumentRecord.data == before if before else DocumentRecord.pk.does_not_exist()
    return try_write(partial(record.save, condition=unchanged))
