"""The inboxes: one partition a member, and one for each scope whose entries are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.notices.inbox import SHARED, InboxEntry, Marks
from chalicelib.domain.notices.ways import Scope
from chalicelib.domain.paging import Page
from chalicelib.storage.table import batches
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, every, query
from chalicelib.storage.table.records import DocumentRecord, InboxRecord, Item, MarksRecord, instant

INBOX_DAYS = 90
DONE_DAYS = 15
"""Longer than anything is tried again: until then nothing that is done comes back."""
_DONE = k.joined("DONE", "")
_MARKS = "MARKS"
_LATER = {"actor_id", "preview", "told_at", "instead_of", "why"}
"""What entries of earlier releases don't have: it is stored where there is any."""
_TIDIED_AT = 100
"""So many ids more, and those are forgotten whose entries are gone."""


@dataclass(frozen=True, slots=True)
class Inbox:
    keys: k.Keys

    def add(self, entry: InboxEntry) -> None:
        """Put a notice in unless it is there already, read or not, or was done with."""
        pk = self.keys.inbox(entry.member_id)
        if entry.scope is Scope.MINE and _is_there(pk, _DONE + entry.id):
            return
        _add(pk, k.NOTICE + entry.id, "inbox", _stored(entry), entry.at, INBOX_DAYS)

    def note(self, entry: InboxEntry) -> None:
        """Note on the ticket that there is an entry which none of its actions made: by that it is found again."""
        pk, expires = self.keys.ticket(entry.number), int((entry.at + timedelta(days=INBOX_DAYS)).timestamp())
        Item(pk, k.NOTICE + entry.id, type="noticed", expires_at=expires).save()

    def remove(self, member_id: str, entry_id: str) -> None:
        """Take a notice out, if it is there."""
        InboxRecord(self.keys.inbox(member_id), k.NOTICE + entry_id).delete()

    def remove_of(self, member_id: str, number: int, since: str, before: str) -> None:
        """Take out what is about a ticket, of the ids from `since` on and before `before`."""
        told = Range(self.keys.inbox(member_id), k.NOTICE, since=since, before=before)
        for entry in map(_entry, every(told)):
            if entry.number == number and entry.id < before:
                self.remove(member_id, entry.id)

    def finish(self, member_id: str, entry_ids: Sequence[str], now: datetime) -> None:
        """Take notices out for good, however often they are still told."""
        pk, expires = self.keys.inbox(member_id), int((now + timedelta(days=DONE_DAYS)).timestamp())
        for entry_id in entry_ids:
            if _is_there(pk, k.NOTICE + entry_id):
                Item(pk, _DONE + entry_id, type="inbox_done", expires_at=expires).save()
                self.remove(member_id, entry_id)

    def list(self, member_id: str, limit: int, after: str | None) -> Page[InboxEntry]:
        """Newest first."""
        raw = query(Range(self.keys.inbox(member_id), k.NOTICE), limit, after=after, newest_first=True)
        return Page([_entry(item) for item in raw.items], raw.last)

    def mark_read(self, member_id: str, entry_ids: Sequence[str], now: datetime) -> None:
        """Read ones stay as they are, and what isn't there stays away."""
        for entry_id in entry_ids:
            record = InboxRecord(self.keys.inbox(member_id), k.NOTICE + entry_id)
            there = InboxRecord.pk.exists() & InboxRecord.read_at.does_not_exist()
            try_write(partial(record.update, [InboxRecord.read_at.set(now)], condition=there))

    def marks(self, member_id: str) -> Marks:
        """Return what the member did with the entries that they share."""
        try:
            record = MarksRecord.get(self.keys.inbox(member_id), _MARKS, consistent_read=True)
        except MarksRecord.DoesNotExist:
            return Marks()
        return Marks(record.until, frozenset(record.read or ()), frozenset(record.done or ()))

    def mark_shared(self, member_id: str, entry_ids: Sequence[str], *, done: bool = False) -> None:
        """Note of shared entries that the member read them, or is done with them; of what isn't there, nothing."""
        if not (there := self._shared_there(entry_ids)):
            return
        record = MarksRecord(self.keys.inbox(member_id), _MARKS, type="inbox_marks")
        noted = MarksRecord.done if done else MarksRecord.read
        record.update([MarksRecord.type.set("inbox_marks"), noted.add(there)])
        ids = set((record.done if done else record.read) or ())
        grown = len(ids) // _TIDIED_AT > (len(ids) - len(there)) // _TIDIED_AT
        if grown and (gone := ids - self._shared_there([*ids])):
            record.update([noted.delete(gone)])

    def mark_shared_until(self, member_id: str, until: datetime) -> None:
        """Note that the member read every shared entry that was told up to then."""
        record = MarksRecord(self.keys.inbox(member_id), _MARKS)
        record.update([MarksRecord.type.set("inbox_marks"), MarksRecord.until.set(until), MarksRecord.read.remove()])

    def _shared_there(self, entry_ids: Sequence[str]) -> set[str]:
        wanted = [(self.keys.inbox(scope), k.NOTICE + one) for scope in SHARED for one in sorted(set(entry_ids))]
        return {item["sk"]["S"].removeprefix(k.NOTICE) for item in batches.read_all(wanted, consistent=True)}


def _is_there(pk: str, sk: str) -> bool:
    return bool(batches.read_all([(pk, sk)], consistent=True))


def _add(pk: str, sk: str, kind: str, data: dict[str, Any], at: datetime, days: int) -> None:
    expires = int((at + timedelta(days=days)).timestamp())
    record = DocumentRecord(pk, sk, type=kind, data=data, expires_at=expires)
    try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))


def _entry(item: dict[str, Any]) -> InboxEntry:
    record = InboxRecord.from_raw_data(item)
    data = _parsed(known(InboxEntry, record.data))
    told = {"told_at": datetime.fromisoformat(data["told_at"])} if data.get("told_at") else {}
    return InboxEntry(**{**data, **told, "read": record.read_at is not None})


def _stored(entry: InboxEntry) -> dict[str, Any]:
    told = instant(entry.told_at) if entry.told_at else None
    data = {**_plain(entry), "told_at": told}
    return {name: value for name, value in data.items() if value or name not in _LATER}


def _plain(entry: InboxEntry | SuspendedMail) -> dict[str, Any]:
    return {**asdict(entry), "at": instant(entry.at)}


def _parsed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "at": datetime.fromisoformat(data["at"])}
