"""What the past is written down as: subjects that people write about, each in several wordings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to put it, in a language of the desk. `{n}`, `{sum}` and `{day}` differ from ticket to ticket."""

    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something that people write about time and again. `labels` are keys of the demo desk, `weight` is how often it
    comes up, and `rising` how many times as often by now as it did a month ago.

    `answers` are by language; English is always among them, as it is among the wordings.
    """

    wordings: tuple[Phrasing, ...]
    answers: dict[str, tuple[str, ...]]
    resolution: str
    note: str
    type: str = "support_ticket"
    priority: str = "medium"
    labels: tuple[str, ...] = ()
    weight: float = 1
    rising: float = 1


@dataclass(frozen=True, slots=True)
class Regular:
    """A customer of the past: the language they write in, and how much they have to write."""

    name: str
    email: str
    language: str = "en"
    weight: float = 1
