"""What a part of the benchmark found: a table for the page, and the bounds that were broken."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what was done, a table, and what is wrong, if anything."""

    title: str
    text: str
    header: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    broken: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", self.text, "", _row(self.header), _row(["---"] * len(self.header))]
        lines += [_row(row) for row in self.rows]
        lines += ["", *(f"**Broken:** {what}" for what in self.broken)]
        return "\n".join(lines).rstrip() + "\n"


def plain(value: object) -> str:
    """Numbers as people write them: no `.0`, thousands apart."""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
    return f"{value:,}" if isinstance(value, int) else str(value)


def say(text: str) -> None:
    """A line of progress, at once, also while a desk is open, whose output is dropped."""
    print(text, file=sys.__stdout__, flush=True)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"
