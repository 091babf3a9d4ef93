"""Documents that a later release added to: what isn't known stays, what is known is as it was changed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.storage.table.documents import carried

STORED = {"a": 1, "zz": "later", "in": {"b": 2, "zz": "later"}, "people": [["ann", "Ann", "later"], ["bob", "Bob"]]}
KNOWN = {"a": 1, "in": {"b": 2}, "people": [["ann", "Ann"], ["bob", "Bob"]]}


def changed(**members: Any) -> Any:
    return carried(STORED, KNOWN, {**KNOWN, **members})


def test_what_stays_as_it_was_is_stored_as_it_was() -> None:
    assert carried(STORED, KNOWN, KNOWN) == STORED
    assert carried({"level": 3}, {"level": 2}, {"level": 2}) == {"level": 3}


@pytest.mark.parametrize(
    ("members", "stored"),
    [
        ({"a": 5}, {"a": 5}),
        ({"in": {"b": 7}}, {"in": {"b": 7, "zz": "later"}}),
        ({"in": None}, {"in": None}),
        ({"new": [1]}, {"new": [1]}),
        ({"people": [["bob", "Bob"], ["ann", "Ann"]]}, {"people": [["bob", "Bob"], ["ann", "Ann", "later"]]}),
        ({"people": [["ann", "Anna"]]}, {"people": [["ann", "Anna", "later"]]}),
        ({"people": [["cy", "Cy"]]}, {"people": [["cy", "Cy"]]}),
        ({"people": []}, {"people": []}),
    ],
)
def test_what_changed_is_stored_with_all_that_is_not_known(members: Any, stored: Any) -> None:
    assert changed(**members) == {**STORED, **stored}


def test_what_went_away_goes_with_all_that_is_in_it() -> None:
    after = {name: value for name, value in KNOWN.items() if name != "in"}
    assert carried(STORED, KNOWN, after) == {name: value for name, value in STORED.items() if name != "in"}


def test_files_are_known_by_their_ids() -> None:
    stored, known = [{"id": "f", "name": "a", "zz": 1}], [{"id": "f", "name": "a"}]
    assert carried(stored, known, [{"id": "g", "name": "b"}, {"id": "f", "name": "c"}]) == [
        {"id": "g", "name": "b"},
        {"id": "f", "name": "c", "zz": 1},
    ]
