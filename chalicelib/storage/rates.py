"""Rate windows: one counter a caller and minute, decided on the value the very same request returns; and, for limits
that are low and have to be exact, the moments themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.records import CounterRecord, DocumentRecord

_LATELY = "LATELY"
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
            if refusal.cause_response_code in _THROTTLED:
                return None
            raise
        return int(counter.value)

    def admit(self, bucket: str, once: str, most: int, now: float, span: float) -> bool:
        """Return whether `once` is among a bucket's first `most` within any `span` seconds; asked again, the same.

        False, too, when so many ask at the same time that the table can't tell.
        """
        for _ in range(_TRIES):
            record, before = _moments(bucket)
            lately = [[at, name] for at, name in before or [] if at > now - span]
            if any(name == once for _, name in lately):
                return True
            if len(lately) >= most:
                return False
            record.data, record.expires_at = [*lately, [now, once]], int(now + span) + _KEPT
            unchanged = DocumentRecord.data == before if before else DocumentRecord.pk.does_not_exist()
            if try_write(partial(record.save, condition=unchanged)):
                return True
        return False


def _moments(bucket: str) -> tuple[DocumentRecord, list[list[Any]] | None]:
    """The record of a bucket, and what it holds: the moments in seconds since 1970, each with its name."""
    pk = k.rate(bucket)
    try:
        record = DocumentRecord.get(pk, _LATELY, consistent_read=True)
    except DocumentRecord.DoesNotExist:
        return DocumentRecord(pk, _LATELY, type="rate", data=[]), None
    return record, record.data
