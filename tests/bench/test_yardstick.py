"""The taking of turns, and that the piece of work that everything is told by is the same everywhere."""

from __future__ import annotations

import hashlib

from tests.bench import yardstick
from tests.bench.compared import Row, broken


def test_measures_are_asked_in_turn_and_their_middles_are_taken() -> None:
    asked: list[str] = []
    ours, beside = iter([3.0, 900.0, 1.0]), iter([10.0, 30.0, 20.0])

    def one() -> float:
        asked.append("ours")
        return next(ours)

    def other() -> float:
        asked.append("beside")
        return next(beside)

    assert yardstick.in_turn(3, one, other) == (3.0, 20.0)
    assert asked == ["ours", "beside"] * 3


def test_the_piece_of_work_is_the_one_that_the_promises_were_made_by() -> None:
    """Whoever changes it changes every promise of CPU: they have to be made anew."""
    assert hashlib.sha256(yardstick.piece().encode()).hexdigest()[:16] == "ed793ec6eb73a41f"


def test_a_ratio_above_its_promise_is_broken_and_what_is_compared_with_nothing_is_not() -> None:
    rows = [Row("slow", 31, "ms", 3, 10), Row("quick", 29, "ms", 3, 10), Row("told", 900, "ms")]
    assert broken(rows) == ["slow: 3.10 ×, more than 3"]
    assert [row.cells()[2:] for row in rows[1:]] == [("10.0 ms", "2.90 ×", "≤ 3 ×"), ("", "", "")]
