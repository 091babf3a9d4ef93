"""A command is stored whole or not at all, and a refusal says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError

from chalicelib.domain.idempotency import AlreadyFiledError, ConflictError, RepeatedError, TakenError
from chalicelib.storage.table import transactions
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.passing import passes
from chalicelib.storage.table.records import CounterRecord, DocumentRecord
from chalicelib.storage.table.transactions import MOST_ACTIONS, Transaction, Why, differences
from tests.support.desk import Desk


@pytest.fixture(autouse=True)
def inside(bare_desk: Desk) -> Iterator[None]:
    with workspace_scope("acme"):
        yield


def document(name: str, data: Any = 1) -> DocumentRecord:
    return DocumentRecord(f"W#acme#{name}", "X", type="test", data=data)


def there(name: str) -> bool:
    return DocumentRecord.count(f"W#acme#{name}") > 0


def creating(*named: tuple[str, Why]) -> Transaction:
    transaction = Transaction()
    for name, why in named:
        transaction.create(document(name), why)
    return transaction


def test_everything_is_written_together() -> None:
    creating(("a", Why.CONFLICT), ("b", Why.CONFLICT)).commit()
    assert there("a")
    assert there("b")


@pytest.mark.parametrize(
    ("why", "error"),
    [
        (Why.CONFLICT, ConflictError),
        (Why.REPEATED, RepeatedError),
        (Why.SEEN, AlreadyFiledError),
        (Why.TAKEN, TakenError),
    ],
)
def test_what_is_there_already_refuses_all_of_it_and_says_why(why: Why, error: type[Exception]) -> None:
    document("there").save()
    with pytest.raises(error):
        creating(("new", Why.CONFLICT), ("there", why)).commit()
    assert not there("new")


def test_of_several_refusals_the_repetition_counts_first_then_the_mail_seen() -> None:
    for name in ("a", "b", "c"):
        document(name).save()
    with pytest.raises(RepeatedError):
        creating(("a", Why.CONFLICT), ("b", Why.SEEN), ("c", Why.REPEATED)).commit()
    with pytest.raises(AlreadyFiledError):
        creating(("a", Why.CONFLICT), ("b", Why.SEEN)).commit()


def test_a_refused_update_is_told_from_a_refused_put_by_its_place() -> None:
    document("seen").save()
    counter = CounterRecord("W#acme#counter", "X", type="test", value=1)
    counter.save()
    transaction = creating(("new", Why.SEEN))
    transaction.update(counter, [CounterRecord.value.set(2)], CounterRecord.value == 7)
    with pytest.raises(ConflictError):
        transaction.commit()


def test_checks_and_deletes_move_no_refusal_to_another_place() -> None:
    for name in ("checked", "deleted", "repeated"):
        document(name).save()
    transaction = creating(("repeated", Why.REPEATED))
    transaction.check(document("checked"), DocumentRecord.pk.exists())
    transaction.delete(document("deleted"))
    with pytest.raises(RepeatedError):
        transaction.commit()
    assert there("deleted")


def test_put_replaces_and_update_needs_its_condition() -> None:
    document("a", 1).save()
    transaction = Transaction()
    transaction.put(document("a", 2))
    transaction.commit()
    transaction = Transaction()
    transaction.update(document("a"), [DocumentRecord.data.set(3)], DocumentRecord.data == 2)
    transaction.commit()
    assert DocumentRecord.get("W#acme#a", "X").data == 3


def test_a_command_has_a_largest_size() -> None:
    transaction = creating(*((f"n{number}", Why.CONFLICT) for number in range(MOST_ACTIONS)))
    transaction.commit()
    transaction.create(document("one more"))
    with pytest.raises(RuntimeError):
        transaction.commit()


def test_marks_are_forgotten_beside_what_a_command_is_made_of_and_each_once() -> None:
    document("m3").save()
    transaction = creating(*((f"n{number}", Why.CONFLICT) for number in range(MOST_ACTIONS)))
    for _ in range(2):
        for number in range(20):
            transaction.forget(document(f"m{number}"))
    transaction.commit()
    assert there("n0")
    assert not there("m3")


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes DynamoDB refuse transactions with a code, and reasons by place; what it returns are the tokens they had."""

    def refuse(code: str, *reasons: str) -> list[str]:
        tokens: list[str] = []

        def call(self: Any, operation: str, parameters: Any) -> Any:
            tokens.append(parameters["ClientRequestToken"])
            answer = {
                "Error": {"Code": code, "Message": "refused"},
                "CancellationReasons": [{"Code": reason} for reason in reasons],
            }
            raise ClientError(answer, operation)

        monkeypatch.setattr(BaseClient, "_make_api_call", call)
        return tokens

    return refuse


