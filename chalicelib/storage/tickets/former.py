"""What an action keeps for its undoing, as JSON knows it. A value that only a later release keeps is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.sla.stored import clock_data, clock_from
from chalicelib.domain.tickets.fields import CHOICES
from chalicelib.domain.tickets.mail_threads import MailThread
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table.records import instant
from chalicelib.storage.tickets import parts

_Way = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    return value


def _people(stored: list[list[Any]]) -> Any:
    known = parts.people([one[:3] for one in stored])
    return parts.readers(known, {one[0]: {"since": one[3]} for one in stored if len(one) > 3})


def _people_data(people: Any) -> list[list[Any]]:
    return [[one.address, one.name, one.proven, *([instant(one.since)] if one.since else [])] for one in people]


def _contact_data(contact: ContactRef) -> list[Any]:
    return [contact.id, contact.name, contact.email]


_INSTANT: _Way = (instant, datetime.fromisoformat)
_PLAIN: _Way = (_same, _same)
_PEOPLE: _Way = (_people_data, _people)
_WAYS: Mapping[str, _Way] = {
    **{field.name: (str, partial(word, field.choices)) for field in CHOICES if field.choices},
    **dict.fromkeys(
        ("resolved_at", "closed_at", "archived_at", "reworded_at", "deleted_at", "snoozed_until"), _INSTANT
    ),
    **dict.fromkeys(
        ("title", "description", "formatted", "resolution", "assignee_id", "answers_to", "addressed"), _PLAIN
    ),
    **dict.fromkeys(("bucket", "deleted_from"), _PLAIN),
    **dict.fromkeys(("participants", "proposed"), _PEOPLE),
    "label_ids": (list, tuple),
    "contact": (_contact_data, lambda stored: ContactRef(*stored[:3])),
    "escalation": (parts.escalation_data, parts.escalation),
    "csat": (parts.csat_data, parts.csat),
    "threads": (
        lambda threads: {at: [mail.first, mail.newest, mail.subject] for at, mail in threads.items()},
        lambda stored: {at: MailThread(*mail[:3]) for at, mail in stored.items()},
    ),
    "clock": (clock_data, clock_from),
}
"""Every attribute of a ticket that can be put back: how it is stored, and read."""


def former_data(former: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the values to store; None for an action that keeps none. Raises KeyError for what has no way back."""
    return {name: None if value is None else _WAYS[name][0](value) for name, value in former.items()} or None


def former_from(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    known = {name: value for name, value in (stored or {}).items() if name in _WAYS}
    return {name: None if value is None and name != "csat" else _WAYS[name][1](value) for name, value in known.items()}
