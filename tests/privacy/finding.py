"""Finding marks in texts: whatever case, markup, spelling or wrapping does to a word, it is the same word."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from tests.privacy.decoding import sayings

KNOWN_BY = 10
"""Letters by which a mark is known where only its beginning is left: a preview ends anywhere."""
_TAG = re.compile(r"<[^<>]*>")
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NO_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Return only letters and digits, as lower-case as they get and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _NO_LETTER.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))


class Finder:
    """Knows marks by name, each a word that occurs nowhere else; and what, `digested`, tells which of them."""

    def __init__(self, words: Mapping[str, str], digested: Mapping[str, str] | None = None) -> None:
        self._names = {folded(word)[:KNOWN_BY]: name for name, word in words.items()}
        assert len(self._names) == len(words), "two marks begin alike"
        self._digested = {hashlib.sha256(said.encode()).hexdigest(): name for said, name in (digested or {}).items()}
        self._any = re.compile("|".join(sorted(map(re.escape, self._names))))

    def marks_in(self, *contents: str | bytes) -> set[str]:
        """Return the names of all marks in there, in whatever wrapping."""
        return {name for content in contents for text in _different(sayings(content)) for name in self._named(text)}

    def digests_in(self, content: str | bytes) -> set[str]:
        """Return the names of marks that there is a digest of: whoever guesses an address knows by it whose it is."""
        found = _DIGEST.findall(content) if isinstance(content, str) else ()
        return {self._digested[one] for one in found if one in self._digested}

    def _named(self, text: str) -> Iterator[str]:
        for shown in {text, _TAG.sub("", text)}:
            yield from (self._names[found] for found in self._any.findall(folded(shown)))


def _different(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text
