"""The meter's rules, against examples worked out by hand from AWS's documentation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.capacity import Index, Layout, read_units, write_units
from tests.support.item_size import size, value_size

ALL = Index(("ip", "iq"), None)
KEYS_ONLY = Index(("ip", "iq"), frozenset({"pk", "sk", "ip", "iq"}))


def layout(*indexes: Index) -> Layout:
    return Layout(("pk", "sk"), indexes)


def item(text_bytes: int = 0, **more: str) -> dict[str, Any]:
    """An item of 8 bytes, and as many of text as asked for, with further attributes."""
    text = {"t": {"S": "x" * (text_bytes - 1)}} if text_bytes else {}
    return {"pk": {"S": "ab"}, "sk": {"S": "cd"}, **text, **{name: {"S": value} for name, value in more.items()}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"S": "häuser"}, 7),  # UTF-8
        ({"S": "票"}, 3),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "27"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "1461"}, 3),
        ({"N": "1000000"}, 2),  # trailing zeros don't count
        ({"N": "0.00012"}, 2),  # nor leading ones
        ({"N": "12345678901234567890123456789012345678"}, 20),
        ({"B": b"\x00\xff\x10"}, 3),
        ({"BOOL": False}, 1),
        ({"NULL": True}, 1),
        ({"SS": ["ab", "cde"]}, 5),
        ({"NS": ["12", "3456"]}, 5),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": True}]}, 3 + (1 + 2) + (1 + 1)),
        ({"M": {}}, 3),
        ({"M": {"key": {"S": "ab"}}}, 3 + (1 + 3 + 2)),
    ],
)
def test_a_value_has_the_size_that_the_documentation_gives_it(value: dict[str, Any], expected: int) -> None:
    assert value_size(value) == expected


def test_an_item_has_the_size_of_its_names_and_values() -> None:
    assert size({"pk": {"S": "W#acme"}, "größe": {"N": "42"}}) == (2 + 6) + (7 + 2)


def test_a_type_that_dynamodb_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="'X'"):
        value_size({"X": "?"})


@pytest.mark.parametrize(("number", "expected"), [(0, 0.5), (1, 0.5), (4096, 0.5), (4097, 1), (17_000, 2.5)])
def test_a_read_costs_half_a_unit_for_every_four_kilobytes(number: int, expected: float) -> None:
    assert read_units(number, consistent=False) == expected
    assert read_units(number, consistent=True) == expected * 2


@pytest.mark.parametrize(("text", "expected"), [(0, 1), (1016, 1), (1017, 2), (3000, 3)])
def test_a_write_costs_a_unit_for_every_kilobyte_and_two_in_a_transaction(text: int, expected: int) -> None:
    assert write_units(layout(), None, item(text), in_transaction=False) == expected
    assert write_units(layout(), None, item(text), in_transaction=True) == expected * 2


def test_a_write_is_paid_by_the_larger_of_what_was_and_what_is() -> None:
    assert write_units(layout(), item(5000), item(10), in_transaction=False) == 5
    assert write_units(layout(), item(10), item(5000), in_transaction=False) == 5
    assert write_units(layout(), item(5000), None, in_transaction=False) == 5


def test_deleting_what_is_not_there_costs_a_unit() -> None:
    assert write_units(layout(ALL), None, None, in_transaction=False) == 1


@pytest.mark.parametrize(
    ("before", "after", "index_units"),
    [
        (None, item(), 0),  # without the index's keys it isn't in the index
        (None, item(ip="a"), 0),  # nor with one of the two
        (None, item(ip="a", iq="b"), 1),
        (item(ip="a", iq="b"), None, 1),
        (item(), item(ip="a", iq="b"), 1),
        (item(ip="a", iq="b"), item(ip="a"), 1),
        (item(ip="a", iq="b"), item(ip="a", iq="b"), 0),
        (item(9, ip="a", iq="b"), item(8, ip="a", iq="b"), 1),
        (item(ip="a", iq="b"), item(ip="a", iq="c"), 2),
        (item(ip="a", iq="b"), item(2000, ip="b", iq="b"), 1 + 2),  # out at the old size, in at the new
    ],
)
def test_an_index_costs_by_what_happens_to_its_entry(before: Any, after: Any, index_units: int) -> None:
    plain = write_units(layout(), before, after, in_transaction=True)
    assert write_units(layout(ALL), before, after, in_transaction=True) == plain + index_units
    assert write_units(layout(ALL, ALL), before, after, in_transaction=True) == plain + 2 * index_units


def test_an_index_of_keys_does_not_notice_other_attributes() -> None:
    before, after = item(9, ip="a", iq="b"), item(3000, ip="a", iq="b")
    assert write_units(layout(KEYS_ONLY), before, after, in_transaction=False) == 3
    moved = item(3000, ip="a", iq="c")
    assert write_units(layout(KEYS_ONLY), before, moved, in_transaction=False) == 3 + 2


def test_a_layout_is_read_from_what_creates_the_table() -> None:
    def keys(*names: str) -> list[dict[str, str]]:
        return [{"AttributeName": name, "KeyType": "HASH"} for name in names]

    table = {
        "KeySchema": keys("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {"KeySchema": keys("ip", "iq"), "Projection": {"ProjectionType": "ALL"}},
            {"KeySchema": keys("ip", "iq"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
            {"KeySchema": keys("ip"), "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["t"]}},
        ],
    }
    include = Index(("ip",), frozenset({"pk", "sk", "ip", "t"}))
    assert Layout.of(table) == layout(ALL, KEYS_ONLY, include)
