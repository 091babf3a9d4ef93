"""Who was seen on a ticket: one item a member, gone by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.tickets.presence import FRESH, Doing, Seen
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.lines import LineRecord, SeenRecord
from chalicelib.storage.table.reading import Range, query

_MOST = 100


@dataclass(frozen=True, slots=True)
class Presence:
    keys: k.Keys

    def put(self, number: int, seen: Seen) -> None:
        changes: list[Action] = [
            SeenRecord.type.set("seen"),
            SeenRecord.at.set(seen.at),
            SeenRecord.doing.set(seen.doing.value),
            SeenRecord.expires_at.set(int((seen.at + FRESH).timestamp()) + 1),
        ]
        SeenRecord(self.keys.ticket(number), k.PRESENCE + seen.member_id).update(changes)

    def list(self, number: int, since: datetime) -> Sequence[Seen]:
        """Return who was seen after `since`. The table may keep items for days after their time."""
        raw = query(Range(self.keys.ticket(number), k.PRESENCE), _MOST, where=LineRecord.at > since)
        records = [SeenRecord.from_raw_data(item) for item in raw.items]
        return [Seen(one.sk.removeprefix(k.PRESENCE), word(Doing, one.doing), one.at) for one in records]
