"""How a text of a ticket is meant to be read: as it was typed, or as Markdown."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.vocabulary import Source


class BodyFormat(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"


_CUSTOMERS_OWN = frozenset({Source.EMAIL, Source.PORTAL, Source.WIDGET})


def usual_of_message(*, by_agent: bool, by_mail: bool) -> BodyFormat:
    """Return how a message or note is read that doesn't say so: Markdown is what members write in the console."""
    return BodyFormat.MARKDOWN if by_agent and not by_mail else BodyFormat.TEXT


def usual_of_description(source: Source) -> BodyFormat:
    """Return the same for what a ticket begins with, by the way it came in."""
    return BodyFormat.TEXT if source in _CUSTOMERS_OWN else BodyFormat.MARKDOWN


def unless_usual(asked: BodyFormat | None, usual: BodyFormat) -> BodyFormat | None:
    """Return what is kept of a wish: nothing where it goes without saying."""
    return None if asked is usual else asked
