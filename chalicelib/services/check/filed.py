"""Facts, which are those of the actions, and the cells of their days, which are what the facts come to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from chalicelib.domain.check import Difference, FiledAs, Stock
from chalicelib.services.check.ledger import Ledger
from chalicelib.services.check.people import Found
from chalicelib.services.ports import Room
from chalicelib.services.ports.check import Books


def facts(room: Room, books: Books, stock: Stock, ledger: Ledger) -> Found:
    """Yield facts that aren't there as their actions have them, and those of no action."""
    for which, (number, seal) in ledger.filed.items():
        there = stock.filed.get(which)
        if there != seal:
            told = "isn't counted in the reports" if there is None else "is counted otherwise than it was"
            difference = Difference(where=f"ticket {number}", what="reports", told=f"an action {told}")
            yield difference, partial(_file, room, books, number, which)
    for day, action_id in sorted(stock.filed.keys() - ledger.filed.keys()):
        difference = Difference(where=f"day {day}", what="reports", told="something is counted that no action says")
        yield difference, partial(books.unfile, day, action_id)


def cells(books: Books, stock: Stock, ledger: Ledger) -> Found:
    """Yield days of which something else is told than their facts come to."""
    for day in sorted(stock.cells.keys() | ledger.counted.keys()):
        there, must = stock.cells.get(day, Counter()), ledger.counted.get(day, Counter())
        off = {word: must[word] - there[word] for word in there.keys() | must.keys() if must[word] != there[word]}
        if off:
            told = ", ".join(f"{word} is {by:+d} off" for word, by in sorted(off.items()))
            yield Difference(where=f"day {day}", what="reports", told=told), partial(_correct, books, day, there, off)


def _file(room: Room, books: Books, number: int, which: FiledAs) -> None:
    day, action_id = which
    action = room.timeline.action(number, action_id)
    if action:
        books.file(day, action)


def _correct(books: Books, day: date, there: Counter[str], off: dict[str, int]) -> None:
    books.correct_cell(day, {word: (there[word], by) for word, by in off.items()})
