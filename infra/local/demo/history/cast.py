"""Who takes part in the past, and how a request of theirs becomes a ticket."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.sla.business_hours import BusinessHours
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.vocabulary import Channel, Priority, TicketType
from infra.local.demo import people
from infra.local.demo.history.arrivals import Arrival
from infra.local.demo.history.course import Course, Office
from infra.local.demo.model import SOURCES, label_id


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who takes part, and when they are there. Nothing happens from when the past `ends` until `now`."""

    office: Office
    members: dict[str, Actor]
    contacts: dict[str, ContactRef]
    staffed: BusinessHours
    awake: BusinessHours
    ends: datetime
    now: datetime
    newcomers: set[str] = field(default_factory=set)
    """The ids of those who wrote before."""

    def opened(self, arrival: Arrival, agent: str, *, sort: bool) -> Course:
        """Return the course of a ticket as it comes in; what a member types in themselves is sorted already."""
        contact, typed = self.contacts[arrival.who.email], arrival.channel == "phone"
        new = NewTicket(
            title=arrival.wording.title,
            description=arrival.wording.text,
            type=TicketType(arrival.subject.type),
            priority=Priority(arrival.priority) if typed or not sort else Priority.MEDIUM,
            channel=Channel(arrival.channel),
            source=SOURCES[arrival.channel],
            contact=contact,
            assignee_id=self.members[agent].id if typed else None,
            label_ids=() if sort and not typed else tuple(map(label_id, arrival.subject.labels)),
            language=arrival.wording.language,
            mailbox=people.SUPPORT if arrival.channel == "email" else None,
            newcomer=contact.id not in self.newcomers,
        )
        self.newcomers.add(contact.id)
        actor = self.members[agent] if typed else Actor(ActorKind.CUSTOMER, None, contact.name)
        return Course.opened(self.office, new, arrival.number, arrival.chance.randbytes(32), actor, arrival.at)
