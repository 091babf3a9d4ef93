"""Which counts a ticket's way from one place to another changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Place
from chalicelib.domain.tickets.counts import Counts, Move, move
from chalicelib.domain.vocabulary import Status

PLACES = st.builds(Place, st.sampled_from([*Status, "archived", "merged"]), st.sampled_from([None, "m_ana", "m_ben"]))


@pytest.mark.parametrize(
    ("was", "now", "tabs", "members"),
    [
        (None, Place("open", None), {"open": 1, "unassigned": 1}, {}),
        (None, Place("open", "m_ana"), {"open": 1}, {"m_ana": 1}),
        (Place("open", None), Place("open", "m_ana"), {"unassigned": -1}, {"m_ana": 1}),
        (Place("open", "m_ana"), Place("waiting", "m_ana"), {"open": -1, "waiting": 1}, {}),
        (Place("open", "m_ana"), Place("open", "m_ben"), {}, {"m_ana": -1, "m_ben": 1}),
        (Place("closed", "m_ana"), Place("archived", "m_ana"), {"closed": -1, "archived": 1}, {"m_ana": -1}),
        (Place("archived", None), Place("open", None), {"archived": -1, "open": 1, "unassigned": 1}, {}),
        (Place("open", None), Place("merged", None), {"open": -1, "unassigned": -1}, {}),
        (Place("open", None), Place("open", None), {}, {}),
    ],
)
def test_a_ticket_leaves_one_place_and_comes_to_another(
    was: Place | None, now: Place, tabs: Mapping[str, int], members: Mapping[str, int]
) -> None:
    assert move(was, now) == Move(tabs, members)


@pytest.mark.parametrize(
    ("step", "counts"),
    [(Move({"open": 1}, {}), True), (Move({}, {"m_ana": 1}), True), (Move({}, {}), False), (Move(), False)],
)
def test_a_move_that_changes_any_count_is_one_to_be_stored(step: Move, counts: bool) -> None:
    assert bool(step) is counts


@given(st.lists(PLACES, min_size=2))
def test_all_steps_together_change_what_one_big_step_does(places: list[Place]) -> None:
    tabs, members = Counter[str](), Counter[str]()
    for was, now in pairwise(places):
        step = move(was, now)
        tabs.update(step.tabs)
        members.update(step.members)
    whole = move(places[0], places[-1])
    assert {name: by for name, by in tabs.items() if by} == whole.tabs
    assert {name: by for name, by in members.items() if by} == whole.members


def test_archived_and_unassigned_tickets_are_not_counted_twice_in_all() -> None:
    assert Counts({"open": 2, "closed": 3, "archived": 5, "unassigned": 4}, mine=1).all == 5
