"""Reading a page, and then the next, shows everything once, in order, and never reads without bound."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.reading import MOST_READ, Range, merged, query
from chalicelib.storage.table.records import DocumentRecord, Item
from infra.local import template
from tests.support.capacity import Layout
from tests.support.cuts import counting
from tests.support.desk import Desk
from tests.support.meter import metering


@pytest.fixture
def put(bare_desk: Desk) -> Iterator[Callable[..., Range]]:
    """Puts items with these sort keys into a partition of its own, and gives it."""

    def make(*sort_keys: str, prefix: str = "") -> Range:
        pk = f"W#acme#{uuid.uuid4()}"
        write_all([DocumentRecord(pk, prefix + key, type=key[-1:], data=key) for key in sort_keys])
        return Range(pk, prefix)

    with workspace_scope("acme"):
        yield make


def keys(items: list[dict[str, Any]]) -> list[str]:
    return [DocumentRecord.from_raw_data(item).data for item in items]


def test_a_query_stays_within_its_prefix(put: Callable[..., Range]) -> None:
    part = put("a", "b", prefix="L#")
    write_all([DocumentRecord(part.pk, other, type="x", data=other) for other in ("K#z", "L", "M#", "L$")])
    assert keys(query(part, 10).items) == ["a", "b"]


@pytest.mark.parametrize("newest_first", [False, True])
def test_going_on_leaves_out_where_one_was_unless_that_is_asked_for(
    put: Callable[..., Range], newest_first: bool
) -> None:
    part = put("a", "b", "b0", "c", prefix="L#")
    after = query(part, 10, after="b", newest_first=newest_first)
    including = query(part, 10, after="b", newest_first=newest_first, inclusive=True)
    assert keys(after.items) == (["a"] if newest_first else ["b0", "c"])
    assert keys(including.items) == (["b", "a"] if newest_first else ["b", "b0", "c"])


def test_going_on_from_a_key_that_is_gone_works(put: Callable[..., Range]) -> None:
    part = put("a", "c", "e")
    assert keys(query(part, 10, after="b").items) == ["c", "e"]
    assert keys(query(part, 10, after="d", newest_first=True).items) == ["c", "a"]


def test_the_last_page_says_that_it_is_the_last(put: Callable[..., Range]) -> None:
    part = put("a", "b")
    assert query(part, 3).last is None
    assert query(part, 1).last == "a"


@pytest.mark.parametrize("name", ["\x01", "!", "zebra", "Ω", "\U0001f600", "\uffff"])
def test_no_sort_key_is_too_odd_to_be_found(put: Callable[..., Range], name: str) -> None:
    assert keys(query(put(name), 5).items) == [name]


def walk(parts: list[Range], limit: int, where: Any = None, newest_first: bool = True) -> list[str]:
    found: list[str] = []
    position = None
    while True:
        items, position = merged(parts, limit, position, where, newest_first=newest_first)
        assert len(items) <= limit
        found += keys(items)
        if position is None:
            return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spread=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 999)), unique_by=lambda entry: entry[1], max_size=40),
    limit=st.integers(1, 12),
    newest_first=st.booleans(),
    last_digits=st.none() | st.sets(st.sampled_from("0123456789"), min_size=1),
)
def test_pages_over_several_ranges_show_each_item_once_in_order(
    put: Callable[..., Range],
    spread: list[tuple[int, int]],
    limit: int,
    newest_first: bool,
    last_digits: set[str] | None,
) -> None:
    parts = [put(*(f"{key:03d}" for where, key in spread if where == one), prefix=f"{one}#") for one in range(4)]
    where = DocumentRecord.type.is_in(*sorted(last_digits)) if last_digits else None
    wanted = [f"{key:03d}" for _, key in spread if not last_digits or f"{key:03d}"[-1] in last_digits]
    assert walk(parts, limit, where, newest_first) == sorted(wanted, reverse=newest_first)


def test_a_page_that_would_need_too_much_reading_is_cut_short_and_can_be_gone_on_from(
    put: Callable[..., Range],
) -> None:
    rare = [f"{number:05d}-x" for number in range(0, 2400, 800)]
    common = [f"{number:05d}-y" for number in range(2400)]
    part = put(*rare, *common)
    where = DocumentRecord.type == "x"
    with counting() as calls:
        items, position = merged([part], 10, None, where)
    assert position is not None
    assert len(items) < len(rare)
    assert len(calls.made) <= MOST_READ // 200 + 5  # the first chunks are small, and grow
    assert walk([part], 10, where) == sorted(rare, reverse=True)


@pytest.mark.parametrize(("kept", "queries", "most"), [("0123456789", 1, 26), ("012", 2, 120), ("01", 3, 160)])
def test_a_filter_that_keeps_some_is_met_with_few_queries_that_read_little_more_than_they_must(
    put: Callable[..., Range], kept: str, queries: int, most: int
) -> None:
    part = put(*("x" * 450 + f"{number:03d}" for number in range(250)))
    where = DocumentRecord.type.is_in(*kept)
    with metering(Layout.of(template.table())) as meter:
        items, _ = merged([part], 25, None, where)
    assert len(items) == 25
    assert len(meter.requests) <= queries
    assert 0 < meter.reads <= most / 8 + queries / 2  # half a unit for four rows of a kilobyte, begun ones as whole


def test_a_page_of_one_range_costs_the_same_whatever_lies_further_down_in_the_others(
    put: Callable[..., Range],
) -> None:
    """A ticket's row has up to a kilobyte, of which half a read unit buys four."""

    def cost(parts: list[Range]) -> float:
        with metering(Layout.of(template.table())) as meter:
            items, _ = merged(parts, 25, None, None)
        assert keys(items) == newest[:25]
        return meter.reads

    newest = [f"9{number:02d}" + "x" * 450 for number in range(99, 59, -1)]
    others = [put(*(f"0{number:02d}" + "x" * 450 for number in range(older))) for older in (0, 1, 4, 30)]
    full, empty, *fuller = put(*newest), *others
    alone = cost([full, *[empty] * 4])
    assert [cost([full, *[other] * 4]) for other in fuller] == [alone] * 3


def test_many_ranges_share_one_budget(put: Callable[..., Range]) -> None:
    parts = [put(*(f"{n:05d}-{n % 9}" for n in range(start, 2000, 20))) for start in range(20)]
    read = 0

    def note(params: dict[str, Any], **_: Any) -> None:
        nonlocal read
        read += params["Limit"]

    events = Item._get_connection().connection.client.meta.events
    events.register("provide-client-params.dynamodb.Query", note)
    merged(parts, 25, None, DocumentRecord.type == "nothing")
    assert read <= MOST_READ + 20 * 200
