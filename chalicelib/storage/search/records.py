"""The items that searches go by. They are many, so there is nothing in them that isn't in their keys."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.domain.search_terms import head
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import Item


class PostingRecord(Item):
    """`<term>#<number>#<kind>`: a ticket has a term in a source of that kind."""


class WordRecord(Item):
    """A term of the dictionary. `newest` is about the newest ticket that has it, see `far`; `previous` was before."""

    newest = NumberAttribute(attr_name="n")
    previous = NumberAttribute(attr_name="p", null=True)


class TermsRecord(Item):
    """`TERMS#<source>`: the terms that a source was indexed by; while `claim` is there, it may be fewer.

    `version` is how often they were changed.
    """

    terms = UnicodeSetAttribute(attr_name="w", null=True)
    version = NumberAttribute(attr_name="v", null=True)
    claim = UnicodeAttribute(attr_name="c", null=True)


def posting(keys: k.Keys, term: str, number: int, kind: str) -> PostingRecord:
    return PostingRecord(keys.postings(term), k.posting_sort_key(term, number, kind), type="posting")


def word(keys: k.Keys, term: str, newest: int, previous: int | None = None) -> WordRecord:
    return WordRecord(keys.dictionary(head(term)), term, type="word", newest=newest, previous=previous)


def far(newest: int) -> int:
    """Return how far the dictionary may lag, in tickets: written for every posting, it would double the cost."""
    return max(16, newest // 16)


def likely_newest(term: WordRecord, now: int) -> int:
    """The ticket that a term stood in last, as far as the dictionary can tell when `now` is the newest ticket.

    A rare term is noted each time, so that is known. A common one is noted when it comes after `far`, and the sooner
    it comes then, the more common it is. One that should have come long ago is out of use.
    """
    newest, previous = int(term.newest), int(term.previous or 0)
    if not previous:
        return newest
    wait = max(1, newest - previous - far(previous))
    return newest if newest + far(newest) + 2 * wait < now else max(newest, now - wait)
