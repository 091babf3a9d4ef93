"""Erasing a person, step by step: their contacts, their tickets and those they took part in, and what lies around.

The contacts go first: whoever writes from one of their addresses from then on is somebody new. Each step may be carried
out twice, and the last one looks whether anything of theirs came meanwhile.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.holds import kept
from chalicelib.domain.paging import items_of
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.people.people import Contact
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind
from chalicelib.domain.privacy.person import ErasedPerson, erased
from chalicelib.domain.privacy.receipt import receipt, told
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.worklist import Work
from chalicelib.locales import plain
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.people.contacts import contact as contact_of
from chalicelib.services.people.merging import family
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy import emptying
from chalicelib.services.privacy.export.archive import folder
from chalicelib.services.privacy.holds import held_by, hold_on
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket, reference_of

KIND = "erasure"
"""The work of erasing a person. Its id is that of its job."""
PAGE = 10
_LOOKED_AT, _COUNTED = 100, 200


def people(room: Room, contact_id: str) -> list[Contact]:
    """Return the contacts that somebody is: the one whom all others were merged into first. Raises `not_found`."""
    found = contact_of(room, contact_id)
    while found.merged_into is not None:
        found = contact_of(room, found.merged_into)
    return family(room, found)


def person_of(room: Room, contact_id: str) -> ErasedPerson:
    """Return who is to be erased. Raise DeskError `not_found`, and `is_member` for somebody of the desk."""
    contacts = people(room, contact_id)
    t = plain(room.workspace.language)
    person = ErasedPerson.of(contacts, t("erased.customer"))
    members = {address_in_dns(member.email) for member in room.workspace.members.values() if member.active}
    if members & set(person.addresses):
        raise DeskError("is_member", "This address is a member's of the desk. Take it off the contact first.")
    return person


def check_people(room: Room, contact_id: str, *, telling: bool) -> None:
    """Raise DeskError `held` for somebody who is on hold. Who holds them and why is told if `telling`."""
    for one in people(room, contact_id):
        if held := held_by(room, one):
            raise kept(held, one.name or one.email or "The contact", telling=telling)


def ask(seat: Seat, contact_id: str) -> DeskJob:
    """Have a person erased. Asked for again while that goes on, it is the same job. Raise DeskError as `person_of`
    does."""
    desk, room, now = seat.desk, seat.room, seat.desk.clock.now()
    person = person_of(room, contact_id)
    check_people(room, contact_id, telling=seat.reads_notes)
    running = _running(room, person.ids[0])
    if running:
        return running
    job = DeskJob(
        id=f"j_{desk.new_id(now)}", kind=DeskJobKind.ERASURE, subject=person.ids[0], by=seat.actor, asked_at=now
    )
    state = {"person": person.stored(), "phase": "people", "counts": {}, "began": time.time()}
    room.desk_jobs.add(job)
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, id=job.id, at=now, state=state))
    return job


def _running(room: Room, contact_id: str) -> DeskJob | None:
    newest = room.desk_jobs.list(_LOOKED_AT, None).items
    theirs = (one for one in newest if one.kind is DeskJobKind.ERASURE and one.subject == contact_id)
    return next((one for one in theirs if not one.is_over), None)


def erase_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a step."""
    job = room.desk_jobs.get(work.id)
    if job is None or job.is_over:
        return None
    person = ErasedPerson.read(work.state["person"])
    after = _PHASES[work.state["phase"]](Seat(desk, room, job.by, cause=job.id), work, person)
    counts = after.state["counts"]
    done = counts.get("tickets", 0) + counts.get("others_tickets", 0)
    if after.state["phase"] == "done":
        room.desk_jobs.change(job, job.done(desk.clock.now(), receipt(person, counts, desk.clock.now())))
        return None
    room.desk_jobs.change(job, job.further(done))
    return after


def preview(seat: Seat, contact_id: str) -> dict[str, Any]:
    """Return what an erasure would do, in the same form: counted in their newest tickets, `more` says where there are
    others. Raise DeskError as `person_of` does."""
    room, person = seat.room, person_of(seat.room, contact_id)
    check_people(room, contact_id, telling=seat.reads_notes)
    counts: Counter[str] = Counter(contacts=len(person.ids), addresses=len(person.addresses))
    page = room.tickets.of_contacts(person.ids, _COUNTED, None)
    numbers = dict.fromkeys([row.number for row in page.items])
    numbers |= dict.fromkeys(number for address in person.addresses for number in _pointed(room, address))
    for number in list(numbers)[:_COUNTED]:
        counts += emptying.count(room, number, person)
    counts["parked_mails"] = sum(1 for _ in emptying.parked(room, person))
    more = page.position is not None or len(numbers) > _COUNTED
    return {**told(person, counts, seat.desk.clock.now()), "more": more}


def _people(seat: Seat, work: Work, person: ErasedPerson) -> Work:
    """The contacts, and by which addresses they are found."""
    room = seat.room
    for contact_id in person.ids:
        retry_on_conflict(partial(_erase_contact, seat, contact_id, person))
    numbers = sorted({number for address in person.addresses for number in _pointed(room, address)})
    counts = {"contacts": len(person.ids), "addresses": len(person.addresses)}
    begun = {"numbers": numbers, "done": [], "own_numbers": [], "after": None, "listed": False}
    return _with(_counted(work, counts), phase="tickets", **begun)


