"""Which parts of which indexes a list of tickets is read from, and what is filtered out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.events import SNOOZED, SPAM, TRASH
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.sla.stored import millis
from chalicelib.domain.tickets.fields import FIELDS
from chalicelib.domain.tickets.filter import PUT_AWAY, Order, Score, TicketFilter
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.vocabulary import Priority, Status
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.reading import Range, merged
from chalicelib.storage.table.records import TicketRecord, instant
from chalicelib.storage.tickets.mapping import attribute_of

Items = list[dict[str, Any]]
_AHEAD = frozenset({SlaStatus.WARNING, SlaStatus.BREACHED})
"""States of tickets that all have an instant they are due at."""
_BREACHED = frozenset({SlaStatus.BREACHED})
_PRIORITIES = (Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW)
_PLACES = ("status", "assignee")
"""What the partitions of an index are made of, so that it needs no condition there."""
_DUE, _REST = "due ", "rest "
"""What a position in a list by due instants begins with: there, or among those that nothing is due for."""
_LATER = "~"
"""Sorts behind the `#` that ends an instant in a key."""


def page(keys: Keys, wanted: TicketFilter, limit: int, after: str | None) -> tuple[Items, str | None]:
    """A page of the list, and the position to go on from."""
    if wanted.order is Order.DUE and not wanted.bucket:
        return _by_due(keys, wanted, limit, after)
    if wanted.order is Order.PRIORITY:
        return _by_priority(keys, wanted, limit, after)
    conditions = _all_of(_conditions(wanted))
    return merged(_ranges(keys, wanted), limit, after, conditions, newest_first=wanted.order is not Order.OLDEST)


def is_listed(ticket: TicketSummary) -> bool:
    """Return whether any list shows the ticket: not what was merged, nor what only a later release can place."""
    return ticket.place.bucket in (*Status, *PUT_AWAY)


def _by_priority(keys: Keys, wanted: TicketFilter, limit: int, after: str | None) -> tuple[Items, str | None]:
    """One priority after the other, the most urgent first. A page ends where one priority's reading was cut short."""
    found: Items = []
    asked = [one.value for one in _PRIORITIES if one in (wanted.of("priority") or _PRIORITIES)]
    now, _, rest = (after or "").partition(" ")
    for priority in asked[asked.index(now) if now in asked else 0 :]:
        if len(found) == limit:
            return found, f"{priority} "
        one = replace(wanted, order=Order.NEWEST, wanted={**wanted.wanted, "priority": frozenset({priority})})
        more, position = page(keys, one, limit - len(found), rest if priority == now and rest else None)
        found += more
        if position is not None:
            return found, f"{priority} {position}"
    return found, None


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
    """What is breached lies before this moment, what is not behind it: no condition may name the index's own keys."""
    now, states = instant(wanted.at) + _LATER, wanted.of("sla")
    others = replace(wanted, wanted={name: values for name, values in wanted.wanted.items() if name != "sla"})
    found: Items = []
    for past in (True, False):
        if (past and after is not None and after >= now) or not _may_lie(states, past=past):
            continue
        if not past:
            after = max(after or "", now)
        part = Range(keys.sla, index="by_sla", sort_key="sl_sk", until=now if past else None)
        conditions = [*_fields(others), *_places(wanted), *_standing(states, wanted.at, past=past)]
        more, position = merged([part], limit - len(found), after, _all_of(conditions), newest_first=False)
        found += more
        if position is not None:
            return found, position
        if len(found) == limit:
            return found, now if past else None
    return found, None


def _may_lie(states: Collection[str | None], *, past: bool) -> bool:
    """Whether tickets in any of these states may be due before this moment, or behind it."""
    never = _AHEAD - _BREACHED if past else _BREACHED
    return not states or not never.issuperset(states)


def _standing(states: Collection[str | None], at: datetime, *, past: bool) -> list[Condition]:
    """The states, of what is due before a moment, or behind it."""
    if not states:
        return []
    ticking = TicketRecord.sla_standing.does_not_exist()
    by_time = (
        {SlaStatus.BREACHED: ticking}
        if past
        else {
            SlaStatus.ON_TRACK: ticking & (TicketRecord.sla_warn_at > millis(at)),
            SlaStatus.WARNING: ticking & (TicketRecord.sla_warn_at <= millis(at)),
        }
    )
    stands = [TicketRecord.sla_standing == str(state) for state in sorted(map(str, states))]
    return [_any_of([*stands, *(one for state, one in by_time.items() if state in states)])]


