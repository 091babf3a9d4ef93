"""The ten buttons at the forty tickets: whether each says exactly what is recorded."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from chalicelib.assistant.facts.fact import Fact, FactLine, Voice
from chalicelib.assistant.facts.table import recorded
from chalicelib.assistant.wording import words
from tests.assistant.scoring.tickets import SETS, inside, read

VOICE = Voice(words("en"), UTC)


def main() -> None:
    show = (sys.argv[1:] and sys.argv[1]) or ""
    folder = Path(sys.argv[2]) if sys.argv[2:] else SETS
    for fact in Fact:
        marks = [(written, wrong(fact, written)) for written in read("tickets", folder)]
        print(f"{fact.value:14} {sum(not faults for _, faults in marks):3} of {len(marks)}")
        for written, faults in marks:
            if show in ("all", fact.value):
                for fault in faults:
                    print(f"      {written['id']} {written['language']} {fault}")


def wrong(fact: Fact, written: Mapping[str, Any]) -> list[str]:
    """Return what a button says too much (`+`) or leaves out (`-`)."""
    case = inside(written)
    lines = recorded(fact, case, VOICE)
    expected = list(_expected(fact, written))
    found = [one.source if fact is Fact.LAST_ANSWERED else _plain(one) for one in lines if _counts(fact, one)]
    missing = [f"- {one}" for one in expected if not any(_same(one, other) for other in found)]
    return missing + [f"+ {one}" for one in found if not any(_same(other, one) for other in expected)]


def _expected(fact: Fact, written: Mapping[str, Any]) -> Iterator[str]:
    facts = written["facts"]
    match fact:
        case Fact.PROMISED | Fact.TRIED | Fact.OUTSTANDING:
            yield from (_letters(one["text"]) for one in facts[fact.value])
        case Fact.WHO:
            yield facts["who"]["assignee"] or "unassigned"
            yield facts["who"]["last_writer"]
        case Fact.SINCE:
            yield _moment(facts["since"]["opened"])
            yield from (_letters(one["text"]) for one in facts["since"]["told"][:1])
        case Fact.LAST_ANSWERED:
            if facts["last_answered"]:
                yield f"e{int(facts['last_answered'][1:]):02}"
        case Fact.DUE:
            yield from (_moment(at) for at in facts["due"].values() if at)
        case Fact.BEFORE:
            yield from facts["before"]
        case Fact.ENDED:
            if facts["ended"]:
                yield _letters(facts["ended"])
        case Fact.AMOUNTS:
            yield from facts["amounts"]


def _counts(fact: Fact, line: FactLine) -> bool:
    """Whether a line says what the set tells: it doesn't tell when a ticket was resolved."""
    return line.quoted or fact is not Fact.ENDED


def _plain(line: FactLine) -> str:
    if line.ref:
        return line.ref
    return _letters(line.text) if line.quoted and len(line.text) > 20 else line.text


def _same(expected: str, found: str) -> bool:
    return expected == found or (len(found) > 8 and (expected in found or found in expected))


def _letters(text: str) -> str:
    return " ".join(text.split())


def _moment(at: str) -> str:
    from datetime import datetime

    return VOICE.moment(datetime.fromisoformat(at))


if __name__ == "__main__":
    main()
