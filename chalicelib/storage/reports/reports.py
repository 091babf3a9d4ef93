"""Facts, the cells of their days, and what they add up to, in the table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pynamodb.attributes import NumberAttribute

from chalicelib.domain.events import Action
from chalicelib.domain.facts import FiledFacts, ReportFact
from chalicelib.domain.paging import Page
from chalicelib.domain.reports.days import Period
from chalicelib.domain.reports.sums import Sum, monday
from chalicelib.domain.reports.words import FACTS, INTO, OUT, STILL, Dimension, Measure, Tally, cells
from chalicelib.storage.reports.records import FactsRecord, SumRecord
from chalicelib.storage.reports.stored import facts_data, facts_from, packed, unpacked
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all, write_all
from chalicelib.storage.table.conditions import try_update
from chalicelib.storage.table.counting import additions, as_read
from chalicelib.storage.table.lines import ActionRecord
from chalicelib.storage.table.reading import Range, every, query
from chalicelib.storage.table.records import CounterRecord, Item
from chalicelib.storage.table.transactions import Transaction, Why

_NAMES: Mapping[str, str] = {
    FACTS: "n",
    STILL: "w",
    INTO: "i",
    OUT: "o",
    Measure.ARRIVED: "a",
    Measure.SOLVED: "s",
    Measure.REOPENED: "ro",
    Measure.REPLIED: "r",
    Measure.FIRST: "f",
    Measure.FIRST_MET: "fm",
    Measure.FIRST_MISSED: "fx",
    Measure.NEXT_MET: "nm",
    Measure.NEXT_MISSED: "nx",
    Measure.SOLVED_MET: "sm",
    Measure.SOLVED_MISSED: "sx",
    Measure.COMMENTED: "cc",
    Measure.RATED: "c",
    Measure.LEFT: "l",
    Measure.RETURNED: "b",
    **{Measure(f"rated_{score}"): f"c{score}" for score in range(1, 6)},
}
"""How a cell's words are stored: a report reads hundreds of them."""
_COUNTS = {str(word): NumberAttribute(attr_name=name, null=True) for word, name in _NAMES.items()}
_CellRecord: type[Item] = type("CellRecord", (Item,), _COUNTS)
_WORDS = {name: str(word) for word, name in _NAMES.items()}
_WEEK, _CELL = "W", "cell"


