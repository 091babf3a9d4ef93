"""Similar tickets on the set that somebody else wrote: what `python -m tests.assistant.scoring.similar` prints."""

from __future__ import annotations

from chalicelib.assistant.pages import PAGES
from tests.assistant.scoring.similar import (
    LEAST_RECALL,
    LEAST_SILENT,
    SHOWN,
    precision,
    recall,
    scored,
    silent,
)

MOST_SECONDS = 0.06


def test_the_set_is_whole() -> None:
    rows = scored()
    assert (sum(bool(row.like) for row in rows), sum(not row.like for row in rows)) == (120, 60)
    assert len({row.kind for row in rows}) == 5


def test_most_of_what_is_like_is_shown_and_mostly_nothing_where_there_is_nothing() -> None:
    assert recall(scored()) >= LEAST_RECALL
    assert silent(scored()) >= LEAST_SILENT


def test_whatever_comes_first_is_right() -> None:
    assert precision(scored(), 0.0, most=1) >= 0.9


def test_at_most_three_are_shown_each_with_a_word_as_it_is_written() -> None:
    for row in scored():
        assert len(row.shown) <= SHOWN
        assert all(len(one.shared) <= 4 and 0 < one.score < 1 for one in row.shown)
    assert any("VF-2203" in one.shared for row in scored() for one in row.shown)


def test_it_costs_no_more_than_its_pages_and_little_time() -> None:
    rows = scored()
    assert max(row.pages for row in rows) <= PAGES + 1
    assert sorted(row.seconds for row in rows)[len(rows) // 2] <= MOST_SECONDS