@pytest.mark.parametrize(
    ("code", "reasons"),
    [("TransactionCanceledException", ("None", "TransactionConflict")), ("TransactionConflictException", ())],
)
def test_what_may_go_better_next_time_is_a_conflict(refused: Any, code: str, reasons: tuple[str, ...]) -> None:
    refused(code, *reasons)
    with pytest.raises(ConflictError):
        creating(("a", Why.SEEN), ("b", Why.SEEN)).commit()


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("TransactionCanceledException", ("None", "ThrottlingError")),
        ("TransactionCanceledException", ("ProvisionedThroughputExceeded", "None")),
        ("TransactionInProgressException", ()),
    ],
)
def test_a_busy_table_is_asked_again_with_the_same_token_and_is_nobody_s_conflict(
    refused: Any, monkeypatch: pytest.MonkeyPatch, code: str, reasons: tuple[str, ...]
) -> None:
    """A conflict would be told to people as somebody else's change, or as a name that is taken."""
    monkeypatch.setattr(transactions, "_PAUSES", (0, 0))
    tokens: list[str] = refused(code, *reasons)
    with pytest.raises(TransactWriteError) as raised:
        creating(("a", Why.TAKEN), ("b", Why.TAKEN)).commit()
    assert passes(raised.value)
    assert len(tokens) == 3
    assert len(set(tokens)) == 1


def test_a_transaction_that_finds_room_at_last_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    call, busy = BaseClient._make_api_call, ["ThrottlingError"]

    def answer(client: Any, operation: str, parameters: Any) -> Any:
        if operation == "TransactWriteItems" and busy:
            reasons = {"CancellationReasons": [{"Code": busy.pop()}]}
            raise ClientError({"Error": {"Code": "TransactionCanceledException", "Message": ""}} | reasons, operation)
        return call(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", answer)
    creating(("a", Why.TAKEN)).commit()
    assert there("a")
    assert busy == []


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("InternalServerError", ()),
        ("TransactionCanceledException", ("ItemCollectionSizeLimitExceeded",)),
        ("TransactionCanceledException", ("ValidationError",)),
        ("IdempotentParameterMismatchException", ()),
    ],
)
def test_a_fault_comes_through_as_it_is(refused: Any, code: str, reasons: tuple[str, ...]) -> None:
    refused(code, *reasons)
    with pytest.raises(TransactWriteError):
        creating(("a", Why.SEEN)).commit()


def test_a_failed_condition_counts_more_than_a_conflict_beside_it(refused: Any) -> None:
    refused("TransactionCanceledException", "TransactionConflict", "ConditionalCheckFailed")
    with pytest.raises(RepeatedError):
        creating(("a", Why.CONFLICT), ("b", Why.REPEATED)).commit()


def test_records_that_are_alike_need_no_update() -> None:
    assert differences(document("a", [1]), document("a", [1])) == []


def test_what_went_away_is_removed() -> None:
    before, after = document("a"), document("a")
    before.expires_at = 5
    before.save()
    transaction = Transaction()
    transaction.update(after, differences(before, after))
    transaction.commit()
    assert DocumentRecord.get("W#acme#a", "X").expires_at is None
