"""How many tickets there are of each kind, kept up by the actions' differences, so that counting costs two reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.domain.tickets.counts import Counts
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.counting import additions, as_read
from chalicelib.storage.table.reading import Range, every
from chalicelib.storage.table.records import CounterRecord, Item
from chalicelib.storage.table.transactions import MOST_ACTIONS, Transaction, Why

_TABS, _COUNTED = "TABS", "COUNTED"
_OWN = "n"
_COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Counters:
    """See the port of the same name in services/ports/search.py for what each method promises."""

    keys: k.Keys

    def add(self, action_id: str, tabs: Mapping[str, int], members: Mapping[str, int], expires_at: int) -> None:
        transaction = Transaction()
        transaction.create(counted_mark(self.keys, action_id, expires_at), Why.REPEATED)
        for sk, amounts in [(_TABS, tabs), *((_member(member), {_OWN: by}) for member, by in members.items())]:
            if amounts:
                transaction.update(CounterRecord(self.keys.counters, sk), additions(_COUNTER, amounts))
        transaction.commit()

    def read(self, member_id: str | None) -> Counts:
        wanted = [_TABS, *([_member(member_id)] if member_id else ())]
        found = {item["sk"]["S"]: item for item in read_all([(self.keys.counters, sk) for sk in wanted])}
        own = found.get(_member(member_id), {}).get(_OWN, {"N": "0"}) if member_id else {"N": "0"}
        return Counts(_tabs(found), int(own["N"]))

    def whole(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        found = {item["sk"]["S"]: item for item in every(Range(self.keys.counters))}
        members = {sk.removeprefix(_member("")): item for sk, item in found.items() if sk.startswith(_member(""))}
        own = {member: int(item[_OWN]["N"]) for member, item in members.items() if _OWN in item}
        return _tabs(found), own

    def counted(self, action_ids: Sequence[str]) -> Set[str]:
        marks = {self.keys.counted(one): one for one in action_ids}
        return {marks[item["pk"]["S"]] for item in read_all([(pk, _COUNTED) for pk in marks], consistent=True)}

    def correct(self, tabs: Mapping[str, tuple[int, int]], members: Mapping[str, tuple[int, int]]) -> None:
        changes = [(_TABS, tabs), *((_member(member), {_OWN: change}) for member, change in members.items())]
        wanted = [(sk, amounts) for sk, amounts in changes if amounts]
        for start in range(0, len(wanted), MOST_ACTIONS):
            transaction = Transaction()
            for sk, amounts in wanted[start : start + MOST_ACTIONS]:
                added = additions(_COUNTER, {name: by for name, (_, by) in amounts.items()})
                unchanged = as_read({name: was for name, (was, _) in amounts.items()})
                transaction.update(CounterRecord(self.keys.counters, sk), added, unchanged)
            transaction.commit()

    def add_unproven(self, day: str, amounts: Mapping[str, int], expires_at: int) -> tuple[Mapping[str, int], set[str]]:
        record = CounterRecord(self.keys.counters, k.unproven(day))
        additions = [Path([name]).add({"N": str(by)}) for name, by in amounts.items()]
        answer = record.update([*additions, CounterRecord.type.set("rate"), CounterRecord.expires_at.set(expires_at)])
        found = answer["Attributes"]
        told = {name for name in amounts if _told(name) in found}
        return {name: int(found[name]["N"]) for name in amounts}, told

    def told_unproven(self, day: str, what: str) -> None:
        record = CounterRecord(self.keys.counters, k.unproven(day))
        record.update([Path([_told(what)]).set({"BOOL": True})])


def counted_mark(keys: k.Keys, action_id: str, expires_at: int) -> Item:
    """Return what says that an action was counted, as long as that has to be known."""
    return Item(keys.counted(action_id), _COUNTED, type="counted", expires_at=expires_at)


def _tabs(found: Mapping[str, dict[str, Any]]) -> dict[str, int]:
    return {name: int(value["N"]) for name, value in found.get(_TABS, {}).items() if "N" in value}


def _told(what: str) -> str:
    return f"{what}_told"


def _member(member_id: str) -> str:
    return k.member(member_id)
