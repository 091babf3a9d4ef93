"""What the tickets of the data sets say: made-up words, as unevenly common as those of a language (Zipf's law)."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

WORDS = 20_000
RARE = "quaxle"
RARE_AGES = frozenset({37, 512, 930})
"""How many tickets are newer than those that have the rare word. All else about a ticket follows from that, too."""
_TITLE_WORDS, _DESCRIPTION_WORDS = 7, 22
_CONSONANTS, _VOWELS = "btsmrdlnkpgfhvz", "eaiou"


@cache
def vocabulary() -> tuple[str, ...]:
    """The most common word first."""
    chance = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = (_unevenly(chance, _CONSONANTS) + _unevenly(chance, _VOWELS) for _ in range(chance.randint(2, 4)))
        found["".join(syllables)] = None
    return tuple(found)


def common(rank: int) -> str:
    """A common word: that of rank 8 is in about a third of all tickets."""
    return vocabulary()[rank]


def title(age: int) -> str:
    return " ".join(_words(random.Random(f"title {age}"), _TITLE_WORDS))


def description(age: int) -> str:
    """With an order number that no other ticket has."""
    chance = random.Random(f"description {age}")
    words = [*_words(chance, _DESCRIPTION_WORDS), f"{chance.randrange(10**7):07d}{age:06d}"]
    return " ".join([*words, RARE] if age in RARE_AGES else words)


def _words(chance: random.Random, number: int) -> list[str]:
    return chance.choices(vocabulary(), cum_weights=_weights(), k=number)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, WORDS + 1)))


def _unevenly(chance: random.Random, letters: str) -> str:
    return letters[min(int(chance.expovariate(2.5 / len(letters))), len(letters) - 1)]
