"""The facts that are asked for by a button, and what is found of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from chalicelib.assistant.case import Inside
from chalicelib.assistant.wording import Wording


class Fact(StrEnum):
    PROMISED = "promised"
    TRIED = "tried"
    OUTSTANDING = "outstanding"
    WHO = "who"
    SINCE = "since"
    LAST_ANSWERED = "last_answered"
    DUE = "due"
    BEFORE = "before"
    ENDED = "ended"
    AMOUNTS = "amounts"


@dataclass(frozen=True, slots=True)
class FactLine:
    """One thing that is recorded. `source` is where: an entry's id, `description`, `resolution`, or a field's name.

    `ref` is the ticket it stands in, empty for the one that was asked about. `quoted`: the text is somebody's own, and
    `said_by` tells whose, and when they said it.
    """

    text: str
    source: str
    ref: str = ""
    quoted: bool = False
    said_by: str = ""

    @property
    def shown(self) -> str:
        return f"{self.said_by}: {self.text}" if self.said_by else self.text


@dataclass(frozen=True, slots=True)
class Voice:
    """The reader's words and clock."""

    t: Wording
    zone: tzinfo

    def moment(self, at: datetime) -> str:
        """Return an instant as the reader's clock and calendar have it."""
        here = at.astimezone(self.zone)
        month = self.t(f"month.{here.month}")
        return self.t("moment", day=here.day, month=month, year=here.year, clock=f"{here:%H:%M}")


Finder = Callable[[Inside, Voice], Iterable[FactLine]]
