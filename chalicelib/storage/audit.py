"""The audit log of one workspace, a partition a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.events import Actor, ActorKind, Change
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, instant

MONTHS_A_READ = 12
"""Months that one request looks into; where they hold too little, the page is shorter and its cursor goes on."""


@dataclass(frozen=True, slots=True)
class Audit:
    keys: Keys

    def page(self, since: str, now: datetime, limit: int, after: str | None) -> Page[AuditEntry]:
        """Newest first, from `now` back to the month that `since` (a date such as `2026-11-23`) lies in.

        A position is `<month>#<id>`: what is older than that entry of the month; without an id, all of the month.
        """
        month, entry_id = k.cut(after or _month(now))
        found: list[AuditEntry] = []
        for _ in range(MONTHS_A_READ):
            part = Range(self.keys.audit(month))
            raw = query(part, limit - len(found), after=entry_id or None, newest_first=True, consistent=True)
            found += [_entry(DocumentRecord.from_raw_data(item)) for item in raw.items]
            if raw.last is not None:
                return Page(found, k.joined(month, raw.last))
            if month <= since[:7]:
                return Page(found, None)
            month, entry_id = _month_before(month), ""
            if len(found) == limit:
                break
        return Page(found, month)


def audit_record(keys: Keys, entry: AuditEntry) -> DocumentRecord:
    """The item of an entry, to be created in the transaction of the change it tells of."""
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
