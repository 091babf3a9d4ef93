"""The items that searches go by. They are many, so there is nothing in them that isn't in their keys."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.domain.terms import head
from chalicelib.storage import keys as k
from chalicelib.storage.records import Item


class PostingRecord(Item):
    """`<term>#<number>#<kind>`: a ticket has a term, in its title, description or contact, a message or a note."""


class WordRecord(Item):
    """A term of the dictionary. `newest` is about the newest ticket that has it, see `far`."""

    newest = NumberAttribute(attr_name="n")


class TermsRecord(Item):
    """`TERMS#<source>`: the terms that a source was indexed by; while `claim` is there, it may be fewer.

    `version` is how often they were changed.
    """

    terms = UnicodeSetAttribute(attr_name="w", null=True)
    version = NumberAttribute(attr_name="v", null=True)
    claim = UnicodeAttribute(attr_name="c", null=True)


def posting(keys: k.Keys, term: str, number: int, kind: str) -> PostingRecord:
    return PostingRecord(keys.postings(term), k.posting_sort_key(term, number, kind), type="posting")


def word(keys: k.Keys, term: str, newest: int) -> WordRecord:
    return WordRecord(keys.dictionary(head(term)), term, type="word", newest=newest)


def far(newest: int) -> int:
    """How far behind the dictionary may be: writing it for every posting would double the price of indexing."""
    return max(64, newest // 64)
