"""What a desk doesn't want to have is made unreadable in a text, for good: nothing says any more what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from re import Pattern

from chalicelib.domain.privacy.cards import cards
from chalicelib.domain.privacy.identifiers import ch_ahvs, es_dnis, fr_nirs, ibans, us_ssns
from chalicelib.domain.privacy.reading import MaskedSpan, read
from chalicelib.domain.settings.masking import MaskedKind, Masking, expression

MASK = "••••"
_FINDERS: Mapping[MaskedKind, Callable[[str], Iterator[MaskedSpan]]] = {
    MaskedKind.IBAN: ibans,
    MaskedKind.US_SSN: us_ssns,
    MaskedKind.ES_DNI: es_dnis,
    MaskedKind.FR_NIR: fr_nirs,
    MaskedKind.CH_AHV: ch_ahvs,
}


def masked(text: str, what: Masking) -> str:
    """Return the text without what is masked: for a card and an account its last four signs are left, by which people
    tell them apart. What is masked already stays as it is."""
    spans = found(text, what) if what.is_on else []
    return edited(text, [(span.start, span.end, shown(span)) for span in spans])


def found(text: str, what: Masking) -> list[MaskedSpan]:
    """Return where in a text is what is to be masked, in order; what overlaps is one."""
    plain = read(text)
    return _joined(sorted([*_numbers(plain, what), *_patterned(plain, what.patterns)]))


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with what is between two places replaced by something else; the places are in order."""
    pieces, at = list[str](), 0
    for start, end, instead in edits:
        pieces += (text[at:start], instead)
        at = end
    return "".join((*pieces, text[at:]))


def shown(span: MaskedSpan) -> str:
    """Return what stands in the place of what was masked."""
    return f"{MASK} {span.shown}" if span.shown else MASK


def _numbers(plain: str, what: Masking) -> Iterator[MaskedSpan]:
    for kind, finder in _FINDERS.items():
        if kind in what.kinds:
            yield from finder(plain)
    if MaskedKind.CARD in what.kinds:
        yield from cards(plain, apart=list(ibans(plain)))


def _patterned(plain: str, patterns: tuple[str, ...]) -> Iterator[MaskedSpan]:
    for pattern in _expressions(patterns):
        yield from (MaskedSpan(*match.span()) for match in pattern.finditer(plain))


@lru_cache(maxsize=64)
def _expressions(patterns: tuple[str, ...]) -> tuple[Pattern[str], ...]:
    return tuple(map(expression, patterns))


def _joined(spans: Iterable[MaskedSpan]) -> list[MaskedSpan]:
    joined: list[MaskedSpan] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            before = joined.pop()
            whole = before if before.end >= span.end else MaskedSpan(before.start, span.end)
            joined.append(whole)
        else:
            joined.append(span)
    return joined
