"""Leaping over sorted lists gives what intersecting them gives, however little is read at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.storage.search import streams
from chalicelib.storage.search.streams import HIGHEST, MOST_QUERIES, AnyOf, Budget, Matches, Numbers, Postings
from chalicelib.storage.table.reading import Range, Raw

PUBLIC = frozenset("tdcm")
LISTS = st.lists(st.frozensets(st.integers(1, 60), max_size=40), min_size=1, max_size=4)


@dataclass(slots=True)
class Held:
    """A list of numbers that costs nothing to read."""

    numbers: frozenset[int]

    def seek(self, number: int) -> int:
        return max((one for one in self.numbers if one <= number), default=0)

    def reach(self, start: int) -> int:
        return min(self.numbers, default=0)


class Table:
    """Postings in the place of the table's, and how often they were asked for."""

    def __init__(self, postings: dict[str, Sequence[tuple[int, str]]]) -> None:
        self.sort_keys = sorted(f"{term}#{n:010d}#{kind}" for term, all_ in postings.items() for n, kind in all_)
        self.queries = 0

    def query(self, part: Range, limit: int, *, after: str, newest_first: bool, inclusive: bool) -> Raw:
        assert newest_first
        assert inclusive
        self.queries += 1
        keys = [key for key in reversed(self.sort_keys) if part.prefix <= key <= part.prefix + after]
        last = keys[limit - 1].removeprefix(part.prefix) if len(keys) > limit else None
        return Raw([{"sk": {"S": key}} for key in keys[:limit]], last)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    table = Table({})
    monkeypatch.setattr(streams, "query", table.query)
    return table


def fill(table: Table, **postings: Sequence[tuple[int, str]]) -> None:
    table.__init__(postings)  # type: ignore[misc]


def postings(term: str, budget: Budget, kinds: frozenset[str] = PUBLIC) -> Postings:
    return Postings(Range("pk", f"{term}#"), kinds, budget)


@given(LISTS, st.integers(1, 70))
def test_what_all_lists_have_comes_in_descending_order(lists: list[frozenset[int]], start: int) -> None:
    held: list[Numbers] = [Held(numbers) for numbers in lists]
    matches = Matches(held, Budget(), start)
    assert list(matches) == sorted((n for n in frozenset.intersection(*lists) if n <= start), reverse=True)
    assert matches.position is None


def test_one_list_of_the_table_is_read_to_its_end_page_by_page(table: Table) -> None:
    fill(table, refund=[(n, "t") for n in range(1, 501)])
    matches = Matches([postings("refund", Budget())], Budget(), HIGHEST)
    assert list(matches) == list(range(500, 0, -1))
    assert table.queries == 8


def test_a_ticket_counts_once_however_many_of_its_texts_have_the_word(table: Table) -> None:
    fill(table, refund=[(n, kind) for n in range(1, 101) for kind in "cdmnt"])
    assert list(Matches([postings("refund", Budget())], Budget(), HIGHEST)) == list(range(100, 0, -1))


def test_what_stands_in_notes_alone_is_left_out_for_those_who_may_not_read_them(table: Table) -> None:
    fill(table, plum=[(n, "n") for n in range(1, 301)] + [(150, "d"), (7, "m")])
    assert list(Matches([postings("plum", Budget())], Budget(), HIGHEST)) == [150, 7]
    assert len(list(Matches([postings("plum", Budget(), PUBLIC | {"n"})], Budget(), HIGHEST))) == 300


def test_a_rare_word_sets_what_is_read_of_a_common_one(table: Table) -> None:
    fill(table, the=[(n, "d") for n in range(1, 50_001)], plum=[(n, "t") for n in range(10_000, 50_001, 10_000)])
    budget = Budget()
    for words in (("the", "plum"), ("plum", "the")):
        table.queries = 0
        found = list(Matches([postings(word, budget) for word in words], budget, HIGHEST))
        assert found == [50_000, 40_000, 30_000, 20_000, 10_000]
        assert table.queries <= 7


def test_a_search_that_reads_too_much_stops_and_goes_on_where_it_was(table: Table) -> None:
    fill(table, odd=[(n, "d") for n in range(1, 20_001, 2)], even=[(n, "d") for n in range(2, 20_001, 2)] + [(3, "t")])
    at, requests, found = HIGHEST, 0, []
    while at:
        table.queries, budget = 0, Budget()
        matches = Matches([postings("odd", budget), postings("even", budget)], budget, at)
        found += list(matches)
        assert table.queries <= MOST_QUERIES
        assert matches.at < at
        at, requests = matches.at, requests + 1
    assert found == [3]
    assert 5 < requests < 20


def test_even_a_word_that_only_notes_have_is_passed_in_bounded_steps(table: Table) -> None:
    fill(table, plum=[(n, "n") for n in range(2, 10_001)] + [(1, "d")])
    at, found = HIGHEST, []
    while at:
        budget = Budget()
        matches = Matches([postings("plum", budget)], budget, at)
        found += list(matches)
        assert matches.at < at
        at = matches.at
    assert found == [1]


@given(
    st.lists(st.frozensets(st.integers(1, 400), min_size=1, max_size=200), min_size=1, max_size=4),
    st.lists(st.frozensets(st.integers(1, 400), min_size=1, max_size=200), max_size=2),
    st.integers(1, 6),
)
def test_pages_of_any_size_put_together_are_the_whole(
    alternatives: list[frozenset[int]], required: list[frozenset[int]], pages: int
) -> None:
    table = Table(
        {f"any{i}": [(n, "d") for n in numbers] for i, numbers in enumerate(alternatives)}
        | {f"all{i}": [(n, "d") for n in numbers] for i, numbers in enumerate(required)}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "query", table.query)
        found: list[int] = []
        at = HIGHEST
        while at:
            budget = Budget(pages + len(alternatives) + len(required))
            newest = sorted(((max(numbers), f"any{i}") for i, numbers in enumerate(alternatives)), reverse=True)
            either = AnyOf([(number, postings(term, budget)) for number, term in newest])
            matches = Matches([*(postings(f"all{i}", budget) for i in range(len(required))), either], budget, at)
            found += list(matches)
            assert matches.at < at
            at = matches.at
    wanted = frozenset.union(*alternatives).intersection(*required)
    assert found == sorted(wanted, reverse=True)


def test_a_list_that_can_t_have_anything_newer_isn_t_read_for_the_first_page(table: Table) -> None:
    fill(table, fresh=[(n, "d") for n in range(900, 1001)], old=[(5, "d")])
    budget = Budget()
    either = AnyOf([(1000, postings("fresh", budget)), (5, postings("old", budget))])
    matches = iter(Matches([either], budget, HIGHEST))
    assert [next(matches) for _ in range(50)] == list(range(1000, 950, -1))
    assert table.queries == 1
    assert list(matches)[-1] == 5
