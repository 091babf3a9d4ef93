"""The words that a ticket's fields are made of, and how a stored word is read that only a later release knows."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)


@cache
def word(kind: type[E], stored: str) -> E:
    """Return the member of `kind` that `stored` names.

    A word that a later release stored becomes a value of that kind, too, which none of its members equals: it goes
    through the rules as it is and is written back as it was. The same word is the same object, so `is` compares it.
    """
    try:
        return kind(stored)
    except ValueError:
        later = str.__new__(kind, stored)
        # Python before 3.11.4 looks for whoever is copied among the members.
        vars(later).update(_name_=stored, _value_=stored, __deepcopy__=lambda _: later)
        return later


def plain(stored: str) -> str:
    """Return a word that there is no text for as people can read it: `in_review` is "In review"."""
    spaced = " ".join(stored.replace("_", " ").replace(".", " ").split())
    return spaced[:1].upper() + spaced[1:]


class Scanned(StrEnum):
    """The outcome of the check for viruses: a file that nobody looked at is `UNSCANNED`, one with a virus `REFUSED`."""

    CLEAN = "clean"
    UNSCANNED = "unscanned"
    REFUSED = "refused"


class Sealing(StrEnum):
    """The way in which a mail was signed or encrypted."""

    PGP = "pgp"
    SMIME = "smime"


class Status(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TicketType(StrEnum):
    SUPPORT_TICKET = "support_ticket"
    CUSTOMER_REQUEST = "customer_request"
    BUG_REPORT = "bug_report"
    FEATURE_REQUEST = "feature_request"


class Channel(StrEnum):
    PORTAL = "portal"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    API = "api"


class Source(StrEnum):
    CONSOLE = "console"
    PORTAL = "portal"
    EMAIL = "email"
    WIDGET = "widget"
    ASSISTANT = "assistant"
    MCP = "mcp"
    API = "api"
