"""Merging is a pointer, not a copy: the duplicate keeps its messages and points to the primary, which lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import links
from chalicelib.domain.decision import Decision, Moment, action_of, advanced, with_status
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change, Event, EventType, Recipient
from chalicelib.domain.mailing import JobState
from chalicelib.domain.message import PublicMessage
from chalicelib.domain.ticket import Merger, Status, Ticket

FAMILY = 20


def merge(
    primary: Ticket, duplicate: Ticket, family: Sequence[Ticket], moment: Moment, *, across_contacts: bool
) -> tuple[Decision, Decision]:
    """The decisions for both. `family` is everything either of them has already; `across_contacts` allows two contacts.

    With one contact the duplicate's participants and labels come along. With two, only the labels: whoever took part
    in the one must not get to read the other.
    """
    _check(primary, duplicate, family)
    across = _different_contacts(primary, duplicate)
    if across and not across_contacts:
        raise DeskError(
            "different_contacts",
            "The two tickets have different customers. Merge them only if both may hear the same answers.",
        )
    at = max(moment.after(primary.last_at), moment.after(duplicate.last_at))
    labels = tuple(one for one in duplicate.label_ids if one not in primary.label_ids)
    known = {person.address for person in links.everybody(primary)}
    people = () if across else tuple(one for one in duplicate.participants if one.address not in known)
    merger = Merger(
        at=at,
        across=across,
        status=duplicate.status,
        resolved_at=duplicate.resolved_at,
        closed_at=duplicate.closed_at,
        added_label_ids=labels,
        added_participants=tuple(person.address for person in people),
    )
    gained = replace(
        primary,
        label_ids=primary.label_ids + labels,
        participants=primary.participants + people,
        duplicates=(*primary.duplicates, duplicate.number),
    )
    given = replace(with_status(duplicate, Status.CLOSED, at), merged_into=primary.number, merger=merger)
    return (
        _decided(primary, gained, Event(EventType.MERGED, {"duplicate": Change(None, duplicate.number)}), at, moment),
        _decided(duplicate, given, Event(EventType.MERGED_INTO, {"primary": Change(None, primary.number)}), at, moment),
    )


def unmerge(primary: Ticket, duplicate: Ticket, moment: Moment) -> tuple[Decision, Decision]:
    """Both as they were, as far as what the merge added is still there. What was said since stays where it was said."""
    merger = duplicate.merger
    if duplicate.merged_into != primary.number or merger is None:
        raise DeskError("not_merged", "These two tickets aren't merged.")
    at = max(moment.after(primary.last_at), moment.after(duplicate.last_at))
    kept = replace(
        primary,
        label_ids=tuple(one for one in primary.label_ids if one not in merger.added_label_ids),
        participants=tuple(one for one in primary.participants if one.address not in merger.added_participants),
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
        _decided(primary, kept, Event(EventType.UNMERGED, {"duplicate": Change(duplicate.number, None)}), at, moment),
        _decided(
            duplicate, freed, Event(EventType.UNMERGED_FROM, {"primary": Change(primary.number, None)}), at, moment
        ),
    )


def told_to_family(decision: Decision, family: Sequence[Ticket]) -> Decision:
    """A reply that the people of the primary's duplicates get as well."""
    action, said = decision.action, decision.said
    if action is None or not isinstance(said, PublicMessage):
        return decision
    people = heard_by(decision.ticket, family)
    said = replace(said, delivery={person.id: JobState.QUEUED.value for person in people})
    return replace(decision, action=replace(action, recipients=people), said=said)


def heard_by(primary: Ticket, family: Sequence[Ticket]) -> tuple[Recipient, ...]:
    """Whom a public reply on the primary goes to: its own people, and those of duplicates of other contacts, each with
    the link of the ticket he knows, each address once."""
    found = {person.address: person for person in links.recipients(primary)}
    for duplicate in family:
        for person in links.recipients(duplicate) if duplicate.merger and duplicate.merger.across else ():
            found.setdefault(person.address, replace(person, number=duplicate.number))
    return tuple(found.values())


def _check(primary: Ticket, duplicate: Ticket, family: Sequence[Ticket]) -> None:
    if primary.number == duplicate.number:
        raise invalid("duplicate", "A ticket can't be merged into itself.")
    if primary.merged_into == duplicate.number or primary.number in duplicate.duplicates:
        raise invalid("duplicate", "This ticket is the primary already: the other one was merged into it.")
    for ticket in (primary, duplicate):
        if ticket.merged_into is not None:
            raise DeskError(
                "merged", "A ticket that was merged can't take part in another merge.", data={"number": ticket.number}
            )
    if len({ticket.number for ticket in family} | {primary.number, duplicate.number}) > FAMILY:
        raise DeskError("family_too_large", f"At most {FAMILY} tickets can be merged together.")


def _different_contacts(primary: Ticket, duplicate: Ticket) -> bool:
    ids = {ticket.contact.id for ticket in (primary, duplicate) if ticket.contact}
    return len(ids) > 1


def _decided(before: Ticket, after: Ticket, event: Event, at: datetime, moment: Moment) -> Decision:
    after = advanced(after, at)
    return Decision(before, after, action_of(before, after, [event], moment))
