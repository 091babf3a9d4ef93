"""Which parts of which indexes a list of tickets is read from, and what is filtered out of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.sla.stored import millis
from chalicelib.domain.tickets.fields import FIELDS
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.vocabulary import Status
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.reading import Range, merged
from chalicelib.storage.table.records import TicketRecord, instant
from chalicelib.storage.tickets.mapping import attribute_of

Items = list[dict[str, Any]]
_AHEAD = frozenset({SlaStatus.WARNING, SlaStatus.BREACHED})
"""States of tickets that all have an instant they are due at."""
_BREACHED = frozenset({SlaStatus.BREACHED})
_PLACES = ("status", "assignee")
"""What the partitions of an index are made of, so that it needs no condition there."""
_DUE, _REST = "due ", "rest "
"""What a position in a list by due instants begins with: there, or among those that nothing is due for."""
_LATER = "~"
"""Sorts behind the `#` that ends an instant in a key."""


def page(keys: Keys, wanted: TicketFilter, limit: int, after: str | None) -> tuple[Items, str | None]:
    """A page of the list, and the position to go on from."""
    if wanted.soonest_due and not wanted.archived:
        return _by_due(keys, wanted, limit, after)
    conditions = _all_of(_conditions(wanted))
    return merged(_ranges(keys, wanted), limit, after, conditions, newest_first=wanted.newest_first)


def _by_due(keys: Keys, wanted: TicketFilter, limit: int, after: str | None) -> tuple[Items, str | None]:
    """First what is due, the soonest on top, then what nothing is due for, newest change first."""
    found: Items = []
    if after is None or after.startswith(_DUE):
        found, position = _due(keys, wanted, limit, after.removeprefix(_DUE) if after else None)
        if position is not None:
            return found, _DUE + position
        if wanted.of("sla") and wanted.of("sla") <= _AHEAD:
            return found, None
        after = _REST
    if len(found) == limit:
        return found, after
    nothing_due = [*_conditions(wanted), TicketRecord.sl_sk.does_not_exist()]
    more, position = merged(
        _ranges(keys, wanted), limit - len(found), after.removeprefix(_REST) or None, _all_of(nothing_due)
    )
    return found + more, None if position is None else _REST + position


def _due(keys: Keys, wanted: TicketFilter, limit: int, after: str | None) -> tuple[Items, str | None]:
    """What is breached lies before this moment, what is not behind it."""
    now, states = instant(wanted.at), wanted.of("sla")
    due = Range(keys.sla, index="by_sla", sort_key="sl_sk", until=now + _LATER if states == _BREACHED else None)
    if after is None and states and SlaStatus.BREACHED not in states:
        after = now + _LATER
    conditions = [*_fields(wanted), *_places(wanted)]
    return merged([due], limit, after, _all_of(conditions), newest_first=False)


def _ranges(keys: Keys, wanted: TicketFilter) -> Sequence[Range]:
    """The smallest parts of the indexes that hold everything wanted; filters do the rest."""
    statuses = ["archived"] if wanted.archived else sorted(map(str, wanted.of("status")))
    if wanted.of("assignee") and not wanted.archived:
        pks = [keys.assignee(member) for member in wanted.of("assignee")]
        prefixes = [k.joined(status, "") for status in statuses or list(Status)]
        return [Range(pk, prefix, index="by_assignee", sort_key="as_sk") for pk in pks for prefix in prefixes]
    if statuses:
        return [Range(keys.status(status), index="by_status", sort_key="st_sk") for status in statuses]
    return [Range(keys.live, index="by_updated", sort_key="up_sk")]  # every state: the conditions leave two out


def _conditions(wanted: TicketFilter) -> list[Condition]:
    """What the ranges don't say by themselves."""
    if wanted.archived:
        return [*_fields(wanted), *_places(wanted)]
    if wanted.of("status") or wanted.of("assignee"):
        return _fields(wanted)
    live = [TicketRecord.archived_at.does_not_exist(), TicketRecord.merged_into.does_not_exist()]
    return [*_fields(wanted), *live]


def _fields(wanted: TicketFilter) -> list[Condition]:
    return [_condition(name, wanted) for name in wanted.wanted if name not in _PLACES and wanted.of(name)]


def _places(wanted: TicketFilter) -> list[Condition]:
    return [_condition(name, wanted) for name in _PLACES if wanted.of(name)]


def _condition(facet: str, wanted: TicketFilter) -> Condition:
    values = sorted(map(str, wanted.of(facet) - {None}))
    match facet:
        case "label":
            return _any_of(TicketRecord.label_ids.contains(label) for label in values)
        case "assignee":
            return _any_of(_assigned_to(member) for member in wanted.of(facet))
        case "delivery":
            return TicketRecord.undelivered.exists()
        case "sla":
            return _any_of(_in_state(SlaStatus(state), wanted.at) for state in values)
        case _:
            return _stored_word(facet, values)


def _stored_word(facet: str, values: list[str]) -> Condition:
    """Tickets from before a field was added have none: they are found by its default."""
    attribute = attribute_of(facet)
    found: Condition = attribute.is_in(*values)
    return found | attribute.does_not_exist() if attribute.null and FIELDS[facet].default in values else found


def _in_state(state: SlaStatus, at: datetime) -> Condition:
    """Whether the indicator is in that state: as it stands, or where time decides, by the instants."""
    now, ticking = instant(at) + _LATER, TicketRecord.sla_standing.does_not_exist()
    by_time = {
        SlaStatus.ON_TRACK: TicketRecord.sla_warn_at > millis(at),
        SlaStatus.WARNING: (TicketRecord.sla_warn_at <= millis(at)) & (TicketRecord.sl_sk > now),
        SlaStatus.BREACHED: TicketRecord.sl_sk <= now,
    }
    standing: Condition = TicketRecord.sla_standing == state.value
    return standing | (ticking & by_time[state]) if state in by_time else standing


def _assigned_to(member_id: str | None) -> Condition:
    return TicketRecord.assignee_id == member_id if member_id else TicketRecord.assignee_id.does_not_exist()


def _any_of(conditions: Iterable[Condition]) -> Condition:
    return reduce(or_, conditions)


def _all_of(conditions: Sequence[Condition]) -> Condition | None:
    return reduce(and_, conditions) if conditions else None
