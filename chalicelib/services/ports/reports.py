"""What reports need of the table, as a Protocol. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.events import Action
from chalicelib.domain.facts import FiledFacts
from chalicelib.domain.paging import Page
from chalicelib.domain.reports.days import Period
from chalicelib.domain.reports.sums import Sum
from chalicelib.domain.reports.words import Dimension, Tally


class Reports(Protocol):
    def add(self, action: Action, *, late: bool = False) -> None:
        """Count an action's facts, and note that they are; `late`: the action, which is from before there
        were any, learns of them as well. Raises RepeatedError when that was done, ConflictError when somebody else
        counts the same days this moment."""
        ...

    def remove(self, action: Action) -> None:
        """Take an action's facts away, and out of the numbers of their days; twice is once. Raises ConflictError when
        somebody else counts the same days this moment."""
        ...

    def drop_sums(self, days: Iterable[date]) -> None:
        """Take away what is summed up of these days, and of their weeks: it holds what isn't there any more."""
        ...

    def cells(self, days: Period) -> Mapping[date, Tally]:
        """Return what the facts of each day come to; days without any are left out."""
        ...

    def facts(self, day: date, limit: int, after: str | None) -> Page[FiledFacts]:
        """The facts of a day in the order of their actions, from behind the action `after`."""
        ...

    def sums(self, dimension: Dimension, days: Period, *, weeks: bool = False) -> Sequence[Sum]:
        """Return what is summed up of single days, or of the weeks whose Mondays lie in the period."""
        ...

    def day_sums(self, day: date) -> Mapping[Dimension, Sum]:
        """Return what is summed up of one day."""
        ...

    def put_sums(self, sums: Sequence[Sum]) -> None:
        """Keep them, whatever was there."""
        ...

    def comments(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the words that these tickets' customers rated them with."""
        ...
