"""What came in: who wrote when, about what, in which words, and how it is to end."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from infra.local.demo.history import rhythm, subjects_access, subjects_booking, subjects_money, subjects_product
from infra.local.demo.history.model import Matter, Phrasing, Regular
from infra.local.demo.history.people import REGULARS, SPAM, STRANGERS
from infra.local.demo.history.words import MANNERS
from infra.local.demo.model import ago

SEED = 2026
SUBJECTS = (
    *subjects_booking.SUBJECTS,
    *subjects_money.SUBJECTS,
    *subjects_access.SUBJECTS,
    *subjects_product.SUBJECTS,
)
_CHANNELS = {"email": 47, "portal": 24, "chat": 14, "phone": 11, "api": 4}
_LATELY = timedelta(days=30)
_INCIDENT_TICKETS = 26
_TWICE = 0.03
"""How many ask once more, by another way, before they are answered."""
_LOUDER, _QUIETER = 0.12, 0.22
"""How many are more urgent than usual for their subject, and with those how many differ at all."""
_RANKS = ("low", "medium", "high", "urgent")
_STILL_OPEN = (
    ("2d 5h", "new", "low"),
    ("2d 8h", "in_progress", "medium"),
    ("2d 14h", "in_progress", "medium"),
    ("3d 3h", "waiting", "medium"),
    ("4d 6h", "answered", "medium"),
    ("5d 2h", "in_progress", "medium"),
    ("5d 12h", "in_progress", "low"),
    ("6d 4h", "in_progress", "low"),
    ("7d 5h", "waiting", "medium"),
    ("8d 20h", "in_progress", "low"),
    ("12d 7h", "waiting", "medium"),
    ("15d 1h", "in_progress", "low"),
    ("18d 6h", "waiting", "medium"),
    ("23d 2h", "answered", "low"),
    ("27d 9h", "waiting", "low"),
    ("36d 4h", "waiting", "low"),
)
"""How old the open ones are, what was done about them so far, and how urgent they are: some of their times are nearly
over, some past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A request as it comes in. `ending` is `solved`, `spam`, or what an open one waits for; `again` are those in which
    the same was asked once more. Nothing could be done about it `before`."""

    at: datetime
    subject: Matter
    wording: Phrasing
    who: Regular
    channel: str
    priority: str
    ending: str = "solved"
    again: tuple[Arrival, ...] = ()
    before: datetime | None = None
    number: int = 0
    chance: random.Random = field(default_factory=random.Random, compare=False)


def arrivals(now: datetime, zone: str, taken: Sequence[datetime]) -> list[Arrival]:
    """Return everything that came in, in its order and with its numbers. When a ticket was made that is `taken`, its
    number is left free."""
    drawn = _Drawn(now, random.Random(SEED))  # noqa: S311 - not a secret
    found = [*drawn.usual(zone), *drawn.of_the_incident(zone), *drawn.open(), *drawn.spam()]
    in_order = sorted((one for arrival in found for one in (arrival, *arrival.again)), key=lambda one: one.at)
    numbers = {id(one): place + bisect(taken, one.at) for place, one in enumerate(in_order, 1)}
    return sorted((_numbered(one, numbers) for one in found), key=lambda one: one.number)


def _numbered(arrival: Arrival, numbers: dict[int, int]) -> Arrival:
    again = tuple(_numbered(one, numbers) for one in arrival.again)
    return replace(arrival, number=numbers[id(arrival)], again=again)


class _Drawn:
    """A drawing by lot, always the same for the same days of the week."""

    def __init__(self, now: datetime, chance: random.Random) -> None:
        self._now, self._chance, self._places = now, chance, count()

    def usual(self, zone: str) -> Iterator[Arrival]:
        """Yield what came in day by day."""
        for at in rhythm.arrivals(self._now, zone, self._chance):
            arrival = self._arrival(at, self._subject(at))
            if self._chance.random() < _TWICE and at < self._now - 3 * rhythm.QUIET:
                later = self._arrival(at + timedelta(minutes=self._chance.uniform(15, 70)), arrival.subject)
                wording = replace(arrival.wording, title=f"{arrival.wording.title}?")
                again = replace(later, who=arrival.who, wording=wording, priority=arrival.priority)
                arrival = replace(arrival, again=(again,))
            yield arrival

    def of_the_incident(self, zone: str) -> Iterator[Arrival]:
        """Yield the one bad day's: a few of them come to be one ticket."""
        times = rhythm.incident(self._now, zone, _INCIDENT_TICKETS, self._chance)
        over = times[-1] + timedelta(minutes=30)
        all_of_them = [replace(self._arrival(at, subjects_product.INCIDENT), before=over) for at in times]
        first, again = all_of_them[0], all_of_them[4::5]
        yield replace(first, again=tuple(again))
        yield from (one for one in all_of_them[1:] if one not in again)

    def open(self) -> Iterator[Arrival]:
        """Yield those that are still open."""
        for age, ending, priority in _STILL_OPEN:
            at = self._now - ago(age) - timedelta(seconds=self._chance.randrange(900))
            yield replace(self._arrival(at, self._subject(at)), ending=ending, priority=priority)

    def spam(self) -> Iterator[Arrival]:
        """Yield what nobody asked for."""
        for who, (title, text) in zip(STRANGERS, SPAM, strict=True):
            at = self._now - timedelta(days=self._chance.uniform(6, rhythm.DAYS - 2))
            subject = Matter(wordings=(Phrasing("en", title, text),), answers={}, resolution="", note="")
            yield replace(self._arrival(at, subject), who=who, channel="email", priority="medium", ending="spam")

    def _arrival(self, at: datetime, subject: Matter) -> Arrival:
        chance = random.Random(f"{SEED} {next(self._places)}")  # noqa: S311 - not a secret
        (who,) = chance.choices(REGULARS, [one.weight for one in REGULARS])
        (channel,) = chance.choices([*_CHANNELS], [*_CHANNELS.values()])
        return Arrival(
            at=at,
            subject=subject,
            wording=_worded(subject, who.language, chance),
            who=who,
            channel=channel,
            priority=_priority(subject.priority, chance),
            chance=chance,
        )

    def _subject(self, at: datetime) -> Matter:
        lately = max(0.0, 1 - (self._now - at) / _LATELY)
        weights = [one.weight * (1 + (one.rising - 1) * lately) for one in SUBJECTS]
        return self._chance.choices(SUBJECTS, weights)[0]


def _worded(subject: Matter, language: str, chance: random.Random) -> Phrasing:
    """Return one of the wordings in that language, or an English one; with a number, a sum and a day of its own."""
    there = [one for one in subject.wordings if one.language == language]
    wording = chance.choice(there or [one for one in subject.wordings if one.language == "en"])
    own = {
        "n": chance.randrange(1000, 9999),
        "sum": f"{chance.randrange(20, 400)}.{chance.choice(('00', '50', '90'))}",
        "day": chance.choice(MANNERS[wording.language].days),
    }
    return replace(wording, title=wording.title.format(**own), text=wording.text.format(**own))


def _priority(usual: str, chance: random.Random) -> str:
    drawn, rank = chance.random(), _RANKS.index(usual)
    by = 1 if drawn < _LOUDER else -1 if drawn < _QUIETER else 0
    return _RANKS[min(max(rank + by, 0), len(_RANKS) - 1)]