def _ranges(keys: Keys, wanted: TicketFilter) -> Sequence[Range]:
    """The smallest parts of the indexes that hold everything wanted; filters do the rest."""
    statuses = [wanted.bucket] if wanted.bucket else sorted(map(str, wanted.of("status")))
    if wanted.of("assignee") and not wanted.bucket:
        pks = [keys.assignee(member) for member in wanted.of("assignee")]
        prefixes = [k.joined(status, "") for status in statuses or list(Status)]
        ranges = [Range(pk, prefix, index="by_assignee", sort_key="as_sk") for pk in pks for prefix in prefixes]
    elif statuses:
        ranges = [Range(keys.status(status), index="by_status", sort_key="st_sk") for status in statuses]
    else:  # every state: the conditions leave two out
        ranges = [Range(keys.live, index="by_updated", sort_key="up_sk")]
    return [_in_time(part, wanted) for part in ranges]


def _in_time(part: Range, wanted: TicketFilter) -> Range:
    """No ticket was changed before it was created."""
    since = max((at for at in (wanted.updated.after, wanted.created.after) if at), default=None)
    before = wanted.updated.before
    return replace(part, since=instant(since) if since else "", before=instant(before) if before else "")


def _conditions(wanted: TicketFilter) -> list[Condition]:
    """What the ranges don't say by themselves."""
    if wanted.bucket:
        return [*_fields(wanted), *_places(wanted)]
    if wanted.of("status") or wanted.of("assignee"):
        return _fields(wanted)
    there = TicketRecord.bucket.does_not_exist() | ~TicketRecord.bucket.is_in(SPAM, TRASH, SNOOZED)
    live = [TicketRecord.archived_at.does_not_exist(), TicketRecord.merged_into.does_not_exist()]
    return [*_fields(wanted), *live, there]


def _fields(wanted: TicketFilter) -> list[Condition]:
    """The values wanted, and the times: by due instants they are no part of a range."""
    named = [_condition(name, wanted) for name in wanted.wanted if name not in _PLACES and wanted.of(name)]
    times = ((TicketRecord.created_at, wanted.created), (TicketRecord.updated_at, wanted.updated))
    return [
        *named,
        *(at >= span.after for at, span in times if span.after),
        *(at < span.before for at, span in times if span.before),
    ]


def _places(wanted: TicketFilter) -> list[Condition]:
    return [_condition(name, wanted) for name in _PLACES if wanted.of(name)]


def _condition(facet: str, wanted: TicketFilter) -> Condition:
    values = sorted(map(str, wanted.of(facet) - {None}))
    match facet:
        case "label":
            return _any_of(TicketRecord.label_ids.contains(label) for label in values)
        case "csat":
            return _any_of(_rated(Score(score)) for score in values)
        case "assignee":
            return _any_of(_assigned_to(member) for member in wanted.of(facet))
        case "mailbox":
            return _written_to(values, wanted)
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


def _written_to(mailboxes: list[str], wanted: TicketFilter) -> Condition:
    """To any of these, and where nobody in particular is meant, to none of those there are."""
    noted, there_are = TicketRecord.mailbox, sorted(wanted.mailboxes)
    found: Condition = noted.is_in(*mailboxes)
    return found | (noted.exists() & ~noted.is_in(*there_are)) if None in wanted.of("mailbox") else found


def _assigned_to(member_id: str | None) -> Condition:
    return TicketRecord.assignee_id == member_id if member_id else TicketRecord.assignee_id.does_not_exist()


def _rated(score: Score) -> Condition:
    return TicketRecord.csat_score.does_not_exist() if score is Score.NONE else TicketRecord.csat_score == int(score)


def _any_of(conditions: Iterable[Condition]) -> Condition:
    return reduce(or_, conditions)


def _all_of(conditions: Sequence[Condition]) -> Condition | None:
    return reduce(and_, conditions) if conditions else None
