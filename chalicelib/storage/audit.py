"""The audit log of one workspace, a partition a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.events import Actor, ActorKind, Change
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, instant

MONTHS_A_READ = 12
"""Queries of one request, of a month each: where they find too little, the page is shorter and its cursor goes on."""
_CHUNK = 100
"""Entries that a query reads where only some are wanted."""


@dataclass(frozen=True, slots=True)
class Audit:
    keys: Keys

    def add(self, entry: AuditEntry) -> None:
        """Store an entry that belongs to no transaction. The same one again changes nothing."""
        record = audit_record(self.keys, entry)
        try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))

    def page(
        self,
        since: str,
        now: datetime,
        limit: int,
        after: str | None,
        keeps: Callable[[AuditEntry], bool] | None = None,
    ) -> Page[AuditEntry]:
        """Newest first, from `now` back to the month that `since` (a date such as `2026-11-23`) lies in: all, or those
        that somebody `keeps`.

        A position is `<month>#<id>`: what is older than that entry of the month; without an id, all of the month.
        """
        month, entry_id = k.cut(after or _month(now))
        found: list[AuditEntry] = []
        for _ in range(MONTHS_A_READ):
            part = Range(self.keys.audit(month))
            chunk = max(_CHUNK, limit) if keeps else limit - len(found)
            raw = query(part, chunk, after=entry_id or None, newest_first=True, consistent=True)
            for entry in (_entry(DocumentRecord.from_raw_data(item)) for item in raw.items):
                if keeps is None or keeps(entry):
                    found.append(entry)
                if len(found) == limit:
                    return Page(found, k.joined(month, entry.id))
            if raw.last is not None:
                entry_id = raw.last
            elif month <= since[:7]:
                return Page(found, None)
            else:
                month, entry_id = _month_before(month), ""
        return Page(found, k.joined(month, entry_id) if entry_id else month)


def audit_record(keys: Keys, entry: AuditEntry) -> DocumentRecord:
    """The item of an entry, to be created in the transaction of the change it tells of, where there is one."""
    data = {
        "at": instant(entry.at),
        "actor": [entry.actor.kind.value, entry.actor.id, entry.actor.name],
        "action": entry.action,
        "subject": entry.subject,
        "name": entry.name,
        "changes": {name: [change.before, change.after] for name, change in entry.changes.items()},
    }
    return DocumentRecord(keys.audit(_month(entry.at)), entry.id, type="audit", data=data)


def _entry(record: DocumentRecord) -> AuditEntry:
    data = record.data
    kind, actor_id, name = data["actor"][:3]
    return AuditEntry(
        id=record.sk,
        at=datetime.fromisoformat(data["at"]),
        actor=Actor(word(ActorKind, kind), actor_id, name),
        action=data["action"],
        subject=data["subject"],
        name=data["name"],
        changes={field: Change(*values[:2]) for field, values in data["changes"].items()},
    )


def _month(at: datetime) -> str:
    return instant(at)[:7]


def _month_before(month: str) -> str:
    first = datetime.fromisoformat(f"{month}-01")
    return (first - timedelta(days=1)).strftime("%Y-%m")
