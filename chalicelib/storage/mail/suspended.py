"""Suspended and unrouted mails in the table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.storage.audit import audit_record
from chalicelib.storage.notices.inbox import _add, _parsed, _plain
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord
from chalicelib.storage.table.transactions import Transaction

SUSPENDED_DAYS = 14
_DAYS = {"workspace_suspended": 90}
"""The days for which mails are kept whose cause isn't for the workspace to deal with: as long as the raw mail is."""


_MAIL_ID = re.compile(r"[0-9A-Za-z-]{1,100}")


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

    def drop(self, mail_id: str) -> None:
        """Take it out, and tell nobody."""
        DocumentRecord(self.keys.suspended, mail_id).delete()

    def add(self, mail: SuspendedMail) -> None:
        """Park a mail unless it is parked already."""
        days = _DAYS.get(mail.cause, SUSPENDED_DAYS)
        _add(self.keys.suspended, mail.id, "suspended", _plain(mail), mail.at, days)

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


def _mail(data: dict[str, Any]) -> SuspendedMail:
    return SuspendedMail(**{**_parsed(known(SuspendedMail, data)), "recipients": tuple(data.get("recipients", ()))})
