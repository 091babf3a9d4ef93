"""Rate windows: one counter a caller and minute, decided on the value the very same request returns."""

from __future__ import annotations

from dataclasses import dataclass

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.storage.keys import digest
from chalicelib.storage.records import CounterRecord

_THROTTLED = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"})


@dataclass(frozen=True, slots=True)
class Rates:
    def hit(self, bucket: str, window: int, expires_at: int) -> int | None:
        """Count one more and say how many that makes; None when the table is throttled.

        Bucket names are hashed, because some hold addresses; `expires_at` is in seconds since 1970.
        """
        counter = CounterRecord(f"RATE#{digest(bucket)}", str(window))
        changes: list[Action] = [
            CounterRecord.value.add(1),
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
