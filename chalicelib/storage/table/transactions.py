"""One command, one transaction: all of it or nothing, and a clear word about why not."""

from __future__ import annotations

import random
import time
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action as UpdateAction
from pynamodb.transactions import TransactWrite

from chalicelib.domain.idempotency import AlreadyFiledError, ConflictError, RepeatedError, TakenError
from chalicelib.storage.table.conditions import code_of
from chalicelib.storage.table.ranks import tries
from chalicelib.storage.table.records import Item

MOST_ACTIONS = 10
"""DynamoDB allows 100; ten is what the desk allows itself, so that no command's cost can grow with its input."""


class Why(StrEnum):
    """The meaning of a condition, so that its failure can be understood."""

    CONFLICT = "conflict"
    REPEATED = "repeated"
    SEEN = "seen"
    TAKEN = "taken"


_RAISED = {
    Why.REPEATED: RepeatedError,
    Why.SEEN: AlreadyFiledError,
    Why.CONFLICT: ConflictError,
    Why.TAKEN: TakenError,
}
_BUSY = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded", "TransactionInProgress"})
_PAUSES = (0.05, 0.1, 0.2)
"""Seconds, at most, after which a transaction is sent again that AWS had no room for, or is still busy with."""


@dataclass(slots=True)
class Transaction:
    """Collects writes, then commits them together.

    PynamoDB sends checks before deletes before puts before updates, and DynamoDB names the reasons of a refusal by
    position; the lists here keep that order.
    """

    _checks: list[tuple[Item, Condition]] = field(default_factory=list)
    _deletes: list[tuple[Item, Condition | None]] = field(default_factory=list)
    _puts: list[tuple[Item, Why | None]] = field(default_factory=list)
    _updates: list[tuple[Item, list[UpdateAction], Condition | None, Why]] = field(default_factory=list)
    _forgotten: int = 0

    def check(self, record: Item, condition: Condition) -> None:
        """Demand that an item is as `condition` says, and leave it as it is."""
        self._checks.append((record, condition))

    def delete(self, record: Item, condition: Condition | None = None) -> None:
        """Take an item out of the table, if need be only when it is as `condition` says."""
        self._deletes.append((record, condition))

    def forget(self, record: Item) -> None:
        """Take an item out, whatever it says, if it is there: a mark of one of the few files that a message may have.
        It counts for none of the actions that a command may be made of. Named twice is named once."""
        if all((record.pk, record.sk) != (other.pk, other.sk) for other, _ in self._deletes):
            self._deletes.append((record, None))
            self._forgotten += 1

    def create(self, record: Item, why: Why = Why.CONFLICT) -> None:
        """Put an item that must not be there yet; `why` is what it means when it is."""
        self._puts.append((record, why))

    def put(self, record: Item) -> None:
        """Put an item, whatever was there."""
        self._puts.append((record, None))

    def update(
        self,
        record: Item,
        changes: list[UpdateAction],
        condition: Condition | None = None,
        why: Why = Why.CONFLICT,
    ) -> None:
        """Change an item, if need be only when it is as `condition` says; `why` is what it means when it isn't."""
        self._updates.append((record, changes, condition, why))

    def commit(self) -> None:
        """Write everything, if there is anything. The request's token makes a retry by the network's doing write once.

        Raises ConflictError, RepeatedError, AlreadyFiledError or TakenError; anything else is a fault and comes through
        as it is.
        """
        size = len(self._checks) + len(self._deletes) + len(self._puts) + len(self._updates)
        if size - self._forgotten > MOST_ACTIONS:
            raise RuntimeError(f"a transaction of more than {MOST_ACTIONS} actions")
        if size == 0:
            return
        token = str(uuid.uuid4())
        for pause in (*_PAUSES[: tries() - 1], None):
            try:
                self._send(token)
            except TransactWriteError as refusal:
                if pause is None or not _is_busy(refusal):
                    self._explain(refusal)
                time.sleep(random.uniform(0, pause))  # noqa: S311 - not a secret
            else:
                return

    def _send(self, token: str) -> None:
        with TransactWrite(connection=Item._get_connection().connection, client_request_token=token) as write:
            for record, condition in self._checks:
                write.condition_check(type(record), record.pk, record.sk, condition=condition)
            for record, wanted in self._deletes:
                write.delete(record, condition=wanted)
            for record, why in self._puts:
                write.save(record, condition=type(record).pk.does_not_exist() if why else None)
            for record, changes, wanted, _ in self._updates:
                write.update(record, changes, condition=wanted)

    def _explain(self, refusal: TransactWriteError) -> NoReturn:
        before = [Why.CONFLICT] * (len(self._checks) + len(self._deletes))
        whys = before + [why or Why.CONFLICT for _, why in self._puts] + [why for *_, why in self._updates]
        failed = [
            why
            for reason, why in zip(refusal.cancellation_reasons, whys, strict=False)
            if reason and reason.code == "ConditionalCheckFailed"
        ]
        for why, error in _RAISED.items():
            if why in failed:
                raise error from refusal
        if "TransactionConflict" in _codes(refusal):
            raise ConflictError from refusal
        raise refusal


def _codes(refusal: TransactWriteError) -> set[str]:
    """Return the code of the refusal and those of its reasons: one action may be in conflict, or all of it."""
    whole = code_of(refusal).removesuffix("Exception")
    return {whole, *(reason.code for reason in refusal.cancellation_reasons if reason)}


def _is_busy(refusal: TransactWriteError) -> bool:
    """Return whether nothing speaks against the transaction but that the table is busy. It is no conflict: those who
    take a conflict for somebody else's change would tell people so."""
    return bool(_codes(refusal) & _BUSY) and not _codes(refusal) & {"ConditionalCheckFailed", "TransactionConflict"}


def differences(before: Item, after: Item) -> list[UpdateAction]:
    """The update that makes one record of another: what changed is set, what went away is removed."""
    actions: list[UpdateAction] = []
    for name in type(after).get_attributes():
        old, new = getattr(before, name), getattr(after, name)
        if old == new or name in ("pk", "sk"):
            continue
        attribute: Any = getattr(type(after), name)
        actions.append(attribute.remove() if new is None else attribute.set(new))
    return actions
