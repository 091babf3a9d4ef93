"""The parts of an open ticket's document, as lists and maps of plain values: people, escalation, score, merger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.people.people import Participant
from chalicelib.domain.tickets.planned import Planned
from chalicelib.domain.tickets.ticket import Csat, Escalation, Merger
from chalicelib.domain.vocabulary import Status, word
from chalicelib.storage.table.records import instant


def people(stored: Sequence[list[Any]] | None) -> tuple[Participant, ...]:
    return tuple(Participant(*one[:3]) for one in stored or ())


def readers(people: tuple[Participant, ...], readers: Mapping[str, Any]) -> tuple[Participant, ...]:
    """Return the people with the moments from which they read, kept beside: the release before reads the list alone."""
    since = {address: datetime.fromisoformat(one["since"]) for address, one in readers.items() if "since" in one}
    return tuple(replace(one, since=since.get(one.address)) for one in people) if since else people


def participant_data(person: Participant) -> list[Any]:
    return [person.address, person.name] if person.proven else [person.address, person.name, False]


def escalation_data(escalation: Escalation | None) -> list[Any] | None:
    return [escalation.reason, instant(escalation.at), escalation.by_id, escalation.by_name] if escalation else None


def escalation(data: list[Any]) -> Escalation:
    return Escalation(data[0], datetime.fromisoformat(data[1]), data[2], data[3])


def csat_data(csat: Csat) -> list[Any] | None:
    rated = [instant(at) if at else None for at in (csat.rated_at, csat.first_rated_at)]
    return None if csat == Csat() else [csat.comment, *rated, csat.agent_estimate]


def csat(data: Sequence[Any]) -> Csat:
    if not data:
        return Csat()
    rated, first = (datetime.fromisoformat(at) if at else None for at in data[1:3])
    return Csat(data[0], rated, first, data[3])


def merger_data(merger: Merger | None) -> list[Any] | None:
    if merger is None:
        return None
    instants = [instant(at) if at else None for at in (merger.at, merger.resolved_at, merger.closed_at)]
    added = [list(merger.added_label_ids), list(merger.added_participants)]
    return [merger.across, merger.status.value, *instants, *added]


def merger(data: list[Any]) -> Merger:
    across, status, *instants, labels, people = data[:7]
    at, resolved_at, closed_at = (datetime.fromisoformat(value) if value else None for value in instants)
    assert at is not None
    return Merger(
        at=at,
        across=across,
        status=word(Status, status),
        resolved_at=resolved_at,
        closed_at=closed_at,
        added_label_ids=tuple(labels),
        added_participants=tuple(people),
    )


def planned_data(planned: Sequence[Planned]) -> list[list[Any]]:
    return [[one.id, instant(one.at), one.author, one.stopped] for one in planned]


def planned(stored: Sequence[list[Any]] | None) -> tuple[Planned, ...]:
    return tuple(
        Planned(id=one[0], at=datetime.fromisoformat(one[1]), author=one[2], stopped=one[3]) for one in stored or ()
    )
