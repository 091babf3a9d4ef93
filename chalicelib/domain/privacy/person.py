"""Erasing a person: what is theirs goes, what others said stays without their name, and the ticket's numbers stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from chalicelib.domain.events import Actor, ActorKind, Change, Event, EventType
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.people.people import Contact, ContactRef, Participant
from chalicelib.domain.privacy.cutting import BLANK, Cut
from chalicelib.domain.privacy.redacting import WHAT, without_words
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.fields import plain
from chalicelib.domain.tickets.links import contact_recipient_id, is_same, participant_recipient_id
from chalicelib.domain.tickets.planned import SCHEDULED
from chalicelib.domain.tickets.ticket import DescribedTicket, TicketSummary

_SHORT = 3
"""A name of fewer letters is a part of many words, and stays where it stands in what others said."""


@dataclass(frozen=True)
class ErasedPerson:
    """Somebody who is erased: the contacts that they are, all their addresses and names, and what they are called from
    then on."""

    ids: tuple[str, ...]
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    name_after: str

    @classmethod
    def of(cls, contacts: Sequence[Contact], called: str) -> ErasedPerson:
        """Return the person that some contacts, merged into one another, are. `called` is what customers who were
        erased are called, before the mark by which two of them are told apart."""
        first = contacts[0].id
        names = {name for one in contacts for name in (one.name, *one.phones)}
        addresses = {address_in_dns(address) for one in contacts for address in one.addresses}
        return cls(
            ids=tuple(one.id for one in contacts),
            addresses=tuple(sorted(addresses)),
            names=tuple(sorted(names - {""})),
            name_after=f"{called} {sha256(first.encode()).hexdigest()[:4]}",
        )

    def stored(self) -> dict[str, Any]:
        """Return it as the work list keeps it, until it is done."""
        return {
            "ids": list(self.ids),
            "addresses": list(self.addresses),
            "names": list(self.names),
            "after": self.name_after,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> ErasedPerson:
        """Return what was stored."""
        return cls(tuple(stored["ids"]), tuple(stored["addresses"]), tuple(stored["names"]), stored["after"])

    def known_as(self, names: Iterable[str]) -> ErasedPerson:
        """Return them with further names that they went by."""
        further = {" ".join(name.split()) for name in names} - {"", self.name_after, BLANK}
        return replace(self, names=tuple(sorted({*self.names, *further})))

    @cached_property
    def cut(self) -> Cut:
        """Return what has their name and addresses go from what others said."""
        words = [*self.addresses, *(name for name in self.names if len(name) >= _SHORT)]
        return Cut(tuple(words), instead=self.name_after, whole=True)

    @cached_property
    def recipient_ids(self) -> tuple[str, ...]:
        """Return the ids that they have as somebody who writes and is mailed."""
        participants = (participant_recipient_id(one) for one in self.addresses)
        return (*map(contact_recipient_id, self.ids), *participants)

    def wrote(self, author: Actor) -> bool:
        """Return whether something is theirs."""
        theirs = any(is_same(author.id, one) for one in self.recipient_ids)
        return theirs or (author.kind is ActorKind.CUSTOMER and author.id is None and author.name in self.names)

    def owns(self, ticket: TicketSummary) -> bool:
        """Return whether a ticket is theirs: then all that was said on it is about them."""
        return ticket.contact is not None and ticket.contact.id in self.ids


def erased(contact: Contact, person: ErasedPerson) -> Contact:
    """Return what is left of a contact: that there was one, and whether the desk wanted nothing of theirs."""
    return Contact(
        id=contact.id,
        name=person.name_after,
        blocked=contact.blocked,
        parked=contact.parked,
        merged_into=contact.merged_into,
        merged=contact.merged,
    )


def erase(ticket: DescribedTicket, person: ErasedPerson, moment: Moment) -> Decision[DescribedTicket]:
    """Take a person out of a ticket: all that anybody said, where it is their own; else them, and their name."""
    after = _emptied(ticket, person) if person.owns(ticket) else _without_them(ticket, person)
    changes = {name: Change(plain(getattr(after, name)), plain(getattr(after, name))) for name in ("title", "contact")}
    changes["participants"] = Change(plain(after.participants), plain(after.participants))
    if len(after.planned) < len(ticket.planned):
        changes[SCHEDULED] = Change([one.id for one in ticket.planned], None)
    event = Event(EventType.REDACTED, {WHAT: Change(None, "person"), **changes})
    return silenced(decide(ticket, after, [event], moment.after(ticket.last_at), moment))


def _emptied(ticket: DescribedTicket, person: ErasedPerson) -> DescribedTicket:
    assert ticket.contact
    csat, escalation = ticket.csat, ticket.escalation
    return replace(
        ticket,
        title=BLANK,
        description=BLANK if ticket.description else "",
        formatted="",
        contact=ContactRef(ticket.contact.id, person.name_after, None),
        addressed=ticket.addressed + 1,
        participants=(),
        proposed=(),
        attachments=(),
        html_id=None,
        resolution=BLANK if ticket.resolution else None,
        escalation=replace(escalation, reason=BLANK) if escalation else None,
        csat=replace(csat, comment=BLANK) if csat.comment else csat,
        requester=None,
        answers_to=None,
        threads={},
        planned=(),
    )


def _without_them(ticket: DescribedTicket, person: ErasedPerson) -> DescribedTicket:
    def others(people: Iterable[Participant]) -> tuple[Participant, ...]:
        return tuple(one for one in people if address_in_dns(one.address) not in person.addresses)

    cut = without_words(ticket, person.cut)
    mailed = {at: one for at, one in cut.threads.items() if address_in_dns(at) not in person.addresses}
    return replace(cut, participants=others(cut.participants), proposed=others(cut.proposed), threads=mailed)
