"""Whom a reply is sent to in copy: they take part from then on, and no more once it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Action, Change, Event, EventType
from chalicelib.domain.people.people import Participant
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.change import put
from chalicelib.domain.tickets.fields import plain
from chalicelib.domain.tickets.ticket import PARTICIPANTS, T

MOST_COPIES = 20
"""Addresses that one reply may add, as many as one mail may (CC)."""


def with_copies(ticket: T, addresses: tuple[str, ...], at: datetime) -> tuple[T, list[Event]]:
    """Return the ticket with those who weren't on it yet as participants, and what tells of that. Whom somebody had in
    copy before keeps their name.

    Raises DeskError at `cc` where nobody would be mailed, or they would be too many.
    """
    if addresses and not ticket.public:
        raise invalid("cc", "Nobody outside is mailed about this ticket, so there is nobody to be in copy.")
    known = {person.address for person in links.everybody(ticket)} | {ticket.contact.email if ticket.contact else None}
    names = {person.address: person.name for person in ticket.proposed}
    new = [Participant(one, names.get(one, "")) for one in dict.fromkeys(addresses) if one not in known]
    if len(ticket.participants) + len(new) > PARTICIPANTS:
        raise invalid("cc", f"A ticket may have {PARTICIPANTS} participants at most.")
    return put(ticket, {"participants": (*ticket.participants, *new)}, at)


def without_copies(ticket: T, sent: Action) -> tuple[T, list[Event]]:
    """Return the ticket without those who came to it with that reply and are still there, and what tells of that. Who
    was proposed before is so again."""
    event = next((one for one in sent.events if one.type is EventType.PARTICIPANTS_CHANGED), None)
    joined = event.changes["participants"] if event else Change([], [])
    came = set(joined.after) - set(joined.before)
    gone = [one for one in ticket.participants if one.address in came]
    if not gone:
        return ticket, []
    left = tuple(one for one in ticket.participants if one.address not in came)
    again = tuple(replace(one, since=None) for one in gone if one.since)
    told = Event(EventType.PARTICIPANTS_CHANGED, {"participants": Change(plain(ticket.participants), plain(left))})
    return replace(ticket, participants=left, proposed=(*ticket.proposed, *again)), [told]
