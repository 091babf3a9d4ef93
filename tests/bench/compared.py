"""A figure beside what it is compared with, and how many times that it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

HEADER = ("measured", "beside it", "ratio", "promised")


@dataclass(frozen=True, slots=True)
class Row:
    """What, how much of it in which unit, what it is compared with if with anything, and the most of that ratio."""

    what: str
    value: float
    unit: str
    most: float = inf
    beside: float | None = None

    @property
    def ratio(self) -> float:
        """Nothing that is compared with nothing is too much."""
        return self.value / self.beside if self.beside else 0.0

    def cells(self) -> tuple[str, ...]:
        beside, ratio = (f"{self.beside:,.1f} {self.unit}", f"{self.ratio:,.2f} ×") if self.beside else ("", "")
        return self.what, f"{self.value:,.1f} {self.unit}", beside, ratio, promise(self.most)


def promise(most: float) -> str:
    return f"≤ {most:g} ×" if most < inf else ""


def broken(rows: Sequence[Row]) -> list[str]:
    """What is more than it may be."""
    return [f"{row.what}: {row.ratio:,.2f} ×, more than {row.most:g}" for row in rows if row.ratio > row.most]
