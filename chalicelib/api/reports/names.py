"""What the values are called that a report tells tickets apart by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.events import KEY_MARK
from chalicelib.domain.people.people import Contact
from chalicelib.domain.reports.words import Dimension
from chalicelib.services.ports import Room
from chalicelib.services.reports.report import PageNumbers

MOST_CONTACTS = 15


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row. `name` is None for nobody, nothing, and what is gone."""

    value: str
    numbers: PageNumbers
    name: str | None
    color: str | None = None


def names_of(room: Room, by: Dimension, rows: Sequence[tuple[str, PageNumbers]]) -> list[NamedRow]:
    """Return the rows, those with the most first; of contacts no more than MOST_CONTACTS."""
    ordered = sorted(rows, key=lambda row: (-sum(row[1].counts.values()), row[0]))
    if by is Dimension.CONTACT:
        shown = [row for row in ordered if row[0]][:MOST_CONTACTS]
        people = room.contacts.several([value for value, _ in shown], consistent=False)
        return [NamedRow(value, numbers, _called(people.get(value))) for value, numbers in shown]
    return [_named(room, by, value, numbers) for value, numbers in ordered]


def _called(person: Contact | None) -> str | None:
    return person.name or person.email if person else None


def _named(room: Room, by: Dimension, value: str, numbers: PageNumbers) -> NamedRow:
    match by:
        case Dimension.LABEL:
            label = room.workspace.labels.get(value)
            return NamedRow(value, numbers, label.name if label else None, label.color if label else None)
        case Dimension.MEMBER:
            member = room.workspace.members.get(value)
            return NamedRow(value, numbers, "API" if value.startswith(KEY_MARK) else member.name if member else None)
        case _:
            return NamedRow(value, numbers, value or None)
