"""The members' inbox, and the parked mails of one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.paging import Page
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, InboxRecord, instant

INBOX_DAYS = 90
_NOTICE = k.joined("N", "")


@dataclass(frozen=True, slots=True)
class Inbox:
    keys: k.Keys

    def add(self, entry: InboxEntry) -> None:
        """Put a notice in unless it is there already, read or not."""
        _add(self.keys.inbox(entry.member_id), _NOTICE + entry.id, "inbox", _plain(entry), entry.at, INBOX_DAYS)

    def remove(self, member_id: str, entry_id: str) -> None:
        """Take a notice out, if it is there."""
        InboxRecord(self.keys.inbox(member_id), _NOTICE + entry_id).delete()

    def list(self, member_id: str, limit: int, after: str | None) -> Page[InboxEntry]:
        """Newest first."""
        raw = query(Range(self.keys.inbox(member_id), _NOTICE), limit, after=after, newest_first=True)
        return Page([_entry(item) for item in raw.items], raw.last)

    def unread(self, member_id: str, most: int) -> int:
        """Count the unread among the newest `most` entries."""
        raw = query(Range(self.keys.inbox(member_id), _NOTICE), most, newest_first=True)
        return sum(InboxRecord.read_at.attr_name not in item for item in raw.items)

    def mark_read(self, member_id: str, entry_ids: Sequence[str], now: datetime) -> None:
        """Read ones stay as they are, and what isn't there stays away."""
        for entry_id in entry_ids:
            record = InboxRecord(self.keys.inbox(member_id), _NOTICE + entry_id)
            there = InboxRecord.pk.exists() & InboxRecord.read_at.does_not_exist()
            try_write(partial(record.update, [InboxRecord.read_at.set(now)], condition=there))


def _add(pk: str, sk: str, kind: str, data: dict[str, Any], at: datetime, days: int) -> None:
    expires = int((at + timedelta(days=days)).timestamp())
    record = DocumentRecord(pk, sk, type=kind, data=data, expires_at=expires)
    try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))


def _entry(item: dict[str, Any]) -> InboxEntry:
    record = InboxRecord.from_raw_data(item)
    return InboxEntry(**{**_parsed(known(InboxEntry, record.data)), "read": record.read_at is not None})


def _plain(entry: InboxEntry | SuspendedMail) -> dict[str, Any]:
    return {**asdict(entry), "at": instant(entry.at)}


def _parsed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "at": datetime.fromisoformat(data["at"])}