def _erase_contact(seat: Seat, contact_id: str, person: ErasedPerson) -> None:
    before = contact_of(seat.room, contact_id)
    after, now = erased(before, person), seat.desk.clock.now()
    if before == after:
        return
    entry = AuditEntry(
        id=seat.desk.new_id(now),
        at=now,
        actor=seat.actor,
        action="contact.erased",
        subject=contact_id,
        name=person.name_after,
    )
    seat.room.contacts.change(before, after, entry)


def _pointed(room: Room, address: str) -> Iterator[int]:
    return items_of(partial(room.contacts.pointed, address, _LOOKED_AT))


def _tickets(seat: Seat, work: Work, person: ErasedPerson) -> Work:
    """The tickets, a page of one at a time: those pointed to, and their own, until there is none left."""
    if "number" in work.state:
        return _further(seat, work, person)
    if not work.state["numbers"]:
        return _listed(seat.room, work, person)
    room, state = seat.room, work.state
    number, *rest = state["numbers"]
    ticket = find_ticket(room, number, DescribedTicket)
    if ticket is None or hold_on(room, ticket):
        passed = _counted(work, {"held": int(ticket is not None)})
        return _with(passed, numbers=rest, done=[*state["done"], number])
    known = person.known_as(emptying.names_on(ticket, person))
    own = known.owns(ticket)
    emptying.begin(seat, ticket, known)
    begun = _with(work, numbers=rest, number=number, own=own, position="", person=known.stored())
    return _counted(begun, {"tickets" if own else "others_tickets": 1})


def _further(seat: Seat, work: Work, person: ErasedPerson) -> Work:
    """A page further in a ticket."""
    desk, room, state = seat.desk, seat.room, work.state
    number, own = state["number"], state["own"]
    page = room.erasing.kept(number, PAGE, state["position"] or None)
    emptying.follow_splits(seat, page.items, person)
    work = _counted(work, emptying.go_on(desk, room, number, page.items, person, own=own))
    if page.position is not None:
        return _with(work, position=page.position)
    emptying.finish(desk, room, number, person, state["began"], own=own)
    left = {name: value for name, value in work.state.items() if name not in ("number", "own", "position")}
    own_numbers = [*state["own_numbers"], *([number] if own else ())]
    return replace(work, state={**left, "done": [*state["done"], number], "own_numbers": own_numbers})


def _listed(room: Room, work: Work, person: ErasedPerson) -> Work:
    """The next of their own tickets. They come the newest first: what came meanwhile is on the first page."""
    state = work.state
    page = room.tickets.of_contacts(person.ids, _LOOKED_AT, None if state["listed"] else state["after"])
    done = set(state["done"])
    numbers = [row.number for row in page.items if row.number not in done]
    if state["listed"] and not numbers:
        return _with(work, phase="around")
    return _with(work, numbers=numbers, after=page.position, listed=state["listed"] or page.position is None)


def _around(seat: Seat, work: Work, person: ErasedPerson) -> Work:
    """Parked mails, pointers, exports, and then the audit log, a page at a time."""
    desk, room = seat.desk, seat.room
    if "month" not in work.state:
        parked = emptying.drop_parked(desk, room, person)
        _erase_exports(desk, room, person)
        for address in person.addresses:
            room.erasing.forget_address(address)
        since = min(emptying.begun(one) for one in person.ids)
        return _with(_counted(work, {"parked_mails": parked}), month=since, log="")
    month, own = work.state["month"], {reference_of(room, number) for number in work.state["own_numbers"]}
    position = room.erasing.log(month, work.state["log"] or None, person.cut, {*person.ids, *own})
    if position is not None:
        return _with(work, log=position)
    if month >= desk.clock.now().strftime("%Y-%m"):
        return _with(work, phase="done")
    return _with(work, month=_month_after(month), log="")


def _erase_exports(desk: Desk, room: Room, person: ErasedPerson) -> None:
    """What was made for them, or of them, as long as that is kept."""
    for job in items_of(partial(room.desk_jobs.list, _LOOKED_AT)):
        if job.kind is DeskJobKind.EXPORT and job.subject in person.ids:
            desk.files.erase_folder(folder(room.workspace.id, job.id))


def _month_after(month: str) -> str:
    first = datetime.fromisoformat(f"{month}-01")
    return (first + timedelta(days=32)).strftime("%Y-%m")


def _with(work: Work, **state: Any) -> Work:
    return replace(work, state={**work.state, **state})


def _counted(work: Work, counts: Mapping[str, int]) -> Work:
    before = work.state["counts"]
    added = {name: before.get(name, 0) + counts.get(name, 0) for name in before.keys() | counts.keys()}
    return _with(work, counts=added)


_PHASES: Mapping[str, Callable[[Seat, Work, ErasedPerson], Work]] = {
    "people": _people,
    "tickets": _tickets,
    "around": _around,
}
