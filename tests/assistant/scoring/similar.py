"""`python -m tests.assistant.scoring.similar [--wrong] [set.json]`: how well similar tickets are found.

Of the tickets that were asked, each with the past ones that somebody would want to see beside it, or with none.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.assistant.likeness import Likeness, likest, worth_reading, worth_showing
from tests.assistant.memory_index import MemoryIndex

SETS = Path(__file__).parent.parent / "sets"
SHOWN = 3
LEAST_RECALL, LEAST_SILENT = 0.8, 0.9
_LOOKED_AT = 5
_SOLVED = ("resolved", "closed")


@dataclass(frozen=True, slots=True)
class Scored:
    """An asked ticket and what was shown beside it. `pages` of the index were read, in `seconds` of CPU."""

    id: str
    kind: str
    language: str
    title: str
    like: frozenset[int]
    shown: tuple[Likeness, ...]
    pages: int
    seconds: float

    def recall(self, most: int) -> float:
        return len(self.like & {one.number for one in self.shown[:most]}) / len(self.like)


@dataclass(frozen=True)
class Past:
    """The past tickets of a set. They have the numbers of their order."""

    tickets: Mapping[int, Mapping[str, Any]]
    index: MemoryIndex

    @classmethod
    def of(cls, tickets: Sequence[Mapping[str, Any]]) -> Past:
        numbered = dict(enumerate(tickets, 1))
        kinds = {"t": "title", "d": "description", "r": "resolution"}
        texts = [(number, kind, one[name] or "") for number, one in numbered.items() for kind, name in kinds.items()]
        return cls(numbered, MemoryIndex(texts))

    def shown(self, asked: Mapping[str, Any]) -> list[Likeness]:
        own = max(self.tickets) + 1
        texts = [asked["description"] or asked["title"]]
        ranked = worth_reading(likest(asked["title"], texts, asked["language"], self.index.hits, [own]), _LOOKED_AT)
        solved = {one.number for one in ranked if self.tickets[one.number]["status"] in _SOLVED}
        return worth_showing(ranked, solved, SHOWN)


@cache
def scored(path: Path = SETS / "similar.json") -> tuple[Scored, ...]:
    held = json.loads(path.read_text("utf-8"))
    past, kinds = Past.of(held["past"]), _kinds(path)
    numbers = {one["id"]: number for number, one in past.tickets.items()}
    return tuple(_score(past, one, kinds, numbers) for one in held["asked"])


def _score(past: Past, asked: Mapping[str, Any], kinds: Mapping[str, str], numbers: Mapping[str, int]) -> Scored:
    like = frozenset(numbers[one] for one in asked["like"])
    pages, begun = past.index.pages, time.thread_time()
    shown = tuple(past.shown(asked))
    seconds = time.thread_time() - begun
    kind = kinds.get(asked["id"], "like" if like else "none")
    return Scored(asked["id"], kind, asked["language"], asked["title"], like, shown, past.index.pages - pages, seconds)


def _kinds(path: Path) -> dict[str, str]:
    """What the writer of a set calls each of its asked tickets: `<id> <kind>` a line, in a file beside it."""
    beside = path.with_name(f"{path.stem}-kinds.txt")
    return dict(line.split() for line in beside.read_text("utf-8").splitlines() if line) if beside.exists() else {}


def recall(rows: Sequence[Scored], most: int = SHOWN) -> float:
    """Of those that have past ones, in the mean: the share of them that is shown."""
    having = [row.recall(most) for row in rows if row.like]
    return sum(having) / len(having)


def silent(rows: Sequence[Scored]) -> float:
    """Of those that have none, the share that nothing is shown beside."""
    none = [not row.shown for row in rows if not row.like]
    return sum(none) / len(none)


def precision(rows: Sequence[Scored], score: float, most: int = SHOWN) -> float:
    """Of what is shown among the first `most` with at least that likeness, the share that is right."""
    found = [one.number in row.like for row in rows for one in row.shown[:most] if one.score >= score]
    return sum(found) / len(found)


def _table(name: str, of: Callable[[Scored], str], rows: Sequence[Scored]) -> None:
    print(
        f"\n| {name} | asked | recall@1 | recall@3 | any@3 | right of shown | none | nothing shown |\n|{' --- |' * 8}"
    )
    for group in [*sorted({of(row) for row in rows}), "all"]:
        some = [row for row in rows if group in (of(row), "all")]
        having, none = [row for row in some if row.like], [row for row in some if not row.like]
        found = "".join(f" {recall(having, most):.2f} |" for most in (1, SHOWN)) if having else " | |"
        any_of = sum(row.recall(SHOWN) > 0 for row in having) / len(having) if having else 0
        right = f"{precision(some, 0):.2f}" if any(row.shown for row in some) else ""
        quiet = f"{silent(none):.2f}" if none else ""
        print(f"| {group} | {len(having)} |{found} {any_of:.2f} | {right} | {len(none)} | {quiet} |")


def _wrong(rows: Sequence[Scored], past: Mapping[int, Mapping[str, Any]]) -> None:
    for row in rows:
        numbers = {one.number for one in row.shown}
        if not row.like <= numbers or (row.shown and not row.like):
            print(f"\n{row.id} ({row.kind}, {row.language}) {row.title}")
            for one in row.shown:
                mark = "right" if one.number in row.like else "WRONG"
                print(f"  {mark} {one.score:.2f} {past[one.number]['title']} ({', '.join(one.shared)})")
            for number in sorted(row.like - numbers):
                print(f"  missing {past[number]['title']}")


def main() -> None:
    given = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    path = given[0] if given else SETS / "similar.json"
    rows = scored(path)
    if "--wrong" in sys.argv:
        _wrong(rows, dict(enumerate(json.loads(path.read_text("utf-8"))["past"], 1)))
    _table("Kind", lambda row: row.kind, rows)
    _table("Language", lambda row: row.language, rows)
    halves = sorted(rows, key=lambda row: row.id)
    middle = halves[len(halves) // 2].id
    _table("Half", lambda row: "first" if row.id < middle else "second", rows)
    pages, taken = [row.pages for row in rows], sorted(row.seconds * 1000 for row in rows)
    print(f"\nPages of the index: {sum(pages) / len(pages):.1f} in the mean, {max(pages)} at most, half a unit each.")
    print(f"CPU: {taken[len(taken) // 2]:.1f} ms in the middle, {taken[-1]:.1f} ms at most.")


if __name__ == "__main__":
    main()
