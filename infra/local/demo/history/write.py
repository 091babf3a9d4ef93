"""The demo's past, made by the desk's own rules at instants of the past, and written as the items they come to.

By way of the services it would take minutes: each command reads and writes by itself, and is told to the reactors.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.ids import beginning_at
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.tickets.timing import Promises
from chalicelib.services.ports import Desk, Room
from chalicelib.services.search.index import MARKED_SECONDS
from chalicelib.storage.table.long_texts import Texts
from infra.local.demo.history import rhythm
from infra.local.demo.history.arrivals import SEED, Arrival, arrivals
from infra.local.demo.history.cast import Cast
from infra.local.demo.history.course import Course, Office
from infra.local.demo.history.items import Stored
from infra.local.demo.history.people import REGULARS, STRANGERS
from infra.local.demo.history.sent import Put
from infra.local.demo.history.story import Story
from infra.local.demo.people import MEMBERS


def write_history(desk: Desk, room: Room, put: Put, taken: Sequence[datetime]) -> list[int]:
    """Write the past, and return the number that each ticket gets which is made at one of the instants `taken`."""
    now = desk.clock.now()
    came = arrivals(now, room.workspace.hours.zone, taken)
    contacts = _contacts(came)
    courses = _told(_cast(room, contacts, now), came)
    stored = Stored(room, Texts(desk.files, room.workspace.id), now, min(taken, default=now))
    tickets = chain.from_iterable(stored.ticket(course) for course in courses)
    put(chain(stored.contacts(contacts.values()), tickets, stored.together()))
    expires_at = int(now.timestamp()) + MARKED_SECONDS
    room.counters.add("history", stored.tabs, stored.members, expires_at)
    made = {course.ticket.number for course in courses}
    free = (number for number in range(1, len(courses) + len(taken) + 1) if number not in made)
    return list(free)


def _told(cast: Cast, came: Sequence[Arrival]) -> list[Course]:
    courses = list[Course]()
    for arrival in came:
        story = Story(cast, arrival)
        story.tell()
        courses += story.courses
    for course in courses:
        course.wait(cast.now)
    return sorted(courses, key=lambda course: course.ticket.number)


def _contacts(came: Sequence[Arrival]) -> Mapping[str, Contact]:
    """Everybody who wrote, by their address; who wrote spam is put aside."""
    first: dict[str, datetime] = {}
    for arrival in came:
        first.setdefault(arrival.who.email, arrival.at)
    new_id = _ids()
    made = {
        one.email: Contact(id=f"c_{new_id(first[one.email])}", name=one.name, addresses=(one.email,))
        for one in (*REGULARS, *STRANGERS)
        if one.email in first
    }
    return made | {one.email: replace(made[one.email], parked=True) for one in STRANGERS}


def _ids() -> Callable[[datetime], str]:
    """Return a maker of ids that are the same whenever the same is made, in a third of the time."""
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    return lambda at: f"{beginning_at(at)}{chance.getrandbits(64):016X}"


def _cast(room: Room, contacts: Mapping[str, Contact], now: datetime) -> Cast:
    members = {one.email: one for one in room.workspace.members.values()}
    zone = room.workspace.hours.zone
    return Cast(
        office=Office(Promises.of(room.workspace), _ids()),
        members={
            key: Actor(ActorKind.AGENT, members[one.email].id, one.name)
            for key, one in MEMBERS.items()
            if members[one.email].may_be_assigned
        },
        contacts={email: ContactRef.of(contact) for email, contact in contacts.items()},
        staffed=rhythm.staffed(zone),
        awake=rhythm.awake(zone),
        ends=now - rhythm.QUIET,
        now=now,
    )
