"""What is due, of all workspaces by instant, and what becomes of it in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Action
from chalicelib.domain.paging import Page
from chalicelib.domain.sla.due import Due
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.conditions import try_update, try_write
from chalicelib.storage.table.reading import Range, merged, pages, query
from chalicelib.storage.table.records import TicketRecord, instant, read
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.tickets import entries, mapping


class DueList:
    """See the port of the same name in services/ports/due.py."""

    def pages(self, shard: int, until: datetime) -> Iterator[list[Due]]:
        for items in pages(k.due(shard), "by_due", "du_sk", instant(until)):
            yield [_due(item["pk"]["S"], item["du_sk"]["S"]) for item in items]

    def put_off(self, due: Due, until: datetime) -> None:
        keys = k.Keys(due.workspace)
        pk = keys.root if due.number is None else keys.ticket(due.number)
        record = TicketRecord(pk, k.RETIMING if due.number is None else k.TICKET)
        later = k.joined(instant(until), pk, due.failures + 1)
        try_update(record, [TicketRecord.du_sk.set(later)], TicketRecord.du_sk == _sort_key(pk, due))


@dataclass(frozen=True, slots=True)
class Ticking:
    """See the port of the same name in services/ports/due.py."""

    keys: k.Keys

    def rows(self, numbers: Sequence[int], *, consistent: bool = False) -> list[TicketSummary]:
        items = read_all([(self.keys.ticket(number), k.TICKET) for number in numbers], consistent=consistent)
        return [TicketSummary(**mapping.summary_fields(read(TicketRecord, item))) for item in items]

    def page(self, status: str, limit: int, after: str | None) -> Page[TicketSummary]:
        return self._of_place(Range(self.keys.status(status), index="by_status", sort_key="st_sk"), limit, after)

    def unchanged(self, place: str, before: datetime, limit: int, after: str | None) -> Page[TicketSummary]:
        until = instant(before)
        return self._of_place(
            Range(self.keys.status(place), index="by_status", sort_key="st_sk", before=until), limit, after
        )

    def _of_place(self, part: Range, limit: int, after: str | None) -> Page[TicketSummary]:
        raw = query(part, limit, after=after)
        rows = [TicketSummary(**mapping.summary_fields(read(TicketRecord, item))) for item in raw.items]
        return Page(rows, raw.last)

    def store(self, before: TicketSummary, after: TicketSummary, action: Action | None) -> None:
        transaction = Transaction()
        transaction.update(*mapping.ticket_update(self.keys, before, after))
        if action:
            transaction.create(entries.action_record(self.keys, action))
        transaction.commit()

    def undelivered(self, since: datetime, limit: int, after: str | None) -> Page[TicketSummary]:
        part = Range(self.keys.live, index="by_updated", sort_key="up_sk", since=instant(since))
        items, position = merged([part], limit, after, TicketRecord.undelivered.exists(), newest_first=False)
        return Page([TicketSummary(**mapping.summary_fields(read(TicketRecord, item))) for item in items], position)

    def note_mailbox(self, number: int, mailbox: str | None) -> None:
        """Note what never changes: so this needs no version, and is no change of the ticket."""
        there = TicketRecord.pk.exists() & TicketRecord.bucket.does_not_exist() & TicketRecord.mailbox.does_not_exist()
        record, noted = TicketRecord(self.keys.ticket(number), k.TICKET), mailbox or mapping.NO_MAILBOX
        try_update(record, [TicketRecord.mailbox.set(noted)], there)

    def key_by_sla(self, ticket: TicketSummary) -> None:
        """Set what lists and filters go by, whatever lies there: that is no change of the ticket, and makes no
        version."""
        fresh = mapping.ticket_record(self.keys, ticket)
        names = ("sla_warn_at", "sla_standing", "sl_pk", "sl_sk")
        values = {name: (getattr(TicketRecord, name), getattr(fresh, name)) for name in names}
        changes = [at.remove() if value is None else at.set(value) for at, value in values.values()]
        record = TicketRecord(self.keys.ticket(ticket.number), k.TICKET)
        unchanged = (TicketRecord.version == ticket.version) & TicketRecord.bucket.does_not_exist()
        try_update(record, changes, unchanged)

    def forget_retiming(self, due: Due) -> None:
        asked = TicketRecord(self.keys.root, k.RETIMING)
        try_write(lambda: asked.delete(TicketRecord.du_sk == _sort_key(self.keys.root, due)))


def _due(pk: str, sort_key: str) -> Due:
    at, rest = k.cut(sort_key)
    failures = rest.removeprefix(pk).removeprefix(k.SEPARATOR)
    workspace, number = k.ticket_of(pk)
    return Due(workspace=workspace, number=number, at=datetime.fromisoformat(at), failures=int(failures or 0))


def _sort_key(pk: str, due: Due) -> str:
    return k.joined(instant(due.at), pk, *([due.failures] if due.failures else []))
