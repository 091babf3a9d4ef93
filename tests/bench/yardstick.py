"""A piece of plain Python that CPU time is told by, and the taking of turns between it and what is measured.

So many milliseconds are one thing on one machine and another on the next. How many times as long as this piece, which
never changes, is nearly the same on both: what makes one slower makes the other slower, too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from statistics import median

ROWS = 150
ABOUT = f"{ROWS} rows of a ticket's kind written as JSON, read, grouped by words, sorted and written again"

_WORDS = ["invoice", "export", "printer", "label", "password", "account", "update", "driver", "network", "portal"]
_TABLE = [
    {
        "number": number,
        "title": f"{_WORDS[number % 10]} of {_WORDS[number * 7 % 10]} {number}",
        "priority": ("low", "medium", "high", "urgent")[number * 5 % 4],
        "labels": [_WORDS[(number + step) % 10] for step in range(4)],
        "contact": {"name": f"Maya Osei {number}", "email": f"maya{number}@northpier.example"},
        "waits": number % 3 == 0,
        "hours": number * 0.37,
    }
    for number in range(ROWS)
]


def piece() -> str:
    """The work itself: JSON, dictionaries, texts and sorting, as a request is made of. Not to be changed: every
    promise of CPU is a multiple of it."""
    by_word: dict[str, list[tuple[str, int]]] = {}
    for row in json.loads(json.dumps(_TABLE)):
        shown = {name: value for name, value in row.items() if value is not None}
        shown["contact"] = {name: value.strip().lower() for name, value in row["contact"].items()}
        for word in {*shown["title"].lower().split(), *shown["labels"]}:
            by_word.setdefault(word, []).append((f"{shown['contact']['email']}#{shown['hours']:.1f}", shown["number"]))
    ordered = {word: sorted(places, key=lambda place: (-place[1], place[0])) for word, places in by_word.items()}
    return json.dumps(ordered, sort_keys=True)


def cpu(what: Callable[[], object] = piece) -> float:
    """Milliseconds of CPU that this thread takes for it."""
    began = time.thread_time()
    what()
    return (time.thread_time() - began) * 1000


def waited(what: Callable[[], object]) -> float:
    """Milliseconds until it is done."""
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def in_turn(times: int, *measures: Callable[[], float]) -> tuple[float, ...]:
    """The median of each, asked one after the other, round after round, so that a busy moment meets them all."""
    rounds = [[measure() for measure in measures] for _ in range(times)]
    return tuple(map(median, zip(*rounds, strict=True)))
