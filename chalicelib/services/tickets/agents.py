"""What members and programs do to tickets: create, change, reply, note. One function a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Actor
from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.tickets import change, converse, create
from chalicelib.domain.tickets.change import Changes
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.mentions import mentioned
from chalicelib.domain.tickets.message import Said, was_taken_back
from chalicelib.domain.tickets.ticket import Attachment, Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.conflicts import decided
from chalicelib.services.people.contacts import WhoWrites, find_or_make
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.checks import check_assignee, check_labels
from chalicelib.services.tickets.commands import Expected, active_ticket, check_expected, moment
from chalicelib.services.tickets.family import lines, told_to_family

KEY_BYTES = 32
_NEWER = 100


def create_ticket(
    desk: Desk,
    room: Room,
    actor: Actor,
    new: NewTicket,
    who: WhoWrites | None = None,
    *,
    once: Once | None = None,
    seen: SeenMail | None = None,
    field: str = "contact",
) -> Ticket:
    """A new ticket for `who`, found or made by address. Raises DeskError at the field that is wrong, or `blocked`."""
    check_assignee(desk, room, new.assignee_id)
    check_labels(desk, room, new.label_ids)
    number = room.tickets.next_number()
    key = desk.random_bytes(KEY_BYTES)

    def attempt() -> Ticket:
        found = find_or_make(desk, room, who, field) if who else None
        if found and found.blocked:
            raise DeskError("blocked", "This desk takes no requests from this address.")
        contact = found.ref if found else None
        decision = create.create(replace(new, contact=contact), number, key, moment(desk, room, actor))
        room.tickets.commit(
            [decision],
            new_contact=found.new if found else None,
            once=replace(once, result=str(number)) if once else None,
            seen=replace(seen, number=number) if seen else None,
        )
        return decision.ticket

    return decided(attempt, patient=True)


def change_ticket(
    desk: Desk,
    room: Room,
    actor: Actor,
    number: int,
    changes: Changes,
    *,
    contact: WhoWrites | None = None,
    expected: Expected | None = None,
) -> Ticket:
    """Change what `changes` names. `expected` holds `version` or `assignee_id` as the caller believes them to be.

    Raises DeskError `stale_version` or `already_assigned` when that is no longer so.
    """
    check_assignee(desk, room, changes.get("assignee_id"))
    check_labels(desk, room, changes.get("label_ids", ()))

    def attempt() -> Ticket:
        ticket = active_ticket(room, number)
        check_expected(ticket, expected or {})
        found = find_or_make(desk, room, contact) if contact else None
        wanted: Changes = {**changes, "contact": found.ref} if found else changes
        decision = told_to_family(room, change.change(ticket, wanted, moment(desk, room, actor)))
        if decision.action is not None:
            room.tickets.commit([decision], new_contact=found.new if found else None)
        return decision.ticket

    return decided(attempt)


def reply(
    desk: Desk,
    room: Room,
    actor: Actor,
    number: int,
    body: str,
    *,
    status: Status | None = None,
    last_seen: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    hold: timedelta = timedelta(0),
    expected: Expected | None = None,
    once: Once | None = None,
    seen: SeenMail | None = None,
) -> Said:
    """An agent's answer. Raises `stale_conversation` when something was said after the entry `last_seen`, and at
    `last_seen` for one that there can't have been.
    """

    def decide(ticket: Ticket) -> Decision:
        _check_conversation(room, ticket, last_seen)
        return told_to_family(
            room, converse.agent_reply(ticket, body, moment(desk, room, actor), attachments, status, hold)
        )

    return _say(room, number, decide, expected, once, seen, patient=False)


def add_note(
    desk: Desk,
    room: Room,
    actor: Actor,
    number: int,
    body: str,
    *,
    attachments: tuple[Attachment, ...] = (),
    expected: Expected | None = None,
    once: Once | None = None,
) -> Said:
    """Something for members alone."""

    def decide(ticket: Ticket) -> Decision:
        mentions = mentioned(body, room.workspace.members.values())
        return converse.internal_note(ticket, body, moment(desk, room, actor), attachments, mentions)

    return _say(room, number, decide, expected, once, None, patient=True)


def _say(
    room: Room,
    number: int,
    decide: Callable[[Ticket], Decision],
    expected: Expected | None,
    once: Once | None,
    seen: SeenMail | None,
    *,
    patient: bool,
) -> Said:
    def attempt() -> Said:
        ticket = active_ticket(room, number, described=False)
        check_expected(ticket, expected or {})
        decision = decide(ticket)
        assert decision.said is not None
        room.tickets.commit(
            [decision],
            once=replace(once, result=f"{number}/{decision.said.id}") if once else None,
            seen=replace(seen, number=number, entry_id=decision.said.id) if seen else None,
        )
        return decision.said

    return decided(attempt, patient=patient)


def _check_conversation(room: Room, ticket: Ticket, last_seen: str | None) -> None:
    if last_seen is None:
        return
    said = _said_since(room, ticket, last_seen.partition(".")[0])
    if said:
        raise DeskError(
            "stale_conversation",
            "There are newer messages than the ones you answer. Read them first.",
            data={"entries": said},
        )


def _said_since(room: Room, ticket: Ticket, last_seen: str) -> list[Said]:
    """The first page with anything that was said after the entry `last_seen`; empty when nothing was.

    Entries are never removed, so there is always one that is not older than an entry somebody saw.
    """
    after: str | None = last_seen
    while after is not None:
        newer, position = lines(room, ticket, _NEWER, after, newest_first=False, consistent=True)
        if not newer:
            raise invalid("last_seen", "This is no entry of the ticket's time line. Read the time line again.")
        said = [line.entry for line in newer if isinstance(line.entry, Said) and line.entry.id > last_seen]
        said = [entry for entry in said if not was_taken_back(entry)]
        if said or position == after:
            return said
        after = position
    return []
