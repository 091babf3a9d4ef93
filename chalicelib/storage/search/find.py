"""Search: which tickets have the words that somebody typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.search_terms import Hits, Indexed, Posting, Query, head
from chalicelib.storage.search.index import Newest, SearchIndex
from chalicelib.storage.search.records import WordRecord, far, likely_newest
from chalicelib.storage.search.streams import HIGHEST, PAGE, AnyOf, Budget, Matches, Numbers, Postings
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.reading import Range, query

PUBLIC_KINDS = frozenset("tdcm")
ALL_KINDS = PUBLIC_KINDS | {"n"}

EXPANDED_ALONE, EXPANDED = 16, 8
"""Terms that a prefix stands for, at most, as the only word or one of several: the newest of the dictionary."""

_WORDS_READ, _WORDS_A_PAGE = 500, 90
"""Entries of the dictionary that one search reads at most, and that half a read unit pays for."""


@dataclass(frozen=True, slots=True)
class Search:
    """See the port of the same name in services/ports/search.py for what each method promises."""

    keys: k.Keys
    newest: Newest

    def indexed(self, number: int, sources: Sequence[str]) -> list[Indexed]:
        return SearchIndex(self.keys, self.newest).indexed(number, sources)

    def index(self, changes: Sequence[tuple[Indexed, frozenset[str]]]) -> None:
        SearchIndex(self.keys, self.newest).index(changes)

    def matches(self, wanted: Query, start: int | None, *, notes: bool) -> Matches:
        kinds, budget = ALL_KINDS if notes else PUBLIC_KINDS, Budget()
        lists: list[Numbers] = [Postings.of(self.keys, term, kinds, budget) for term in wanted.words]
        if wanted.prefix:
            most = EXPANDED if wanted.words else EXPANDED_ALONE
            terms = self._expanded(wanted.prefix, most, budget)
            lists.append(AnyOf([(newest, Postings.of(self.keys, term, kinds, budget)) for newest, term in terms]))
        return Matches(lists, budget, start or HIGHEST)

    def hits(self, stem: str, term: str, *, notes: bool) -> Hits:
        """The stem's page is alphabetical; once it is full, it tells nothing of which tickets are new."""
        kinds = ALL_KINDS if notes else PUBLIC_KINDS
        raw = query(Range(self.keys.postings(term), stem), PAGE)
        if raw.last is None:
            return Hits(_postings(raw.items, kinds), whole=True)
        raw = query(Range(self.keys.postings(term), k.joined(term, "")), PAGE, newest_first=True)
        return Hits(_postings(raw.items, kinds), whole=raw.last is None)

    def _expanded(self, prefix: str, most: int, budget: Budget) -> list[tuple[int, str]]:
        """The newest terms that begin with `prefix`, itself always, each with a number it has no newer ticket than."""
        raw = query(Range(self.keys.dictionary(head(prefix)), prefix), _WORDS_READ)
        entries = [WordRecord.from_raw_data(item) for item in raw.items]
        budget.left -= 1 + len(entries) // _WORDS_A_PAGE
        now = max((int(entry.newest) for entry in entries), default=0)
        entries.sort(key=lambda entry: (entry.sk != prefix, -likely_newest(entry, now)))
        return sorted(((int(one.newest) + far(int(one.newest)), one.sk) for one in entries[:most]), reverse=True)


def _postings(items: Iterable[Mapping[str, Any]], kinds: Collection[str]) -> list[Posting]:
    keys = (k.parts_of(item["sk"]["S"]) for item in items)
    return [Posting(term, int(number), kind) for term, number, kind in keys if kind in kinds]
