"""From texts to the terms they are found by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from unicodedata import normalize

from chalicelib.domain.text import fold

TERM_LENGTH = 40
TERMS = 1500
"""Terms of one source at most. A source is a title, a description, a contact, a message or a note."""
UNPROVEN_TERMS = 100
"""The same of what nobody proved to have written, as long as no member acted on its ticket."""
CUT = "~"
"""What a text with more terms than that is found by besides. Nobody can type it: it is part of no word."""
_BEGINNING = 500
_ADDRESSES = 300
_LITTLE_LETTERS = 4

_SPACELESS = (
    # Chinese and kana
    "\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
    # Thai, Lao, Myanmar, Khmer
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff"
)
_RUN = f"[{_SPACELESS}]+|[^\\s{_SPACELESS}]+"
_IS_SPACELESS = f"[{_SPACELESS}]"
_IS_SYLLABLE = f"[{_SPACELESS}\uac00-\ud7a3]"
_TOKEN = re.compile(r"[^\s<>()\[\]{},;:\"'|]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_IN_GROUPS = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}(?![./]\d)|\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)"  # dates, hosts
    "|([0-9]+(?:[ \u00a0./-][0-9]+)+)"
)
_DIGITS_JOINED = range(7, 17)
"""As many digits as telephone numbers, orders and cards have. Fewer are a size or a span, more a table."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The terms of one source of a ticket, changed `version` times. While somebody changes them, `claim` names who.

    `source` is `t`, `d`, `c`, `l` or `r` for title, description, contact, labels and resolution, `m#<id>` or `n#<id>`
    for a message or what members alone read; its first letter stands in the postings.
    """

    number: int
    source: str
    terms: frozenset[str] = frozenset()
    version: int = 0
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A ticket has a term in a source of that kind: `t`, `d`, `c`, `l`, `r`, `m` or `n`."""

    term: str
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of the index's postings of a word. When `whole`, that is all there is. It took reading `pages`."""

    postings: Sequence[Posting]
    whole: bool
    pages: int = 1


def terms_of(text: str, most: int = TERMS) -> frozenset[str]:
    """The different terms of a text: whole email addresses, words, pairs where there are no spaces.

    Of a text with more of them, `most` that tell most, and `CUT`.
    """
    found = list(dict.fromkeys(_all_terms(text)))
    return frozenset(found) if len(found) <= most else frozenset([*_most_telling(found, most), CUT])


def terms_in_order(text: str) -> list[str]:
    """Return the first different terms of a text, in its order: what a reader of its beginning would know it by."""
    found: dict[str, None] = {}
    for term in _all_terms(text):
        found[term] = None
        if len(found) == _BEGINNING:
            break
    return list(found)


def _most_telling(terms: Sequence[str], most: int) -> list[str]:
    """Codes, numbers, addresses and long words, then the rest. Of too many, the first and the last ones: a log says at
    its beginning what it is of, and at its end what went wrong."""
    telling = [term for term in terms if _tells(term)]
    if len(telling) > most:
        return [*telling[: most - most // 2], *telling[-(most // 2) :]]
    return [*telling, *islice((term for term in terms if not _tells(term)), most - len(telling))]


def _tells(term: str) -> bool:
    """Judged by its shape, in any language: the commonest words are short, and made of letters alone."""
    return len(term) > _LITTLE_LETTERS or is_spaceless(term) or (len(term) > 2 and not term.isalpha())


def may_be_prefix(term: str) -> bool:
    """Return whether longer terms that begin with `term` match. A pair of Chinese signs is as long as terms get."""
    if is_spaceless(term):
        return len(term) == 1
    return len(term) > 1 or _compiled(_IS_SYLLABLE).match(term) is not None


def head(term: str) -> str:
    """The part of the dictionary that a term stands in: its first two letters, or one sign of Chinese or Korean."""
    return term[:1] if _compiled(_IS_SYLLABLE).match(term) else term[:2]


def runs(text: str) -> list[str]:
    """Return a text's folded words, and what stands there without spaces between them."""
    return _compiled(_RUN).findall(fold(text))


def joined_digits(text: str) -> Iterator[tuple[int, int, str]]:
    """The numbers that are written in groups, `1234-5678`, by where they begin and end, and as one: `12345678`."""
    for found in _IN_GROUPS.finditer(text):
        digits = "".join(filter(str.isdigit, found[1] or ""))
        if len(digits) in _DIGITS_JOINED:
            yield found.start(), found.end(), digits


def is_spaceless(term: str) -> bool:
    """Return whether the term is of a script that writes no spaces between words."""
    return _compiled(_IS_SPACELESS).match(term) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a set of thousands of letters as a pattern: three of them take as long as all others of a start together,
    and most requests ask for none."""
    return re.compile(pattern)


def _all_terms(text: str) -> Iterator[str]:
    addresses = (address_in(token) for token in _TOKEN.findall(text) if "@" in token)
    yield from islice((address for address in addresses if address), _ADDRESSES)
    for run in runs(text):
        yield from _pairs(run) if is_spaceless(run) else (word(run),)
    yield from (joined for _, _, joined in joined_digits(text))


def word(run: str) -> str:
    """A run of letters as a term. Recomposed, since Korean comes in parts; only so much of it that this stays quick."""
    return normalize("NFC", run[: 3 * TERM_LENGTH])[:TERM_LENGTH]


def address_in(token: str) -> str | None:
    token = token.rstrip(".")
    return token.casefold()[:TERM_LENGTH] if _ADDRESS.fullmatch(token) else None


def _pairs(run: str) -> Iterable[str]:
    """Every two neighbours; the last sign alone as well, so that each sign begins a term."""
    return (run[start : start + 2] for start in range(len(run)))
