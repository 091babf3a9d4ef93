"""How often the tickets that a person would show are among those that the assistant shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.assistant.likeness import Likeness, rank, telling_words
from chalicelib.domain.search_terms import Hits, Posting, terms_of
from tests.assistant.demo_cases import DEMO
from tests.assistant.judged import JUDGED, Judged
from tests.bench.results import Section, say

SHOWN = 5
LEAST_RECALL = 0.8

TEXT = f"""{len(JUDGED)} requests in other words than the forty demo tickets, each with those that somebody who knows
them would show beside it (`tests/assistant/judged.py`). Recall is the share of those that are among the first so many.
The engine needs no model: words by their stems, weighted by how rare they are. Promised: at least {LEAST_RECALL} among
the first {SHOWN}."""


def measure() -> Section:
    say("Similar tickets against what was judged …")
    rows = [(f"first {most}", round(recall(most), 3)) for most in (1, 3, SHOWN)]
    for one in JUDGED:
        if missed := set(one.expected) - set(found(one)[:SHOWN]):
            say(f"  missed: {one.title}: {', '.join(f'TKT-{number:04}' for number in sorted(missed))}")
    reached = recall(SHOWN)
    broken = [] if reached >= LEAST_RECALL else [f"recall among the first {SHOWN} is {reached:.3f}"]
    return Section("Similar tickets", TEXT, ("Among the", "recall"), rows, broken)


def recall(most: int) -> float:
    """Of the first `most` that are shown for each request, in the mean."""
    shares = [len(set(one.expected) & set(found(one)[:most])) / len(one.expected) for one in JUDGED]
    return sum(shares) / len(shares)


def found(one: Judged) -> list[int]:
    return [like.number for like in ranked(one.title, [one.text])]


def ranked(title: str, texts: Sequence[str], but: int = 0) -> list[Likeness]:
    """The demo tickets that are like something, the likest first; without the one of number `but`."""
    words = telling_words(title, texts)
    hits = {word: _page(f"{word.term}#" if word.whole else word.stem) for word in words}
    newest = max(DEMO) + 1
    return rank(hits, newest, leave_out=[newest, but])


def _page(beginning: str) -> Hits:
    """What the index has of the words that begin so: they end with a `#` there."""
    return Hits([one for one in _INDEX if f"{one.term}#".startswith(beginning)], whole=True)


def _postings() -> Iterator[Posting]:
    """As the index has them: title, description, messages and notes, each word once."""
    for number, inside in DEMO.items():
        case = inside.case
        texts = [("t", case.title), ("d", case.description)]
        texts += [("m", one.body) for one in case.messages] + [("n", one.body) for one in inside.notes]
        yield from (Posting(term, number, kind) for kind, text in texts for term in terms_of(text))


_INDEX = tuple(_postings())
