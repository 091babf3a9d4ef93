"""From texts to the terms they are found by, and from what somebody types to the terms that are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from chalicelib.domain.errors import invalid
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
QUERY_LENGTH = 200
QUERY_WORDS = 16

_SPACELESS = (
    # Chinese and kana
    "\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
    # Thai, Lao, Myanmar, Khmer
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff"
)
_RUN = re.compile(f"[{_SPACELESS}]+|[^\\s{_SPACELESS}]+")
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")
_IS_SYLLABLE = re.compile(f"[{_SPACELESS}\uac00-\ud7a3]")
_TOKEN = re.compile(r"[^\s<>()\[\]{},;:\"'|]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_LITTLE = (
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in is it its "
    "just m me my no not of on or our s she so t than that the their them then there these they this those to "
    "was we were what when where which who why will with would you your"
)
_STOP_WORDS = frozenset(_LITTLE.split())


@dataclass(frozen=True, slots=True)
class Query:
    """A search: the ticket has all of `words`, and a term that begins with `prefix` if there is one."""

    words: tuple[str, ...]
    prefix: str | None


@dataclass(frozen=True, slots=True)
class Indexed:
    """The terms of one source of a ticket, changed `version` times. While somebody changes them, `claim` names who.

    `source` is `t`, `d` or `c` for title, description and contact, `m#<id>` or `n#<id>` for a message or a note; its
    first letter stands in the postings.
    """

    number: int
    source: str
    terms: frozenset[str] = frozenset()
    version: int = 0
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A ticket has a term, in its title, description or contact, a message or a note: `t`, `d`, `c`, `m` or `n`."""

    term: str
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of the index's postings of a word. When `whole`, that is all there is."""

    postings: Sequence[Posting]
    whole: bool


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


def parse_query(text: str) -> Query:
    """Raises DeskError at `q` for what nothing could be found by, or too much is asked for."""
    if len(text) > QUERY_LENGTH:
        raise invalid("q", f"A search takes {QUERY_LENGTH} characters at most.")
    typed = list(dict.fromkeys(_typed(text)))
    if not typed:
        raise invalid("q", "Type a word or a number to search for.")
    telling = [term for term in typed if term not in _STOP_WORDS]
    if not telling:
        raise invalid("q", "Words like these are in nearly every ticket. Add one that says more.")
    if len(telling) > QUERY_WORDS:
        raise invalid("q", f"A search takes {QUERY_WORDS} words at most.")
    if telling[-1] == typed[-1] and may_be_prefix(telling[-1]):
        return Query(tuple(telling[:-1]), telling[-1])
    return Query(tuple(telling), None)


def may_be_prefix(term: str) -> bool:
    """Return whether longer terms that begin with `term` match. A pair of Chinese signs is as long as terms get."""
    if is_spaceless(term):
        return len(term) == 1
    return len(term) > 1 or _IS_SYLLABLE.match(term) is not None


def head(term: str) -> str:
    """The part of the dictionary that a term stands in: its first two letters, or one sign of Chinese or Korean."""
    return term[:1] if _IS_SYLLABLE.match(term) else term[:2]


def is_spaceless(term: str) -> bool:
    """Return whether the term is of a script that writes no spaces between words."""
    return _IS_SPACELESS.match(term) is not None


def _all_terms(text: str) -> Iterator[str]:
    addresses = (_address(token) for token in _TOKEN.findall(text) if "@" in token)
    yield from islice((address for address in addresses if address), _ADDRESSES)
    for run in _RUN.findall(fold(text)):
        yield from _pairs(run) if is_spaceless(run) else (_word(run),)


def _typed(text: str) -> Iterator[str]:
    """The terms of a query in the order they were typed. An address is one term, and so more telling than its parts."""
    for token in text.split():
        address = _address(token.strip("<>()[]{},;:\"'|"))
        if address:
            yield address
            continue
        for run in _RUN.findall(fold(token)):
            yield from _fewest_pairs(run) if is_spaceless(run) else (_word(run),)


def _word(run: str) -> str:
    """A run of letters as a term. Recomposed, since Korean comes in parts; only so much of it that this stays quick."""
    return normalize("NFC", run[: 3 * TERM_LENGTH])[:TERM_LENGTH]


def _address(token: str) -> str | None:
    token = token.rstrip(".")
    return token.casefold()[:TERM_LENGTH] if _ADDRESS.fullmatch(token) else None


def _pairs(run: str) -> Iterable[str]:
    """Every two neighbours; the last sign alone as well, so that each sign begins a term."""
    return (run[start : start + 2] for start in range(len(run)))


def _fewest_pairs(run: str) -> Iterable[str]:
    """As many pairs as cover the run: the others would cost a search and add little."""
    last = max(0, len(run) - 2)
    return (run[min(start, last) : min(start, last) + 2] for start in range(0, len(run), 2))
