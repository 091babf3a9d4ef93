"""The search index in memory: the same pages of words as the table's, in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from chalicelib.domain.search_terms import Hits, Posting, terms_of
from chalicelib.storage.search.streams import PAGE

_PARTITION = 3
_END = "\U0010ffff"


class MemoryIndex:
    """Of texts by ticket number and kind (`t`, `d`, `m`, `n`, `r`). `pages` counts what was read of it."""

    def __init__(self, texts: Iterable[tuple[int, str, str]]) -> None:
        self.pages = 0
        self._keys: defaultdict[str, list[str]] = defaultdict(list)
        for number, kind, text in texts:
            for term in terms_of(text):
                self._keys[term[:_PARTITION]].append(f"{term}#{number:010}#{kind}")
        for keys in self._keys.values():
            keys.sort()

    def hits(self, stem: str, term: str) -> Hits:
        """As `Search.hits` of chalicelib/storage/search/find.py, with all notes."""
        found = self._beginning(stem, term)
        if len(found) <= PAGE:
            return self._hits(found, whole=True, pages=1)
        newest = self._beginning(f"{term}#", term)[::-1]
        return self._hits(newest[:PAGE], whole=len(newest) <= PAGE, pages=2)

    def _beginning(self, stem: str, term: str) -> list[str]:
        keys = self._keys[term[:_PARTITION]]
        return keys[bisect_left(keys, stem) : bisect_left(keys, stem + _END)]

    def _hits(self, keys: Iterable[str], *, whole: bool, pages: int) -> Hits:
        self.pages += pages
        parts = (key.split("#") for key in keys)
        return Hits([Posting(term, int(number), kind) for term, number, kind in parts], whole, pages)
