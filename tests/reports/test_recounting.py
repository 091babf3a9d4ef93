"""The recount itself, on time lines that are short enough to be counted by hand."""

from __future__ import annotations

import ast
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from tests.reports.lines import ANA, BO, MAYA, Line
from tests.reports.recount import cells
from tests.reports.recount.facts import Fact, Rules, Told, told_of
from tests.reports.recount.stopwatch import Promise
from tests.reports.recount.story import ContradictionError, read
from tests.reports.recount.times import Hours

PROMISES = {
    "urgent": Promise(first=30, next=60, resolution=240),
    "medium": Promise(first=60, next=None, resolution=480, pauses=False),
    "low": Promise(first=600, next=600, resolution=6000),
}
RULES = Rules(Hours(), PROMISES, [(0, "UTC")])


def told(*lines: Line) -> list[Told]:
    return told_of([read(line.ticket, line.entries) for line in lines], RULES)


def facts(*lines: Line) -> list[Fact]:
    return [fact for one in told(*lines) for fact in one.facts]


def counted(*lines: Line) -> dict[str, int]:
    """What isn't none."""
    return {name: many for name, many in cells.counts(facts(*lines)).items() if many}


def only(kind: str, *lines: Line) -> Fact:
    (found,) = (fact for fact in facts(*lines) if fact.kind == kind)
    return found


def open_on(day: int, *lines: Line) -> int:
    return len(cells.open_at_the_end(told(*lines), date(2026, 11, day)))


def test_the_recount_imports_nothing_of_the_product() -> None:
    allowed = {"__future__", "collections", "dataclasses", "datetime", "functools", "itertools", "typing", "zoneinfo"}
    for path in (Path(__file__).parent / "recount").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name.split(".")[0] in allowed or name.startswith("tests.reports.recount") for name in names)


def test_a_ticket_that_is_answered_and_solved() -> None:
    line = Line()
    line.say("02 09:30", ANA)
    line.event("02 09:30:00.001", ANA, status="in_progress", assignee_id="m_ana")
    line.event("03 10:00", BO, "resolved", status="resolved")
    answered = {"arrived": 1, "replied": 1, "first": 1, "first_met": 1}
    assert counted(line) == {**answered, "solved": 1, "solved_missed": 1}
    first, solved = only("first", line), only("solved", line)
    assert (first.day, first.seconds, first.business, first.member) == (date(2026, 11, 2), 1800, 1800, "m_ana")
    assert (solved.day, solved.seconds, solved.member) == (date(2026, 11, 3), 25 * 3600, "m_ana")
    assert [open_on(day, line) for day in (1, 2, 3)] == [0, 1, 0]


@pytest.mark.parametrize("undone", [True, False])
def test_what_was_undone_is_counted_nowhere_and_what_was_not_is(undone: bool) -> None:
    line = Line()
    action = line.event("02 10:00", ANA, "resolved", status="resolved")
    if undone:
        line.undo("02 10:00:05", ANA, action, status="open")
    else:
        line.event("02 10:00:05", ANA, status="open")
    line.event("02 12:00", BO, status="closed")
    assert counted(line) == ({} if undone else {"reopened": 1}) | {
        "arrived": 1,
        "solved": 1 if undone else 2,
        "solved_met": 1 if undone else 2,
    }
    assert cells.cell(facts(line), "solved")[-1].business == 3 * 3600 - (0 if undone else 5)


def test_a_withdrawn_reply_takes_back_what_it_solved() -> None:
    line = Line()
    line.event("02 10:00:00.001", ANA, status="resolved")  # with a reply that isn't shown any more
    line.event("02 10:00:08", ANA, "reply_withdrawn", status="open")
    assert counted(line) == {"arrived": 1}
    shown = Line()
    shown.say("02 10:00", ANA)
    shown.event("02 10:00:00.001", ANA, status="resolved")
    shown.event("02 10:00:08", ANA, "reply_withdrawn", status="open")
    with pytest.raises(ContradictionError):
        counted(shown)


def test_what_is_put_away_is_not_open_and_comes_back_the_day_it_does() -> None:
    line = Line()
    line.event("03 10:00", ANA, "archived", archived=True)
    line.event("05 10:00", ANA, "restored", archived=False)
    line.event("06 10:00", ANA, "spam", spam=True)
    assert [open_on(day, line) for day in range(1, 8)] == [0, 1, 0, 0, 1, 0, 0]
    assert [fact.kind for fact in facts(line)] == ["left", "returned", "left"]
    assert counted(line) == {"left": 2, "returned": 1}, "spam never arrived"


def test_what_is_solved_while_it_is_put_away_was_no_open_ticket() -> None:
    line = Line()
    line.event("03 10:00", ANA, "archived", archived=True)
    line.event("04 10:00", ANA, status="resolved")
    line.event("05 10:00", ANA, "restored", archived=False)
    assert counted(line) == {"arrived": 1, "left": 1}
    assert [open_on(day, line) for day in (2, 3, 4, 5)] == [1, 0, 0, 0]


