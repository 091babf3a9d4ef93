"""Merged tickets together: which of them one customer may read as one, and who hears what is said on the primary.

Two merged tickets are open to each other when they have the same contact, now and when they were merged. Whatever lies
behind a merge of different contacts stays apart, however long the chain of merges is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import Actor, ActorKind, Recipient
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, T, Ticket

Family = Mapping[int, Ticket]
"""Tickets by number: a primary and all that was merged into it, directly or not."""


def family_of(tickets: Iterable[Ticket]) -> Family:
    return {ticket.number: ticket for ticket in tickets}


def same_contact(one: Ticket, other: Ticket) -> bool:
    """Also of two tickets without any contact."""
    return _contact_id(one) == _contact_id(other)


def circle(ticket: Ticket, family: Family) -> list[Ticket]:
    """The ticket, and those of its family that whoever holds a link of it may read as well."""
    found = {ticket.number: ticket}
    waiting = [ticket]
    while waiting:
        near = [other for other in _neighbours(waiting.pop(), family) if other.number not in found]
        found |= family_of(near)
        waiting += near
    return list(found.values())


def read_since(ticket: Ticket, family: Family) -> list[tuple[Ticket, datetime | None]]:
    """Return the circle with the moment from which on each is read by whoever takes part in `ticket` alone: they came
    to the others by a merge, and what was said there before wasn't said to them. None is from the beginning.
    """
    found: dict[int, tuple[Ticket, datetime | None]] = {ticket.number: (ticket, None)}
    waiting = [ticket]
    while waiting:
        here = waiting.pop()
        for other in _neighbours(here, family):
            if other.number not in found:
                merged = other if other.merged_into == here.number else here
                times = [at for at in (found[here.number][1], merged.merger.at if merged.merger else None) if at]
                found[other.number] = (other, max(times, default=None))
                waiting.append(other)
    return list(found.values())


def heard_from(ticket: Ticket, family: Family) -> list[tuple[Ticket, datetime]]:
    """Tickets of other contacts whose replies are for this ticket's customer, too: those it was merged into, each from
    the moment on that it led there: what is merged takes no other in, so the last merge of the way is the latest."""
    heard: list[tuple[Ticket, datetime]] = []
    while ticket.merged_into is not None and ticket.merger is not None:
        above = family[ticket.merged_into]
        if heard or not _is_open(ticket, above):
            heard.append((above, ticket.merger.at))
        ticket = above
    return heard


def heard_by(primary: Ticket, duplicates: Sequence[Ticket]) -> tuple[Recipient, ...]:
    """Return who a public reply on the primary goes to: its own people, and the proven ones of duplicates of other
    contacts, each with the link of the ticket they know, each address once."""
    own = {ticket.number for ticket in circle(primary, family_of([primary, *duplicates]))}
    found = {person.address: person for person in links.recipients(primary)}
    for duplicate in duplicates:
        for person in () if duplicate.number in own else _proven(duplicate):
            found.setdefault(person.address, replace(person, number=duplicate.number))
    return tuple(found.values())


def _proven(ticket: Ticket) -> list[Recipient]:
    return [person for person in links.recipients(ticket) if links.is_proven(ticket, person)]


def told_to_family(decision: Decision[T], duplicates: Sequence[Ticket]) -> Decision[T]:
    """Return the decision told to the duplicates' people as well, if it is told to the customers of the primary."""
    if decision.action is None:
        return decision
    people = heard_by(decision.ticket, duplicates)
    told = replace(decision, action=replace(decision.action, recipients=people))
    if not isinstance(decision.said, PublicMessage):
        return told
    return replace(told, said=replace(decision.said, delivery={one.id: JobState.QUEUED.value for one in people}))


def opening(ticket: DescribedTicket) -> PublicMessage | None:
    """The description as the message it is when the ticket is read as part of another; None without any."""
    if not ticket.description and not ticket.attachments:
        return None
    return PublicMessage(
        id=f"{ticket.number}.description",
        at=ticket.created_at,
        kind=MessageKind.AGENT_REPLY if ticket.opened_by else MessageKind.CUSTOMER_MESSAGE,
        author=author_of(ticket),
        body=ticket.description,
        attachments=ticket.attachments,
        said_format=ticket.body_format,
    )


def author_of(ticket: Ticket) -> Actor:
    """Return who wrote the description: the member who typed it, else the customer."""
    contact = ticket.contact
    if ticket.opened_by:
        return ticket.opened_by
    if contact is None:
        return Actor(ActorKind.CUSTOMER, None, "")
    name = ticket.customer_name or contact.email or ""
    return Actor(ActorKind.CUSTOMER, links.contact_recipient_id(contact.id), name)


def _neighbours(ticket: Ticket, family: Family) -> list[Ticket]:
    """Those one merge away that are open to this one."""
    near = [family[number] for number in ticket.duplicates if _is_open(family[number], ticket)]
    above = family[ticket.merged_into] if ticket.merged_into is not None else None
    return [*near, above] if above and _is_open(ticket, above) else near


def _is_open(duplicate: Ticket, above: Ticket) -> bool:
    return duplicate.merger is not None and not duplicate.merger.across and same_contact(duplicate, above)


def _contact_id(ticket: Ticket) -> str | None:
    return ticket.contact.id if ticket.contact else None
