"""The search index of many tickets at once, as indexing each of them in its turn would leave it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from chalicelib.domain.search_terms import terms_of
from chalicelib.storage.search.records import TermsRecord, far, posting, word
from chalicelib.storage.table import keys as k
from infra.local.demo.history.sent import Raw, sent

_terms = lru_cache(4000)(terms_of)
"""Much of what is said is said in the same words."""


class BulkIndex:
    """The terms of each source, where they stand, and the dictionary. Tickets are added by their numbers."""

    def __init__(self, keys: k.Keys) -> None:
        self._keys = keys
        self._posted: dict[str, dict[tuple[int, str], None]] = {}
        self._sources: list[tuple[int, str, frozenset[str]]] = []
        self._words: dict[str, tuple[int, int | None]] = {}

    def add(self, number: int, source: str, text: str) -> None:
        """Let a ticket be found by what one of its sources says."""
        terms = _terms(text)
        self._sources.append((number, source, terms))
        for term in terms:
            self._posted.setdefault(term, {})[number, source[0]] = None
            self._note(term, number)

    def _note(self, term: str, number: int) -> None:
        """As the indexer does: an entry of the dictionary is written again when it has fallen far behind."""
        newest, _ = self._words.get(term, (None, None))
        if newest is None or number > newest + far(newest):
            self._words[term] = (number, newest)

    def items(self) -> Iterator[Raw]:
        """Return all of it. The postings of a term differ in their sort key alone, and there are ten thousands."""
        for term, posted in self._posted.items():
            yield sent(word(self._keys, term, *self._words[term]))
            alike = sent(posting(self._keys, term, 0, ""))
            for number, kind in posted:
                yield {**alike, "sk": {"S": k.posting_sort_key(term, number, kind)}}
        for number, source, terms in self._sources:
            if terms:
                sk = k.terms_sort_key(source)
                yield sent(TermsRecord(self._keys.ticket(number), sk, type="terms", terms=set(terms), version=1))
