"""Whether an open page shows all that there is, found out for as little as possible: it asks every half a minute.

A page knows when it was made and what it showed. As long as its request wasn't touched since, nothing is read but the
request itself. The answer to "is there more?" is the same whether nothing happened, or something that its reader isn't
told of, such as an internal note.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import chain

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.withdraw import LONGEST_HOLD
from chalicelib.portal.visits import PageResponse
from chalicelib.services.ports import Room
from chalicelib.services.tickets.family import duplicates_of, primary_of

MARK = "X-Shown"
"""The header with which an answer says what the page shows from then on."""


def digest(*shown: object) -> str:
    """Return a short name for plain values that a page shows; other values have another one."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def mark(now: datetime, shown: str) -> str:
    """Return what a page that is made at `now` remembers of what it shows, by its digest."""
    return f"{int(now.timestamp())}.{shown}"


def shown_by(mark_text: str) -> tuple[datetime, str] | None:
    """Return the moment and the digest that a mark holds, None for what is none."""
    moment, _, shown = mark_text.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 11):
        return None
    return datetime.fromtimestamp(int(moment), UTC), shown


def is_untouched(room: Room, ticket: Ticket, since: datetime) -> bool:
    """Return whether nothing was done to a request, nor to what it was merged with, since a page showed it. What may
    be held back for a moment counts from when it was surely out."""
    top = primary_of(room, ticket)
    return all(one.updated_at + LONGEST_HOLD < since for one in chain((ticket, top), duplicates_of(room, top, Ticket)))


def nothing_new(now: datetime, shown: str) -> PageResponse:
    """Return the answer to a page that shows all there is."""
    return PageResponse("", 204, headers={MARK: mark(now, shown)})
