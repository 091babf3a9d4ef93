"""What a ticket knows of those that it is linked with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """The other ticket, as this one sees it: it has to do with it (`RELATED`), reports what this one is about, or is
    about what this one reports."""

    RELATED = "related"
    REPORT = "report"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class TicketLink:
    """Another ticket that one is linked with."""

    number: int
    kind: LinkKind
