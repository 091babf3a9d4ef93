"""Idempotency keys and the ids of mails that were filed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.reading import Range, every, query
from chalicelib.storage.table.records import DocumentRecord

KNOWN_SECONDS = 400 * 24 * 3600
"""How long the id of a mail is known."""


@dataclass(frozen=True, slots=True)
class Repeats:
    keys: k.Keys

    def find(self, once: Once) -> Once | None:
        """The stored record of the same principal, route and key, whatever its body."""
        try:
            record = DocumentRecord.get(_once_pk(self.keys, once), "ONCE", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        body_digest, result, action = (*record.data, "")[:3]
        return replace(once, body_digest=body_digest, result=result, action=action)

    def begin(self, once: Once) -> Once:
        """Note the beginning of what takes several transactions, and return it as it was first begun."""
        record = once_record(self.keys, once)
        if try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist())):
            return once
        return self.find(once) or once

    def remember(self, seen: SeenMail) -> None:
        """Note the id a mail of ours got on its way out, so that an answer to it finds its ticket."""
        record = seen_record(self.keys, seen)
        try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))

    def ticket_of(self, message_id: str) -> int | None:
        """The ticket that the mail with this Message-ID was filed on, or sent from."""
        raw = query(Range(self.keys.message_id(message_id)), limit=1, consistent=True)
        return int(DocumentRecord.from_raw_data(raw.items[0]).data[0]) if raw.items else None

    def sent(self, message_id: str) -> tuple[int, str] | None:
        """The ticket and the mail job that went out under an id of the carrier's."""
        try:
            record = DocumentRecord.get(self.keys.message_id(message_id), "sent", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        number, job_id = record.data[:2]
        return (int(number), job_id) if job_id else None

    def raw_mails(self, digests: Iterable[str], number: int) -> Set[str]:
        """Return under what keys the mails filed on a ticket lie as they came, by the digests of their ids."""
        found: set[str] = set()
        for digest in set(digests):
            for item in every(Range(self.keys.message_digest(digest)), consistent=True):
                filed_on, _, raw = (*DocumentRecord.from_raw_data(item).data, None)[:3]
                found |= {raw} if raw and int(filed_on) == number else set()
        return found

    def filed(self, message_id: str, content_digest: str) -> bool:
        return DocumentRecord.count(self.keys.message_id(message_id), DocumentRecord.sk == content_digest) > 0


def once_record(keys: k.Keys, once: Once) -> DocumentRecord:
    data = [once.body_digest, once.result, *([once.action] if once.action else [])]
    return DocumentRecord(_once_pk(keys, once), "ONCE", type="once", data=data, expires_at=once.expires_at)


def seen_record(keys: k.Keys, seen: SeenMail) -> DocumentRecord:
    """Return what knows a mail again. It goes by and by: whoever answers a mail that old is known by its token."""
    return DocumentRecord(
        keys.message_id(seen.message_id),
        seen.content_digest,
        type="seen",
        data=[seen.number, seen.entry_id, *([seen.raw] if seen.raw else [])],
        expires_at=int(time.time()) + KNOWN_SECONDS,
    )


def _once_pk(keys: k.Keys, once: Once) -> str:
    return keys.once(once.principal, once.route, once.key)