def test_a_duplicate_is_not_open_until_it_is_by_itself_again() -> None:
    line = Line()
    action = line.event("03 10:00", ANA, "merged_into", primary=2, status="closed")
    assert [open_on(day, line) for day in (2, 3, 4)] == [1, 0, 0]
    parted = deepcopy(line)
    parted.event("04 10:00", ANA, "unmerged_from", primary=None, status="open")
    assert [open_on(day, parted) for day in (2, 3, 4)] == [1, 0, 1]
    assert [fact.kind for fact in facts(parted)] == ["arrived", "left", "returned"]
    line.undo("03 10:00:05", ANA, action, primary=None, status="open")
    assert [open_on(day, line) for day in (2, 3, 4)] == [1, 1, 1]
    assert [fact.kind for fact in facts(line)] == ["arrived"]


def test_the_last_rating_counts_on_its_day_for_whose_the_ticket_was() -> None:
    line = Line(now={"assignee_id": "m_ana"})
    line.event("02 10:00", ANA, status="resolved")
    line.rate("02 11:00", 2, "Slow.")
    line.event("02 12:00", ANA, assignee_id="m_bo")
    line.rate("04 11:00", 5)
    rated = only("rated", line)
    assert (rated.day, rated.score, rated.member) == (date(2026, 11, 4), 5, "m_bo")
    assert "commented" not in counted(line)


def test_arrivals_follow_the_ticket_and_the_rest_stays_as_it_was() -> None:
    line = Line()
    line.event("02 10:00", ANA, status="resolved", label_ids=["red", "blue"])
    line.event("03 10:00", ANA, priority="low", label_ids=["blue"])
    found = facts(line)
    assert cells.values(cells.cell(found, "arrived"), "label") == {"blue"}
    assert cells.values(cells.cell(found, "solved"), "label") == {"blue", "red"}
    assert [cells.values(cells.cell(found, name), "priority") for name in ("arrived", "solved")] == [
        {"low"},
        {"medium"},
    ]
    assert len(cells.of_value(found, "label", "red")) == 1


@pytest.mark.parametrize(
    ("priority", "took", "kept"), [("medium", 120, "met"), ("urgent", 60, "met"), ("none", 60, None)]
)
def test_waiting_pauses_where_the_policy_says_so(priority: str, took: int, kept: str | None) -> None:
    line = Line(now={"priority": priority})
    line.event("02 09:30", ANA, status="waiting")
    line.say("02 10:30", MAYA)
    line.event("02 10:30:00.001", MAYA, status="open")
    line.event("02 11:00", ANA, status="resolved")
    solved = only("solved", line)
    assert (solved.business, solved.kept, solved.seconds) == (took * 60, kept, 7200)


def test_missed_stays_missed_whatever_is_promised_later() -> None:
    line = Line(now={"priority": "urgent"})
    line.event("02 13:00", ANA, priority="low")
    line.event("02 13:05", ANA, status="resolved")
    assert counted(line) == {"arrived": 1, "solved": 1, "solved_missed": 1}
    soon = Line(now={"priority": "urgent"})
    soon.event("02 12:59:59", ANA, priority="low")
    soon.event("02 13:05", ANA, status="resolved")
    assert counted(soon) == {"arrived": 1, "solved": 1, "solved_met": 1}


def test_a_later_question_waits_from_its_first_word() -> None:
    line = Line(now={"priority": "urgent"})
    line.say("02 09:05", MAYA)
    line.say("02 09:10", ANA)
    for at in ("02 10:00", "02 10:30"):
        line.say(at, MAYA)
    line.say("02 11:00", BO)
    answer = only("next", line)
    assert (answer.business, answer.kept, answer.member) == (3600, "missed", "m_bo")
    assert counted(line) == {"arrived": 1, "replied": 2, "first": 1, "first_met": 1, "next_missed": 1}


def test_what_a_customer_says_on_a_duplicate_asks_the_ticket_it_was_merged_into() -> None:
    primary, duplicate = Line(now={"priority": "urgent"}), Line(number=2)
    duplicate.event("02 09:10", ANA, "merged_into", primary=1, status="closed")
    primary.say("02 09:20", ANA)
    duplicate.say("02 10:00", MAYA)
    primary.say("02 10:10", ANA)
    assert only("next", primary, duplicate).business == 600


def test_a_time_line_that_lacks_something_is_no_time_line() -> None:
    line = Line()
    for status in ("in_progress", "resolved", "open"):
        line.event("02 10:00", ANA, status=status)
    read(line.ticket, line.entries)
    del line.entries[2]
    with pytest.raises(ContradictionError):
        read(line.ticket, line.entries)
