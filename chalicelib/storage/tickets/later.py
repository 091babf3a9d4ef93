"""Replies that are sent later, in their ticket's partition and out of the way of its time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.files import text_key
from chalicelib.domain.loose import TEXT, look_again
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.planned import Planning, ScheduledReply, work_of
from chalicelib.domain.vocabulary import Status, word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.lines import LaterRecord
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.records import read
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.tickets import loose
from chalicelib.storage.tickets.entries import _actor, _actor_data, _attachments, _file_data
from chalicelib.storage.worklist import work_record


@dataclass(frozen=True, slots=True)
class Later:
    """See the port of the same name in services/ports/table.py."""

    keys: k.Keys
    texts: Texts

    def several(self, number: int, reply_ids: Sequence[str]) -> Mapping[str, ScheduledReply]:
        wanted = [(self.keys.ticket(number), k.later_sort_key(one)) for one in reply_ids]
        records = [read(LaterRecord, item) for item in read_all(wanted, consistent=True)]
        return {one.sk.removeprefix(k.LATER): self._reply(one) for one in records}

    def forget(self, number: int, reply_id: str) -> None:
        LaterRecord(self.keys.ticket(number), k.later_sort_key(reply_id)).delete()

    def _reply(self, record: LaterRecord) -> ScheduledReply:
        return ScheduledReply(
            id=record.sk.removeprefix(k.LATER),
            at=record.at,
            author=_actor(record.author),
            body=self.texts.whole(record),
            body_format=word(BodyFormat, record.said_format or BodyFormat.MARKDOWN),
            formatted=record.formatted or "",
            attachments=_attachments(record.attachments),
            status=word(Status, record.status) if record.status else None,
            cc=tuple(record.cc or ()),
            text_key=record.stored or "",
        )


def write(transaction: Transaction, keys: k.Keys, texts: Texts, number: int, planning: Planning) -> None:
    """Write what becomes of a reply that is sent later, with the ticket that knows of it. A long text that nothing
    leads to any more is erased by the work that looks for such."""
    reply, record = planning.reply, LaterRecord(keys.ticket(number), k.later_sort_key(planning.id))
    if reply is not None:
        record = _record(record, reply)
        loose.fit(transaction, texts, record, reply.body, f"{number}/{reply.id}-later")
        loose.settle_files(transaction, keys.workspace, reply.attachments)
        transaction.put(record)
    elif planning.sent:
        transaction.forget(record)
    if planning.left_text:
        name = planning.left_text.removeprefix(text_key(keys.workspace, ""))
        transaction.put(work_record(look_again(keys.workspace, TEXT, name, datetime.now(UTC))))
    if planning.look_at is not None:
        transaction.put(work_record(work_of(keys.workspace, number, planning.id, planning.look_at)))


def _record(record: LaterRecord, reply: ScheduledReply) -> LaterRecord:
    """Without its text, which `Texts.fit` puts in."""
    record.type = record.kind = "later"
    record.at = reply.at
    record.author = _actor_data(reply.author)
    record.said_format = reply.body_format.value
    record.formatted = reply.formatted or None
    record.attachments = [_file_data(file) for file in reply.attachments] or None
    record.status = reply.status.value if reply.status else None
    record.cc = list(reply.cc) or None
    return record
