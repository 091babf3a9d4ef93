"""A play: so many deeds of chance, while days go by."""

from __future__ import annotations

from datetime import timedelta

from tests.reports.acting import Act, T
from tests.reports.deeds import DEEDS, create

PAUSES = 0.1
"""How often some hours pass after a deed, and everything is done that follows by then. Else it is seconds at most."""


def play(act: Act, many: int, span: timedelta) -> None:
    """Let so many deeds be done, within about that time: mostly seconds apart, at times hours."""
    names, weights = [*DEEDS], [weight for weight, _ in DEEDS.values()]
    before = act.done.total()
    longest = 2 * span / (many * PAUSES)
    while len(act.numbers) < 3:
        create(act)
    while act.done.total() - before < many:
        DEEDS[act.chance.choices(names, weights)[0]][1](act)
        if act.chance.random() < PAUSES:
            act.desk.advance(longest * act.chance.random())
            act.undoable.clear()
            act.held.clear()
            _find_new_ones(act)
        else:
            act.pass_time(timedelta(seconds=act.chance.choice([0, 0, 0, 1, 3])))


def _find_new_ones(act: Act) -> None:
    """Tickets that mails and answers to closed ones opened."""
    newest = act.actors.admin("GET", f"{T}?sort=-created_at&limit=20")["items"]
    for row in reversed(newest):
        if row["number"] not in act.numbers:
            act.born(row["number"])
