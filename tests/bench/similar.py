"""How often the tickets that a person would show are among those that the assistant shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.assistant.likeness import Likeness, likest
from tests.assistant.demo_cases import DEMO
from tests.assistant.judged import JUDGED, Judged
from tests.assistant.memory_index import MemoryIndex
from tests.bench.results import Section, say

SHOWN = 5
LEAST_RECALL = 0.8

TEXT = f"""{len(JUDGED)} requests in other words than the forty demo tickets, each with those that somebody who knows
them would show beside it (`tests/assistant/judged.py`). Recall is the share of those that are among the first so many.
The engine needs no model: words and their synonyms, weighted by how rare. Promised: at least {LEAST_RECALL} among
the first {SHOWN}."""


def measure() -> Section:
    say("Similar tickets against what was judged …")
    rows = [(f"first {most}", round(recall(most), 3)) for most in (1, 3, SHOWN)]
    for one in JUDGED:
        if missed := set(one.expected) - set(found(one)[:SHOWN]):
            say(f"  missed: {one.title}: {', '.join(f'TKT-{number:04}' for number in sorted(missed))}")
    reached = recall(SHOWN)
    broken = [] if reached >= LEAST_RECALL else [f"recall among the first {SHOWN} is {reached:.3f}"]
    return Section("Similar tickets", TEXT, ("Among the", "recall"), rows, broken)


def recall(most: int) -> float:
    """Of the first `most` that are shown for each request, in the mean."""
    shares = [len(set(one.expected) & set(found(one)[:most])) / len(one.expected) for one in JUDGED]
    return sum(shares) / len(shares)


def found(one: Judged) -> list[int]:
    return [like.number for like in ranked(one.title, [one.text])]


def ranked(title: str, texts: Sequence[str], but: int = 0) -> list[Likeness]:
    """The demo tickets that are like something, the likest first; without the one of number `but`."""
    newest = max(DEMO) + 1
    return likest(title, texts, "en", _INDEX.hits, {newest, but})


def _texts() -> Iterator[tuple[int, str, str]]:
    """As the index has them: title, description, messages, notes and resolution, each word once."""
    for number, inside in DEMO.items():
        case = inside.case
        yield from ((number, "t", case.title), (number, "d", case.description), (number, "r", case.resolution or ""))
        yield from ((number, "m", one.body) for one in case.messages)
        yield from ((number, "n", one.body) for one in inside.notes)


_INDEX = MemoryIndex(_texts())
