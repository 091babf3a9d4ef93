"""Search: which tickets have the words that somebody typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.search_query import Query, is_one_typo_from
from chalicelib.domain.search_terms import Hits, Indexed, Posting, head
from chalicelib.storage.search.index import Newest, SearchIndex
from chalicelib.storage.search.records import WordRecord, far, likely_newest
from chalicelib.storage.search.streams import (
    HIGHEST,
    AnyOf,
    Budget,
    Either,
    Matches,
    Numbers,
    Postings,
    Together,
    postings_of_a_page,
)
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.reading import Range, bytes_of, query

PUBLIC_KINDS = frozenset("tdcmlr")
ALL_KINDS = PUBLIC_KINDS | {"n"}

EXPANDED_ALONE, EXPANDED = 16, 8
"""Terms that a prefix stands for, at most, as the only word or one of several: the newest of the dictionary."""

_LONG_FORM = 12
"""Letters that forms of a word are reckoned to have, so that a page of them is no more than half a read unit."""

_WORDS_READ, _PAGE_BYTES = 500, 4096
"""Entries of the dictionary that one search reads at most, and what half a read unit pays for of them."""


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
        lists = self._lists(wanted, kinds, budget)
        if wanted.other:
            lists = [Either([Together(lists), Together(self._lists(wanted.other, kinds, budget))])]
        return Matches(lists, budget, start or HIGHEST)

    def _lists(self, wanted: Query, kinds: frozenset[str], budget: Budget) -> list[Numbers]:
        def posted(term: str) -> Postings:
            return Postings.of(self.keys, term, kinds, budget)

        def word(term: str) -> Numbers:
            alike = wanted.alike.get(term)
            return Either([posted(term), *map(posted, alike)]) if alike else posted(term)

        lists = [word(term) for term in wanted.words]
        if wanted.prefix:
            most = EXPANDED if wanted.words else EXPANDED_ALONE
            terms = self._expanded(wanted.prefixes, most, budget)
            terms |= dict.fromkeys(wanted.alike.get(wanted.prefix, ()), HIGHEST)
            newest = sorted(((number, term) for term, number in terms.items()), reverse=True)
            lists.append(AnyOf([(number, posted(term)) for number, term in newest]))
        return lists

    def nearly(self, term: str, most: int) -> list[str]:
        """A quarter of them among those that begin as far as the middle of `term`: most typos come late."""
        part = self.keys.dictionary(head(term))
        ranges = [(term[: max(3, len(term) // 2)], most // 4), (term[:2], most - most // 4)]
        entries: dict[str, int] = {}
        for prefix, some in ranges:
            for record in map(WordRecord.from_raw_data, query(Range(part, prefix), some).items):
                if is_one_typo_from(record.sk, term):
                    entries[record.sk] = int(record.newest)
        return sorted(entries, key=lambda one: -entries[one])

    def hits(self, stem: str, term: str, *, notes: bool) -> Hits:
        """The stem's page is alphabetical; once it is full, it tells nothing of which tickets are new."""
        kinds = ALL_KINDS if notes else PUBLIC_KINDS
        part = self.keys.postings(term)
        most = postings_of_a_page(part, term.ljust(_LONG_FORM))
        raw = query(Range(part, stem), most)
        if raw.last is None:
            return Hits(_postings(raw.items, kinds), whole=True)
        raw = query(Range(part, k.joined(term, "")), most, newest_first=True)
        return Hits(_postings(raw.items, kinds), whole=raw.last is None, pages=2)

    def _expanded(self, prefixes: Sequence[str], most: int, budget: Budget) -> dict[str, int]:
        """The newest terms that begin with any of `prefixes`, themselves always, each with a number it has no newer
        ticket than."""
        entries: list[WordRecord] = []
        for prefix in prefixes:
            raw = query(Range(self.keys.dictionary(head(prefix)), prefix), _WORDS_READ // len(prefixes))
            budget.left -= 1 + bytes_of(raw.items) // _PAGE_BYTES
            entries += [WordRecord.from_raw_data(item) for item in raw.items]
        now = max((int(entry.newest) for entry in entries), default=0)
        entries.sort(key=lambda entry: (entry.sk not in prefixes, -likely_newest(entry, now)))
        return {one.sk: int(one.newest) + far(int(one.newest)) for one in entries[:most]}


def _postings(items: Iterable[Mapping[str, Any]], kinds: Collection[str]) -> list[Posting]:
    keys = (k.parts_of(item["sk"]["S"]) for item in items)
    return [Posting(term, int(number), kind) for term, number, kind in keys if kind in kinds]
