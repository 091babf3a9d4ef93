"""From what somebody types to the terms that are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from chalicelib.domain.errors import invalid
from chalicelib.domain.search_terms import address_in, is_spaceless, joined_digits, may_be_prefix, runs, word

QUERY_LENGTH = 200
QUERY_WORDS = 16
_SPELLINGS, _JOINED_AMONG = 8, 8
"""Words and their other spellings at most, so that many words leave room for few; words beside joined digits."""

_LITTLE = (
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in is it its "
    "just m me my no not of on or our s she so t than that the their them then there these they this those to "
    "was we were what when where which who why will with would you your"
)
_STOP_WORDS = frozenset(_LITTLE.split())

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
"""How those write these letters who don't have them. Folding leaves out the marks alone."""
_IN_TWO = re.compile("(?<![aeiouq])([aou])e(?=[a-z])|(?<!a)(a)a(?=[a-z])")
"""Such a pair inside a word: `mueller`, not `value`, `queue` or `neue`."""
_IN_ONE = re.compile("(?<![aeiou])[aou](?=[b-df-hj-np-tv-z])|(?<![aeiou])a(?=u)")
_SHORTEST, _IN_ONE_MOST = 4, 2


@dataclass(frozen=True, slots=True)
class Query:
    """A search: the ticket has all of `words`, and a term that begins with one of `prefixes` if there are any.

    Each of `alike` is as good as its word; for the prefix they stand under `prefix`. Or the ticket has what `other`
    says: the same with its digits joined.
    """

    words: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other: Query | None = None

    @property
    def prefix(self) -> str | None:
        return self.prefixes[0] if self.prefixes else None


class _Typed(NamedTuple):
    """A term, and how somebody else may spell it: as it was typed, with other letters."""

    term: str
    spelt: str


def parse_query(text: str) -> Query:
    """Raises DeskError at `q` for what nothing could be found by, or too much is asked for."""
    if len(text) > QUERY_LENGTH:
        raise invalid("q", f"A search takes {QUERY_LENGTH} characters at most.")
    query, joined = _parsed(text), _joined(text)
    if joined == text or len(query.words) > _JOINED_AMONG:
        return query
    return Query(query.words, query.prefixes, query.alike, _parsed(joined))


def _parsed(text: str) -> Query:
    typed = {one.term: one for one in _typed(text)}
    if not typed:
        raise invalid("q", "Type a word or a number to search for.")
    telling = [one for term, one in typed.items() if term not in _STOP_WORDS]
    if not telling:
        raise invalid("q", "Words like these are in nearly every ticket. Add one that says more.")
    if len(telling) > QUERY_WORDS:
        raise invalid("q", f"A search takes {QUERY_WORDS} words at most.")
    last = telling[-1]
    ends = [one.term for one in telling][-1:] if last.term == next(reversed(typed)) else []
    prefixes = tuple(dict.fromkeys(last)) if ends and may_be_prefix(last.term) else ()
    words = tuple(one.term for one in (telling[:-1] if prefixes else telling))
    return Query(words, prefixes, _alike(telling, _SPELLINGS - len(words)))


def _joined(text: str) -> str:
    for start, end, digits in reversed(list(joined_digits(text))):
        text = text[:start] + digits + text[end:]
    return text


def _alike(typed: Iterable[_Typed], most: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in typed:
        some = tuple(dict.fromkeys(_spellings(one)))[: max(0, most)]
        most -= len(some)
        if some:
            found[one.term] = some
    return found


def _spellings(typed: _Typed) -> Iterator[str]:
    """`mueller` for `müller`, `muller` for `mueller`, and `mueller` for `muller`."""
    term, spelt = typed
    if spelt != term:
        yield spelt
    elif len(term) >= _SHORTEST and term.isascii() and term.isalpha():
        in_one = _IN_TWO.sub(lambda pair: pair[1] or pair[2], term)
        if in_one != term:
            yield in_one
        for vowel in list(_IN_ONE.finditer(term))[:_IN_ONE_MOST]:
            yield f"{term[: vowel.end()]}e{term[vowel.end() :]}"


def _typed(text: str) -> Iterator[_Typed]:
    """The terms of a query in the order they were typed. An address is one term, and so more telling than its parts."""
    for token in normalize("NFC", text).split():
        address = address_in(token.strip("<>()[]{},;:\"'|"))
        if address:
            yield _Typed(address, address)
            continue
        plain, spelt = runs(token), runs(token.lower().translate(_SPELT))
        for run, other in zip(plain, spelt if len(spelt) == len(plain) else plain, strict=True):
            if is_spaceless(run):
                yield from (_Typed(pair, pair) for pair in _fewest_pairs(run))
            else:
                yield _Typed(word(run), word(other))


def _fewest_pairs(run: str) -> Iterable[str]:
    """As many pairs as cover the run: the others would cost a search and add little."""
    last = max(0, len(run) - 2)
    return (run[min(start, last) : min(start, last) + 2] for start in range(0, len(run), 2))


def is_one_typo_from(term: str, typed: str) -> bool:
    """Return whether one letter too many, missing, wrong, or two in each other's places make `typed` of `term`.

    It is not among the first two letters: those who type get these right, and the dictionary is in their order.
    """
    if abs(len(term) - len(typed)) > 1 or term == typed:
        return False
    same = next((n for n, (one, other) in enumerate(zip(term, typed, strict=False)) if one != other), None)
    at = min(len(term), len(typed)) if same is None else same
    ends = {
        (term[at + 1 :], typed[at:]),
        (term[at:], typed[at + 1 :]),
        (term[at + 1 :], typed[at + 1 :]),
    }
    swapped = term[at : at + 2] == typed[at : at + 2][::-1] and term[at + 2 :] == typed[at + 2 :]
    return at > 1 and (swapped or any(left == right for left, right in ends))


def with_typo_of(query: Query) -> list[str]:
    """Return the words that may have been mistyped, the longest first: ordinary ones, no numbers."""
    words = [*query.words, *([query.prefix] if query.prefix else [])]
    ordinary = (word for word in words if len(word) >= _SHORTEST and word.isalpha() and not is_spaceless(word))
    return sorted(ordinary, key=len, reverse=True)


def corrected(query: Query, typed: str, meant: str) -> Query:
    """The same search with another word in the place of the one that was mistyped."""
    return Query(
        tuple(meant if word == typed else word for word in query.words),
        (meant,) if query.prefix == typed else query.prefixes,
        query.alike,
    )


def text_of(query: Query) -> str:
    return " ".join([*query.words, *query.prefixes[:1]])
