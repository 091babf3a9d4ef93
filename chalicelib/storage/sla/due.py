"""What is due, of all workspaces by instant, and what becomes of it in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from pynamodb.exceptions import DeleteError, DoesNotExist, UpdateError
from pynamodb.expressions.condition import Condition

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.paging import Page
from chalicelib.domain.sla.due import Due, Retiming
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import RetimingRecord, TicketRecord, instant, read
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.tickets import entries, mapping

_PAGE = 100
_LATER = "~"


class DueList:
    """See the port of the same name in services/ports/due.py."""

    def pages(self, shard: int, until: datetime) -> Iterator[list[Due]]:
        part = Range(k.due(shard), index="by_due", sort_key="du_sk", until=instant(until) + _LATER)
        after: str | None = None
        while True:
            raw = query(part, _PAGE, after=after)
            if raw.items:
                yield [_due(item["pk"]["S"], item["du_sk"]["S"]) for item in raw.items]
            if raw.last is None:
                return
            after = raw.last

    def put_off(self, due: Due, until: datetime) -> None:
        keys = k.Keys(due.workspace)
        pk = keys.root if due.number is None else keys.ticket(due.number)
        record = TicketRecord(pk, k.RETIMING if due.number is None else k.TICKET)
        later = f"{instant(until)}#{pk}#{due.failures + 1}"
        try:
            record.update([TicketRecord.du_sk.set(later)], TicketRecord.du_sk == _sort_key(pk, due))
        except UpdateError as refusal:
            if refusal.cause_response_code != "ConditionalCheckFailedException":
                raise


@dataclass(frozen=True, slots=True)
class Ticking:
    """See the port of the same name in services/ports/due.py."""

    keys: k.Keys

    def rows(self, numbers: Sequence[int], *, consistent: bool = False) -> list[TicketSummary]:
        items = read_all([(self.keys.ticket(number), k.TICKET) for number in numbers], consistent=consistent)
        return [TicketSummary(**mapping.summary_fields(read(TicketRecord, item))) for item in items]

    def page(self, status: str, limit: int, after: str | None) -> Page[TicketSummary]:
        raw = query(Range(self.keys.status(status), index="by_status", sort_key="st_sk"), limit, after=after)
        rows = [TicketSummary(**mapping.summary_fields(read(TicketRecord, item))) for item in raw.items]
        return Page(rows, raw.last)

    def store(self, before: TicketSummary, after: TicketSummary, action: Action | None) -> None:
        transaction = Transaction()
        transaction.update(*mapping.ticket_update(self.keys, before, after))
        if action:
            transaction.create(entries.action_record(self.keys, action))
        transaction.commit()

    def retiming(self) -> Retiming | None:
        try:
            data = RetimingRecord.get(self.keys.root, k.RETIMING, consistent_read=True).data
        except DoesNotExist:
            return None
        return Retiming(id=data["id"], statuses=tuple(data["statuses"]), position=data["position"])

    def ask_for_retiming(self, retiming: Retiming, at: datetime) -> None:
        due = Due(workspace=self.keys.workspace, number=None, at=at)
        record = self._record(retiming)
        record.du_pk, record.du_sk = k.due(0), _sort_key(self.keys.root, due)
        record.save()

    def move_on(self, before: Retiming, after: Retiming | None) -> None:
        record = self._record(before)
        unchanged: Condition = RetimingRecord.data == record.data
        try:
            if after is None:
                record.delete(unchanged)
            else:
                record.update([RetimingRecord.data.set(self._record(after).data)], unchanged)
        except (DeleteError, UpdateError) as refusal:
            if refusal.cause_response_code == "ConditionalCheckFailedException":
                raise ConflictError from refusal
            raise

    def _record(self, retiming: Retiming) -> RetimingRecord:
        data = {**asdict(retiming), "statuses": list(retiming.statuses)}
        return RetimingRecord(self.keys.root, k.RETIMING, type="retiming", data=data)


def _due(pk: str, sort_key: str) -> Due:
    at, _, rest = sort_key.partition("#")
    failures = rest.removeprefix(pk).removeprefix("#")
    workspace, number = k.ticket_of(pk)
    return Due(workspace=workspace, number=number, at=datetime.fromisoformat(at), failures=int(failures or 0))


def _sort_key(pk: str, due: Due) -> str:
    return f"{instant(due.at)}#{pk}" + (f"#{due.failures}" if due.failures else "")
