"""The search index is written by differences, and comes right whoever is cut off or comes late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.search_terms import CUT, TERM_LENGTH, TERMS, Indexed
from chalicelib.storage.search.index import Newest, SearchIndex
from chalicelib.storage.search.records import TermsRecord, far, likely_newest, word
from chalicelib.storage.table import batches
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import Item
from infra.local import template
from infra.local.aws import client
from tests.support.capacity import Layout
from tests.support.cuts import cut
from tests.support.desk import Desk
from tests.support.item_size import size
from tests.support.meter import metering

KEYS = Keys("acme")
LAYOUT = Layout.of(template.table())
WORDS = frozenset(f"word{number}" for number in range(30))


@pytest.fixture
def index(bare_desk: Desk) -> Iterator[SearchIndex]:
    with workspace_scope("acme"):
        yield SearchIndex(KEYS, Newest())


def write(index: SearchIndex, number: int, source: str, terms: Iterable[str]) -> None:
    index.index([(*index.indexed(number, [source]), frozenset(terms))])


def everything(kind: str) -> list[dict[str, dict[str, str]]]:
    """All items of a type in the whole table, read past the wall between workspaces."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=Item.Meta.table_name)
    return [item for page in pages for item in page["Items"] if item["type"]["S"] == kind]


def posted() -> set[str]:
    return {item["sk"]["S"] for item in everything("posting")}


def expected(number: int, kind: str, terms: Iterable[str]) -> set[str]:
    return {f"{term}#{number:010d}#{kind}" for term in terms}


def test_what_was_indexed_is_remembered(index: SearchIndex) -> None:
    write(index, 7, "t", {"refund", "order"})
    assert posted() == expected(7, "t", {"refund", "order"})
    assert index.indexed(7, ["t"]) == [Indexed(7, "t", frozenset({"refund", "order"}), version=1)]


def test_the_dictionary_knows_every_term(index: SearchIndex) -> None:
    write(index, 7, "d", {"refund", "x", "東京", "税"})
    words = {(item["pk"]["S"], item["sk"]["S"]) for item in everything("word")}
    assert words == {("W#acme#D#re", "refund"), ("W#acme#D#x", "x"), ("W#acme#D#東", "東京"), ("W#acme#D#税", "税")}


def test_indexing_again_writes_nothing(index: SearchIndex) -> None:
    write(index, 7, "t", WORDS)
    with metering(LAYOUT) as meter:
        write(index, 7, "t", WORDS)
    assert meter.writes == 0


def test_an_edit_writes_only_the_difference(index: SearchIndex) -> None:
    write(index, 7, "d", WORDS)
    with metering(LAYOUT) as meter:
        write(index, 7, "d", WORDS - {"word3"} | {"new"})
    batch = [request for request in meter.requests if request.operation == "BatchWriteItem"]
    assert sum(request.writes for request in batch) == 3  # a posting, its word in the dictionary, and one to delete
    assert meter.writes == 3 + 2  # claiming and settling
    assert posted() == expected(7, "d", WORDS - {"word3"} | {"new"})


def test_a_posting_costs_about_one_write_unit(index: SearchIndex) -> None:
    for number in range(1, 6):
        write(index, number, "d", WORDS)
    with metering(LAYOUT) as meter:
        write(index, 6, "d", WORDS)
    assert len(WORDS) <= meter.writes <= 1.1 * len(WORDS)


def test_the_dictionary_is_written_anew_only_when_it_is_far_behind(index: SearchIndex) -> None:
    def newest() -> int:
        (word,) = everything("word")
        return int(word["n"]["N"])

    for number, known in ((100, 100), (100 + far(100), 100), (101 + far(100), 101 + far(100)), (50, 101 + far(100))):
        write(index, number, "t", {"refund"})
        assert newest() == known


@pytest.mark.parametrize(
    ("newest", "previous", "likely"),
    [
        (900, None, 900),  # seen once
        (500, 400, 500),  # comes every 75 tickets or so, and hasn't for long: out of use
        (980, 700, 980),  # rare: noted each time
        (950, 890, 995),  # five tickets after it was far enough to be noted, it came again
        (1000, 950, 1000),
    ],
)
def test_the_dictionary_tells_common_words_from_rare_ones(newest: int, previous: int | None, likely: int) -> None:
    assert likely_newest(word(KEYS, "refund", newest, previous), now=1000) == likely


def test_another_process_reads_the_dictionary_before_it_writes(index: SearchIndex) -> None:
    write(index, 100, "t", {"refund"})
    with metering(LAYOUT) as meter:
        write(SearchIndex(KEYS, Newest()), 101, "t", {"refund"})
    assert Counter(request.operation for request in meter.requests)["BatchGetItem"] == 2  # the source, the dictionary
    assert sum(request.writes for request in meter.requests if request.operation == "BatchWriteItem") == 1


def test_all_sources_of_a_ticket_are_written_together(index: SearchIndex) -> None:
    before = index.indexed(7, ["t", "d", "c"])
    with metering(LAYOUT) as meter:
        index.index(list(zip(before, (frozenset({"refund"}), frozenset({"refund", "late"}), frozenset()), strict=True)))
    assert posted() == expected(7, "t", {"refund"}) | expected(7, "d", {"refund", "late"})
    operations = Counter(request.operation for request in meter.requests)
    assert operations == {"UpdateItem": 4, "BatchGetItem": 1, "BatchWriteItem": 1}