@dataclass(frozen=True, slots=True)
class Reports:
    """See the port of the same name in services/ports/reports.py for what each method promises."""

    keys: k.Keys

    def add(self, action: Action, *, late: bool = False) -> None:
        facts, transaction = action.facts or (), Transaction()
        if late:
            self._attach(transaction, action)
        for day in sorted({fact.day for fact in facts}):
            transaction.create(self.record(day, action, facts), Why.REPEATED)
        for day, amounts in sorted(cells(facts).items()):
            if amounts:
                transaction.update(CounterRecord(self.keys.cells, day.isoformat()), additions(_CELL, _named(amounts)))
        transaction.commit()

    def remove(self, action: Action) -> None:
        facts, transaction = action.facts or (), Transaction()
        filed_as = [self.record(day, action, facts) for day in sorted({fact.day for fact in facts})]
        if not read_all([(record.pk, record.sk) for record in filed_as[:1]], consistent=True):
            return
        for record in filed_as:
            transaction.delete(record, FactsRecord.pk.exists())
        for day, amounts in sorted(cells(facts).items()):
            if amounts:
                taken = additions(_CELL, {word: -by for word, by in _named(amounts).items()})
                transaction.update(CounterRecord(self.keys.cells, day.isoformat()), taken)
        transaction.commit()

    def drop_sums(self, days: Iterable[date]) -> None:
        firsts = {name for day in days for name in (day.isoformat(), _WEEK + monday(day).isoformat())}
        write_all([], [Item(self.keys.sums, k.joined(one.value, name)) for one in Dimension for name in sorted(firsts)])

    def record(self, day: date, action: Action, facts: Sequence[ReportFact]) -> FactsRecord:
        """Return the item of an action's facts of one day."""
        pk, of_day = self.keys.facts(day.isoformat()), [fact for fact in facts if fact.day == day]
        return FactsRecord(pk, action.id, type="facts", number=action.number, facts=facts_data(of_day))

    def cells(self, days: Period) -> Mapping[date, Tally]:
        return {date.fromisoformat(item["sk"]["S"]): tally(item) for item in self._between(self.keys.cells, "", days)}

    def facts(self, day: date, limit: int, after: str | None) -> Page[FiledFacts]:
        raw = query(Range(self.keys.facts(day.isoformat())), limit, after=after)
        return Page([filed(item) for item in raw.items], raw.last)

    def sums(self, dimension: Dimension, days: Period, *, weeks: bool = False) -> list[Sum]:
        prefix = k.joined(dimension.value, _WEEK if weeks else "")
        return [_sum(item) for item in self._between(self.keys.sums, prefix, days)]

    def day_sums(self, day: date) -> Mapping[Dimension, Sum]:
        keys = [(self.keys.sums, k.joined(one.value, day.isoformat())) for one in Dimension]
        return {one.dimension: one for one in map(_sum, read_all(keys))}

    def put_sums(self, sums: Sequence[Sum]) -> None:
        write_all([sum_record(self.keys, one) for one in sums])

    def correct(self, day: date, amounts: Mapping[str, tuple[int, int]]) -> None:
        """Add to words of a day's cell, each as it was read and by how much, unless somebody counted meanwhile."""
        unchanged = as_read(_named({word: was for word, (was, _) in amounts.items()}))
        changes = additions(_CELL, _named({word: by for word, (_, by) in amounts.items()}))
        try_update(CounterRecord(self.keys.cells, day.isoformat()), changes, unchanged)

    def comments(self, numbers: Sequence[int]) -> Mapping[int, str]:
        items = read_all([(self.keys.ticket(number), k.MORE) for number in sorted(set(numbers))])
        found = {k.ticket_of(item["pk"]["S"])[1]: json.loads(item["d"]["S"]).get("csat") or [""] for item in items}
        return {number: csat[0] for number, csat in found.items() if number and csat[0]}

    def _attach(self, transaction: Transaction, action: Action) -> None:
        sort_key = k.silent_sort_key(action.id) if action.silent else k.line_sort_key(action.id)
        record = ActionRecord(self.keys.ticket(action.number), sort_key)
        unknown = ActionRecord.pk.exists() & ActionRecord.facts.does_not_exist()
        transaction.update(record, [ActionRecord.facts.set(facts_data(action.facts or ()))], unknown, Why.REPEATED)

    def _between(self, pk: str, prefix: str, days: Period) -> list[dict[str, Any]]:
        first, last = prefix + days.first.isoformat(), prefix + days.last.isoformat()
        return list(every(Range(pk, first, until=last), page=_AT_ONCE, consistent=False))


_AT_ONCE = 1000


def filed(item: Mapping[str, Any]) -> FiledFacts:
    record = FactsRecord.from_raw_data(dict(item))
    return FiledFacts(record.sk, int(record.number), facts_from(record.facts))


def sum_record(keys: k.Keys, one: Sum) -> SumRecord:
    """Return the item of a sum."""
    week = _WEEK if one.days > 1 else ""
    sk = k.joined(one.dimension.value, week + one.first.isoformat())
    return SumRecord(
        keys.sums, sk, type="sum", facts=one.facts, until=one.until, cut=one.cut or None, packed=packed(one.rows)
    )


def _sum(item: Mapping[str, Any]) -> Sum:
    record = SumRecord.from_raw_data(dict(item))
    dimension, first = k.cut(record.sk)
    return Sum(
        dimension=Dimension(dimension),
        first=date.fromisoformat(first.removeprefix(_WEEK)),
        facts=int(record.facts),
        rows=unpacked(record.packed),
        days=7 if first.startswith(_WEEK) else 1,
        until=record.until,
        cut=bool(record.cut),
    )


def tally(item: Mapping[str, Any]) -> Tally:
    """Return what a cell says. What a later release counts besides is left out."""
    return {_WORDS[name]: int(value["N"]) for name, value in item.items() if name in _WORDS}


def cell_record(keys: k.Keys, day: date, amounts: Tally) -> Item:
    """Return the cell of a day for which nothing is counted yet."""
    counts: dict[str, Any] = {**amounts}
    return _CellRecord(keys.cells, day.isoformat(), type=_CELL, **counts)


def _named(amounts: Tally) -> dict[str, int]:
    return {_NAMES[word]: amount for word, amount in amounts.items()}
