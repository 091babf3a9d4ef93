"""Facts, and what they add up to, as they are stored: short, for an action pays for them as well as the day's own item,
and a report reads sums by the dozen."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.facts import FactKind, ReportFact, Subject
from chalicelib.domain.vocabulary import word

_FIELDS = ("sign", "member", "hour", "wall", "business", "met", "score", "commented", "arrived")
"""What comes behind subject, kind and day, as far as anything of it is to be told."""
_USUAL = {field.name: field.default for field in ReportFact.__dataclass_fields__.values() if field.name in _FIELDS}


_LEVEL = 9
_OF_SUBJECT = ("priority", "type", "channel", "contact_id", "label_ids")


def facts_data(facts: Sequence[ReportFact]) -> list[Any]:
    """Return the subjects that there are, and the facts by the place of theirs; nothing at all for no fact."""
    subjects = list(dict.fromkeys(fact.subject for fact in facts))
    if not facts:
        return []
    return [
        [_subject_data(one) for one in subjects],
        [_fact_data(fact, subjects.index(fact.subject)) for fact in facts],
    ]


def facts_from(stored: Sequence[Any]) -> tuple[ReportFact, ...]:
    """Return what was stored. What a later release has more of it is left out."""
    if not stored:
        return ()
    subjects = [_subject(one) for one in stored[0]]
    return tuple(_fact(one, subjects) for one in stored[1])


def packed(rows: Mapping[str, Mapping[str, int]]) -> bytes:
    """Return rows of words as a table that is compressed, a column a word: a third of what rows would take."""
    words = sorted({word for row in rows.values() for word in row})
    columns = [[row.get(word, 0) for row in rows.values()] for word in words]
    return zlib.compress(json.dumps([words, list(rows), columns], separators=(",", ":")).encode(), _LEVEL)


def unpacked(stored: bytes) -> dict[str, dict[str, int]]:
    """Return the rows that were packed."""
    words, values, columns = json.loads(zlib.decompress(stored))
    numbers = zip(*columns, strict=True) if columns else ([()] * len(values))
    return {
        value: {word: number for word, number in zip(words, row, strict=True) if number}
        for value, row in zip(values, numbers, strict=True)
    }


def _subject_data(subject: Subject) -> list[Any]:
    return _trimmed([subject.priority, subject.type, subject.channel, subject.contact_id, list(subject.label_ids)])


def _subject(stored: Sequence[Any]) -> Subject:
    given = dict(zip(_OF_SUBJECT, stored, strict=False))
    return Subject(**{**given, "label_ids": tuple(given.get("label_ids") or ())})


def _fact_data(fact: ReportFact, subject: int) -> list[Any]:
    values = [None if getattr(fact, name) == _USUAL[name] else getattr(fact, name) for name in _FIELDS]
    if fact.arrived:
        values[-1] = None if fact.arrived == fact.day else fact.arrived.isoformat()
    return [subject, fact.kind.value, fact.day.isoformat(), *_trimmed(values)]


def _fact(stored: Sequence[Any], subjects: Sequence[Subject]) -> ReportFact:
    (subject, kind, day), values = stored[:3], stored[3:]
    given = {name: value for name, value in zip(_FIELDS, values, strict=False) if value is not None}
    arrived = given.pop("arrived", None if kind in _WITHOUT_ARRIVAL else day)
    return ReportFact(
        kind=word(FactKind, kind),
        day=date.fromisoformat(day),
        subject=subjects[subject],
        arrived=date.fromisoformat(arrived) if arrived else None,
        **given,
    )


_WITHOUT_ARRIVAL = frozenset({FactKind.REPLIED, FactKind.FIRST, FactKind.NEXT, FactKind.RATED})
"""Facts that move nothing into the backlog or out of it."""


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] in (None, []):
        values.pop()
    return values
