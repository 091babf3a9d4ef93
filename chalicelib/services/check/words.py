"""What tickets must be found by."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.check import StoredTicket
from chalicelib.domain.events import Action
from chalicelib.domain.search_terms import TERMS, UNPROVEN_TERMS, terms_of
from chalicelib.domain.tickets.message import InternalNote, PublicMessage
from chalicelib.services.ports import Room
from chalicelib.services.search.index import SOURCES, text_of
from chalicelib.services.search.texts import said_in


def misread(room: Room, stored: StoredTicket) -> dict[str, frozenset[str]]:
    """Return the sources of a ticket that it isn't indexed by as they are, each with the terms it must have."""
    wrong = {}
    for source, text, most in _texts(room, stored):
        allowed = [terms_of(text, one) for one in most]
        if stored.terms.get(source, frozenset()) not in allowed:
            wrong[source] = allowed[0]
    return wrong


def posted(stored: StoredTicket) -> set[str]:
    """Return what must be posted for what the ticket is indexed by, each as `<term>#<kind>`."""
    return {f"{term}#{source[0]}" for source, terms in stored.terms.items() for term in terms}


def _texts(room: Room, stored: StoredTicket) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Each source with its text, and how many terms of it may be kept: fewer, as long as nobody stands for it."""
    ticket = stored.ticket
    unproven = ticket is not None and not ticket.requester_verified
    for source in SOURCES:
        yield source, text_of(room, ticket, source), (TERMS, UNPROVEN_TERMS) if unproven else (TERMS,)
    for entry in stored.entries:
        match entry:
            case Action():
                continue
            case InternalNote():
                yield f"n#{entry.id}", said_in(entry), (TERMS,)
            case PublicMessage():
                doubtful = entry.identity is not None and not entry.identity.proven
                yield f"m#{entry.id}", said_in(entry), (TERMS, UNPROVEN_TERMS) if doubtful else (TERMS,)
