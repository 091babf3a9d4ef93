"""Pages of the index that similar tickets are found by."""

from __future__ import annotations

import pytest

from chalicelib.domain.search_terms import Hits
from chalicelib.storage.search.find import Search
from chalicelib.storage.search.index import Newest
from chalicelib.storage.search.records import posting
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from tests.support.desk import WORKSPACE, Desk


def hits(stem: str, term: str, postings: list[tuple[str, int, str]], *, notes: bool = True) -> Hits:
    keys = Keys(WORKSPACE)
    with workspace_scope(WORKSPACE):
        write_all([posting(keys, *one) for one in postings], [])
        return Search(keys, Newest()).hits(stem, term, notes=notes)


def test_a_rare_word_is_found_in_all_its_forms(desk: Desk) -> None:
    found = hits("export", "exports", [("export", 1, "t"), ("exported", 2, "d"), ("exports", 3, "m"), ("expo", 4, "t")])
    assert (found.whole, found.pages) == (True, 1)
    assert {(one.term, one.number, one.kind) for one in found.postings} == {
        ("export", 1, "t"),
        ("exported", 2, "d"),
        ("exports", 3, "m"),
    }


def test_of_a_common_word_the_newest_tickets_are_found(desk: Desk) -> None:
    postings = [("export", number, "d") for number in range(1, 201)] + [("exporting", 500, "t")]
    found = hits("export", "export", postings)
    assert (found.whole, found.pages) == (False, 2)
    assert {one.number for one in found.postings} == set(range(137, 201))


@pytest.mark.parametrize(("notes", "numbers"), [(True, {1, 2}), (False, {2})])
def test_what_stands_in_notes_alone_is_found_by_members(desk: Desk, notes: bool, numbers: set[int]) -> None:
    found = hits("quartz", "quartz", [("quartz", 1, "n"), ("quartz", 2, "d")], notes=notes)
    assert {one.number for one in found.postings} == numbers


def test_pairs_of_signs_are_looked_for_whole(desk: Desk) -> None:
    found = hits("导出#", "导出", [("导出", 1, "t"), ("导入", 2, "t")])
    assert [one.number for one in found.postings] == [1]


def test_a_page_of_long_words_has_fewer_of_them(desk: Desk) -> None:
    word = "donaudampfschifffahrtsgesellschaft"
    found = hits(word, word, [(word, number, "d") for number in range(1, 201)])
    numbers = {one.number for one in found.postings}
    assert 40 < len(numbers) < 64
    assert max(numbers) == 200
