"""Stems, telling words and the ranking of tickets by them."""

from __future__ import annotations

import pytest

from chalicelib.assistant.likeness import WORDS, Telling, rank, stem, telling_words
from chalicelib.domain.search_terms import Hits, Posting
from tests.assistant.judged import JUDGED
from tests.bench.similar import LEAST_RECALL, SHOWN, recall


@pytest.mark.parametrize(
    "forms",
    [
        ("export", "exports", "exported", "exporting"),
        ("cancel", "cancelled", "cancels"),
        ("invoice", "invoices"),
        ("rechnung", "rechnungen"),
        ("reminder", "reminders"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", [("class", "clause"), ("posting", "poster0"), ("2210", "2211"), ("导出", "导入")])
def test_other_words_have_other_stems(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_words_of_the_title_tell_most_and_little_ones_nothing() -> None:
    found = telling_words("Export is broken", ["Since Monday the export of bookings stops, please help me."], 3)
    assert found[0].term == "export"
    assert {one.term for one in telling_words("It is the", ["and so on"])} == set()
    assert len(telling_words("", [" ".join(f"word{number}" for number in range(400))])) == WORDS


def page(term: str, *numbers: int, kind: str = "t", whole: bool = True) -> Hits:
    return Hits([Posting(term, number, kind) for number in numbers], whole)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    rare, common = Telling("quartz", "quartz", 1.0), Telling("login", "login", 1.0)
    words = {rare: page("quartz", 3), common: page("login", *range(1, 90))}
    found = rank(words, newest=100, leave_out=[])
    assert [one.number for one in found][:1] == [3]
    assert found[0].shared == ("quartz", "login")
    assert found[0].score > 0.9


def test_of_a_word_with_more_than_a_page_its_reach_tells_how_rare_it_is() -> None:
    dense, sparse = Telling("aaaa", "aaaa", 1.0), Telling("bbbb", "bbbb", 1.0)
    words = {
        dense: page("aaaa", *range(9_901, 10_001), whole=False),
        sparse: page("bbbb", *range(1, 10_000, 100), whole=False),
    }
    scores = {one.number: one.score for one in rank(words, newest=10_000, leave_out=[])}
    assert scores[1] > scores.get(9_905, 0)


def test_the_ticket_itself_is_left_out_and_where_a_word_stands_counts() -> None:
    words = {Telling(one, one, 1.0): Hits([Posting(one, 5, "t"), Posting(one, 6, "m")], True) for one in ("aa", "bb")}
    found = rank(words, newest=10, leave_out=[9])
    assert [one.number for one in found] == [5, 6]
    assert [one.number for one in rank(words, newest=10, leave_out=[5])] == [6]


def test_a_page_read_by_a_beginning_counts_forms_of_the_word_alone() -> None:
    word = Telling("export", "exports", 1.0)
    postings = [Posting("exporting", 1, "t"), Posting("exporter7", 2, "t")]
    assert [one.number for one in rank({word: Hits(postings, True)}, newest=10, leave_out=[])] == [1]


def test_nothing_is_like_what_says_nothing() -> None:
    assert rank({}, newest=10, leave_out=[]) == []
    assert rank({Telling("x", "x", 1.0): Hits([], True)}, newest=10, leave_out=[]) == []


def test_of_the_judged_requests_most_find_what_a_person_would_show() -> None:
    assert len(JUDGED) >= 30
    assert recall(SHOWN) >= LEAST_RECALL
