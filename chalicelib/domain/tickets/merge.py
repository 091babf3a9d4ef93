"""Merging is a pointer, not a copy: the duplicate keeps its messages and points to the primary, which lists it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.people.people import Participant
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.family import same_contact
from chalicelib.domain.tickets.fields import plain, with_status
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import Merger, T, Ticket
from chalicelib.domain.vocabulary import Status

FAMILY = 20


def merge(
    primary: T,
    duplicate: Ticket,
    family: Sequence[Ticket],
    moment: Moment,
    *,
    across_contacts: bool,
    readers: Collection[str] | None = None,
) -> tuple[Decision[T], Decision[Ticket]]:
    """Return the decisions for both. `family` is everything either of them has already; `across_contacts` allows two
    contacts. `readers` are the addresses of the duplicate's participants that a member lets in: without, its proven
    ones with one contact, and nobody with two. They take part from the merge on, and read what is said from then on.
    """
    _check(primary, duplicate, family)
    across = not same_contact(primary, duplicate)
    if across and primary.contact and duplicate.contact and not across_contacts:
        raise DeskError(
            "different_contacts",
            "The two tickets have different customers. Merge them only if both may hear the same answers.",
        )
    at = max(moment.after(primary.last_at), moment.after(duplicate.last_at))
    let_in = readers if readers is not None else () if across else usual_readers(duplicate)
    merger = _merger(primary, duplicate, _into(primary, family), at, across=across, readers=let_in)
    gained = replace(
        primary,
        label_ids=_with(primary.label_ids, merger.added_label_ids),
        participants=primary.participants + _newcomers(primary, duplicate, merger),
        duplicates=(*primary.duplicates, duplicate.number),
    )
    given = replace(with_status(duplicate, Status.CLOSED, at), merged_into=primary.number, merger=merger)
    return (
        _decided(primary, gained, EventType.MERGED, {"duplicate": Change(None, duplicate.number)}, at, moment),
        _decided(duplicate, given, EventType.MERGED_INTO, {"primary": Change(None, primary.number)}, at, moment),
    )


def unmerge(
    primary: T, duplicate: Ticket, family: Sequence[Ticket], moment: Moment
) -> tuple[Decision[T], Decision[Ticket]]:
    """Both as they were, as far as what the merge added is still there, and no other duplicate in `family` brought it
    as well. What was said since stays where it was said."""
    merger = duplicate.merger
    if duplicate.merged_into != primary.number or merger is None:
        raise DeskError("not_merged", "These two tickets aren't merged.")
    at = max(moment.after(primary.last_at), moment.after(duplicate.last_at))
    others = [one for one in _into(primary, family) if one.number != duplicate.number]
    labels = set(merger.added_label_ids) - _brought_labels(others)
    people = set(merger.added_participants) - _brought_participants(others)
    kept = replace(
        primary,
        label_ids=tuple(one for one in primary.label_ids if one not in labels),
        participants=tuple(one for one in primary.participants if one.address not in people),
        duplicates=tuple(number for number in primary.duplicates if number != duplicate.number),
    )
    freed = replace(
        duplicate,
        status=merger.status,
        resolved_at=merger.resolved_at,
        closed_at=merger.closed_at,
        merged_into=None,
        merger=None,
    )
    return (
        _decided(primary, kept, EventType.UNMERGED, {"duplicate": Change(duplicate.number, None)}, at, moment),
        _decided(duplicate, freed, EventType.UNMERGED_FROM, {"primary": Change(primary.number, None)}, at, moment),
    )


def _merger(
    primary: Ticket,
    duplicate: Ticket,
    others: Sequence[Ticket],
    at: datetime,
    *,
    across: bool,
    readers: Collection[str],
) -> Merger:
    """What the duplicate brings is what the primary has not of its own: another duplicate may have brought it before,
    and be parted from the primary first."""
    own_labels = set(primary.label_ids) - _brought_labels(others)
    own_people = {person.address for person in links.everybody(primary)} - _brought_participants(others)
    return Merger(
        at=at,
        across=across,
        status=duplicate.status,
        resolved_at=duplicate.resolved_at,
        closed_at=duplicate.closed_at,
        added_label_ids=tuple(one for one in duplicate.label_ids if one not in own_labels),
        added_participants=tuple(
            one.address for one in duplicate.participants if one.address in readers and one.address not in own_people
        ),
    )


def _newcomers(primary: Ticket, duplicate: Ticket, merger: Merger) -> tuple[Participant, ...]:
    known = {person.address for person in links.everybody(primary)}
    added = set(merger.added_participants) - known
    return tuple(replace(one, proven=True, since=merger.at) for one in duplicate.participants if one.address in added)


def usual_readers(duplicate: Ticket) -> tuple[str, ...]:
    """Return who needs no member's word: participants named by somebody whose right to do so is beyond doubt."""
    return tuple(one.address for one in duplicate.participants if one.proven)


def may_gain(primary: Ticket, duplicate: Ticket) -> tuple[Participant, ...]:
    """Return the duplicate's participants who would be new to the primary."""
    known = {person.address for person in links.everybody(primary)}
    return tuple(one for one in duplicate.participants if one.address not in known)


def _with(labels: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*labels, *more)))


def _into(primary: Ticket, family: Sequence[Ticket]) -> list[Ticket]:
    return [one for one in family if one.merged_into == primary.number]


def _brought_labels(duplicates: Iterable[Ticket]) -> set[str]:
    return {label for one in duplicates if one.merger for label in one.merger.added_label_ids}


def _brought_participants(duplicates: Iterable[Ticket]) -> set[str]:
    return {address for one in duplicates if one.merger for address in one.merger.added_participants}


def _check(primary: Ticket, duplicate: Ticket, family: Sequence[Ticket]) -> None:
    if primary.number == duplicate.number:
        raise invalid("duplicate", "A ticket can't be merged into itself.")
    if primary.merged_into == duplicate.number or primary.number in duplicate.duplicates:
        raise invalid("duplicate", "This ticket is the primary already: the other one was merged into it.")
    for ticket in (primary, duplicate):
        check_not_spam(ticket)
        if ticket.merged_into is not None:
            raise DeskError(
                "merged", "A ticket that was merged can't take part in another merge.", data={"number": ticket.number}
            )
    if len({ticket.number for ticket in family} | {primary.number, duplicate.number}) > FAMILY:
        raise DeskError("family_too_large", f"At most {FAMILY} tickets can be merged together.")


def _decided(
    before: Ticket, after: T, event: EventType, changes: Mapping[str, Change], at: datetime, moment: Moment
) -> Decision[T]:
    """The history says of both what the merge made of their fields."""
    fields = {
        name: Change(plain(getattr(before, name)), plain(getattr(after, name)))
        for name in ("status", "label_ids", "participants")
        if getattr(before, name) != getattr(after, name)
    }
    return decide(before, after, [Event(event, {**changes, **fields})], at, moment)
