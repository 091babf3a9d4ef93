"""The members' inbox, and the parked mails of one workspace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.storage import keys as k
from chalicelib.storage.audit import audit_record
from chalicelib.storage.conditions import held
from chalicelib.storage.reading import Range, query
from chalicelib.storage.records import DocumentRecord, InboxRecord, instant
from chalicelib.storage.transactions import Transaction

INBOX_DAYS = 90
SUSPENDED_DAYS = 14
_NOTICE = "N#"
_MAIL_ID = re.compile(r"[0-9A-Za-z-]{1,100}")


@dataclass(frozen=True, slots=True)
class Inbox:
    keys: k.Keys

    def add(self, entry: InboxEntry) -> None:
        """Put a notice in unless it is there already, read or not."""
        _add(self.keys.inbox(entry.member_id), _NOTICE + entry.id, "inbox", _plain(entry), entry.at, INBOX_DAYS)

    def list(self, member_id: str, limit: int, after: str | None) -> Page[InboxEntry]:
        """Newest first."""
        raw = query(Range(self.keys.inbox(member_id), _NOTICE), limit, after=after, newest_first=True)
        return Page([_entry(item) for item in raw.items], raw.last)

    def unread(self, member_id: str, most: int) -> int:
        """How many of the newest entries are unread, counted up to `most` of them."""
        raw = query(Range(self.keys.inbox(member_id), _NOTICE), most, newest_first=True)
        return sum(InboxRecord.read_at.attr_name not in item for item in raw.items)

    def mark_read(self, member_id: str, entry_ids: Sequence[str], now: datetime) -> None:
        """Read ones stay as they are, and what isn't there stays away."""
        for entry_id in entry_ids:
            record = InboxRecord(self.keys.inbox(member_id), _NOTICE + entry_id)
            there = InboxRecord.pk.exists() & InboxRecord.read_at.does_not_exist()
            held(partial(record.update, [InboxRecord.read_at.set(now)], condition=there))


@dataclass(frozen=True, slots=True)
class Suspended:
    keys: k.Keys

    def get(self, mail_id: str) -> SuspendedMail | None:
        if not _MAIL_ID.fullmatch(mail_id):
            return None
        try:
            return _mail(DocumentRecord.get(self.keys.suspended, mail_id, consistent_read=True).data)
        except DocumentRecord.DoesNotExist:
            return None

    def remove(self, mail: SuspendedMail, entry: AuditEntry) -> None:
        """Take it out, with an entry in the audit log. Raises ConflictError when it is gone already."""
        transaction = Transaction()
        transaction.delete(DocumentRecord(self.keys.suspended, mail.id), DocumentRecord.pk.exists())
        transaction.create(audit_record(self.keys, entry))
        transaction.commit()

    def add(self, mail: SuspendedMail) -> None:
        """Park a mail unless it is parked already."""
        _add(self.keys.suspended, mail.id, "suspended", _plain(mail), mail.at, SUSPENDED_DAYS)

    def list(self, limit: int, after: str | None) -> Page[SuspendedMail]:
        """Newest first."""
        raw = query(Range(self.keys.suspended), limit, after=after, newest_first=True)
        found = [DocumentRecord.from_raw_data(item).data for item in raw.items]
        return Page([_mail(data) for data in found], raw.last)


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Mails to addresses that no workspace has: the operator's business."""

    def add(self, mail: SuspendedMail) -> None:
        _add("UNROUTED", mail.id, "suspended", _plain(mail), mail.at, SUSPENDED_DAYS)


def _add(pk: str, sk: str, kind: str, data: dict[str, Any], at: datetime, days: int) -> None:
    expires = int((at + timedelta(days=days)).timestamp())
    record = DocumentRecord(pk, sk, type=kind, data=data, expires_at=expires)
    held(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))


def _entry(item: dict[str, Any]) -> InboxEntry:
    record = InboxRecord.from_raw_data(item)
    return InboxEntry(**{**_parsed(record.data), "read": record.read_at is not None})


def _plain(entry: InboxEntry | SuspendedMail) -> dict[str, Any]:
    return {**asdict(entry), "at": instant(entry.at)}


def _mail(data: dict[str, Any]) -> SuspendedMail:
    return SuspendedMail(**{**_parsed(data), "recipients": tuple(data.get("recipients", ()))})


def _parsed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "at": datetime.fromisoformat(data["at"])}