def test_a_source_without_text_is_found_by_nothing(index: SearchIndex) -> None:
    write(index, 7, "t", WORDS)
    write(index, 7, "t", ())
    assert posted() == set()
    assert index.indexed(7, ["t"])[0].terms == frozenset()
    write(index, 7, "t", {"refund"})
    assert posted() == expected(7, "t", {"refund"})


def test_a_message_taken_back_leaves_the_words_that_other_messages_have(index: SearchIndex) -> None:
    write(index, 7, "m#01A", {"refund", "order"})
    write(index, 7, "m#01B", {"refund", "late"})
    write(index, 7, "n#01C", {"order"})
    write(index, 7, "m#01A", ())
    assert posted() == expected(7, "m", {"refund", "late"}) | expected(7, "n", {"order"})


def test_two_who_read_the_same_can_t_both_write(index: SearchIndex) -> None:
    write(index, 7, "t", {"old"})
    (seen,) = index.indexed(7, ["t"])
    index.index([(seen, frozenset({"newer"}))])
    with pytest.raises(ConflictError):
        index.index([(seen, frozenset({"late"}))])
    assert posted() == expected(7, "t", {"newer"})


def test_who_is_overtaken_while_writing_hands_it_back_to_be_redone(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(index, 7, "t", {"old"})
    (slow,), original = index.indexed(7, ["t"]), SearchIndex._post
    quick = SearchIndex(KEYS, Newest())

    def post(self: SearchIndex, *args: object) -> None:
        monkeypatch.setattr(SearchIndex, "_post", original)
        write(quick, 7, "t", {"newest"})
        original(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchIndex, "_post", post)
    with pytest.raises(ConflictError):
        index.index([(slow, frozenset({"stale"}))])
    assert index.indexed(7, ["t"])[0].claim is not None
    write(index, 7, "t", {"newest"})
    assert posted() == expected(7, "t", {"newest"})
    assert index.indexed(7, ["t"])[0].claim is None


def test_who_is_cut_off_anywhere_leaves_what_the_next_one_puts_right(index: SearchIndex) -> None:
    number = 0
    for before, after in ((1, 0), (0, 1)):
        for call in range(1, 20):
            number += 1
            write(index, number, "d", {"stays", "goes"})
            with cut(before=before * call, after=after * call) as calls:
                write(index, number, "d", WORDS | {"stays"})
            write(index, number, "d", {"stays", "other"})  # the text has changed once more since
            assert {key for key in posted() if f"#{number:010d}#" in key} == expected(number, "d", {"stays", "other"})
            if not calls.was_cut:
                break
        else:
            pytest.fail("there were more calls than were tried")
    assert number > 10


def test_what_the_table_leaves_undone_of_a_batch_is_sent_again(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Item._get_connection()
    write_some, read_some = connection.batch_write_item, connection.batch_get_item
    monkeypatch.setattr(batches, "_FIRST_PAUSE", 0)

    def five_of_it(put_items: list[object], delete_items: list[object]) -> dict[str, object]:
        write_some(put_items=put_items[:5], delete_items=delete_items)
        left = [{"PutRequest": {"Item": item}} for item in put_items[5:]]
        return {"UnprocessedItems": {connection.table_name: left} if left else {}}

    def half_of_it(keys: list[object], consistent_read: bool) -> dict[str, object]:
        half = (len(keys) + 1) // 2
        answer = read_some(keys[:half], consistent_read=consistent_read)
        left = {connection.table_name: {"Keys": keys[half:]}} if keys[half:] else {}
        return {**answer, "UnprocessedKeys": left}

    monkeypatch.setattr(connection, "batch_write_item", five_of_it)
    monkeypatch.setattr(connection, "batch_get_item", half_of_it)
    write(index, 7, "t", {"refund", "order", "late"})
    write(index, 7, "d", WORDS)
    assert posted() == expected(7, "t", {"refund", "order", "late"}) | expected(7, "d", WORDS)


def test_a_table_that_never_takes_all_of_a_batch_is_given_up_on(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Item._get_connection()
    monkeypatch.setattr(batches, "_FIRST_PAUSE", 0)
    left = {"UnprocessedItems": {connection.table_name: [{"DeleteRequest": {"Key": {}}}]}}
    with pytest.MonkeyPatch.context() as busy:
        busy.setattr(connection, "batch_write_item", lambda put_items, delete_items: left)
        with pytest.raises(batches.BusyError):
            write(index, 7, "t", {"refund"})
    write(index, 7, "t", {"order"})
    assert posted() == expected(7, "t", {"order"})


def test_the_longest_source_there_can_be_fits_an_item() -> None:
    terms = {f"{chr(0x20000 + number)}" * TERM_LENGTH for number in range(TERMS)} | {CUT}
    record = TermsRecord(KEYS.ticket(7), k.terms_sort_key("d"), type="terms", terms=terms, version=1)
    assert size(record.serialize()) < 400 * 1024
