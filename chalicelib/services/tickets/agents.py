"""What members and programs do to tickets: create, change, reply, note. One function a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import UnionType

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Event
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.privacy.decisions import masked_changes, masked_decision
from chalicelib.domain.tickets import change, converse, create
from chalicelib.domain.tickets.attachment import Attachment, placed
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.copies import with_copies
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.mentions import mentioned
from chalicelib.domain.tickets.message import PublicMessage, Said, was_taken_back
from chalicelib.domain.tickets.ticket import DescribedTicket, T, Ticket, check_place
from chalicelib.domain.vocabulary import Sealing, Status
from chalicelib.services.people.contacts import WhoWrites, find_or_make
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.checks import check_assignee, check_labels
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out, carry_out_plan, read
from chalicelib.services.tickets.family import pages, told_to_family

KEY_BYTES = 32
_NEWER = 100
_Kinds = type[PublicMessage] | UnionType


def create_ticket(
    seat: Seat,
    new: NewTicket,
    who: WhoWrites | None = None,
    *,
    receipt: Receipt = NONE,
    field: str = "contact",
    sorted_out: bool = False,
) -> DescribedTicket:
    """A new ticket for `who`, found or made by address. Where it is `sorted_out`, a parked contact's begins as spam.
    Raises DeskError at the field that is wrong, or `blocked`."""
    check_assignee(seat.desk, seat.room, new.assignee_id)
    check_labels(seat.desk, seat.room, new.label_ids)
    number = seat.room.tickets.next_number()
    key = seat.desk.random_bytes(KEY_BYTES)

    def plan() -> Plan[DescribedTicket]:
        found = find_or_make(seat.desk, seat.room, who, field) if who else None
        if found and found.blocked:
            raise DeskError("blocked", "This desk takes no requests from this address.")
        contact = found.ref if found else None
        named = replace(new, contact=contact, newcomer=found is not None and found.new is not None)
        named = replace(named, spam=sorted_out and found is not None and found.parked)
        made = create.create(named, number, key, seat.moment())
        return Plan(made, new_contact=found.new if found else None)

    return carry_out_plan(seat, plan, receipt=receipt, patient=True).ticket


def change_ticket(
    seat: Seat,
    number: int,
    changes: Changes,
    *,
    contact: WhoWrites | None = None,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[DescribedTicket]:
    """Change what `changes` names. `expected` holds `version` or `assignee_id` as the caller believes them to be.

    Raises DeskError `stale_version` or `already_assigned` when that is no longer so.
    """
    check_assignee(seat.desk, seat.room, changes.get("assignee_id"))
    check_labels(seat.desk, seat.room, changes.get("label_ids", ()))

    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, DescribedTicket, expected)
        found = find_or_make(seat.desk, seat.room, contact) if contact else None
        wanted: Changes = {**changes, "contact": found.ref} if found else changes
        wanted = masked_changes(wanted, seat.room.workspace.masking)
        decision = told_to_family(seat.room, change.change(ticket, wanted, seat.moment()))
        return Plan(decision, new_contact=found.new if found else None)

    return carry_out_plan(seat, plan, receipt=receipt)


def reply(
    seat: Seat,
    number: int,
    body: str,
    *,
    status: Status | None = None,
    last_seen: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    body_format: BodyFormat | None = None,
    formatted: str = "",
    hold: timedelta = timedelta(0),
    notes: bool = True,
    identity: SenderIdentity | None = None,
    signed: Sealing | None = None,
    cc: tuple[str, ...] = (),
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[Ticket]:
    """An agent's answer, to those in `cc` as well, who take part from now on.

    Raises `stale_conversation` when something was said after the entry `last_seen`, and at `last_seen` for one that
    there can't have been. Without `notes`, notes are no hindrance. `identity` is that of a mail, and `signed` what it
    was signed by.
    """

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        check_conversation(seat.room, ticket, last_seen, notes=notes)
        return answered(
            seat.room,
            ticket,
            moment,
            body,
            status=status,
            attachments=attachments,
            body_format=body_format,
            formatted=formatted,
            hold=hold,
            identity=identity,
            signed=signed,
            cc=cc,
        )

    return _say(seat, number, decide, expected, receipt, patient=False)


def answered(
    room: Room,
    ticket: Ticket,
    moment: Moment,
    body: str,
    *,
    status: Status | None,
    attachments: tuple[Attachment, ...],
    body_format: BodyFormat | None,
    formatted: str,
    cc: tuple[str, ...],
    hold: timedelta = timedelta(0),
    identity: SenderIdentity | None = None,
    signed: Sealing | None = None,
) -> Decision[Ticket]:
    """Return what an answer to a ticket comes to, whoever gives it, now or as they chose before."""
    open_to, events = reached(room, ticket, moment, cc)
    files = placed(attachments, body)
    said = converse.agent_reply(open_to, body, moment, files, status, hold, body_format, identity, signed)
    return awaiting_mails(room, _told(_formatted(said, formatted), ticket, events))


def reply_tried(
    seat: Seat,
    number: int,
    body: str,
    *,
    status: Status | None,
    attachments: tuple[Attachment, ...],
    body_format: BodyFormat,
    formatted: str,
    cc: tuple[str, ...],
) -> Decision[DescribedTicket]:
    """Return what such an answer would come to. It is refused as one would be; nothing is stored."""
    ticket, moment = read(seat.room, number, DescribedTicket), seat.moment()
    check_place(ticket)
    open_to, events = reached(seat.room, ticket, moment, cc)
    said = converse.agent_reply(open_to, body, moment, placed(attachments, body), status, body_format=body_format)
    decision = told_to_family(seat.room, _told(_formatted(said, formatted), ticket, events))
    return masked_decision(decision, seat.room.workspace.masking)


def _formatted(decision: Decision[T], formatted: str) -> Decision[T]:
    """Return the decision with what was said `formatted`, see `chalicelib.formatted`."""
    return replace(decision, said=replace(decision.said, formatted=formatted)) if decision.said else decision


def _told(decision: Decision[T], before: Ticket, events: list[Event]) -> Decision[T]:
    """Return the decision as that of one command, which came to those events as well."""
    assert decision.action is not None
    action = replace(decision.action, events=(*decision.action.events, *events))
    return replace(decision, before=before, action=action)


def awaiting_mails(room: Room, decision: Decision[T]) -> Decision[T]:
    """Return the decision with a reply that awaits no mails, where the desk sends none."""
    if room.workspace.mail_replied or not isinstance(decision.said, PublicMessage):
        return decision
    return replace(decision, said=replace(decision.said, delivery={}))


def reached(room: Room, ticket: T, moment: Moment, cc: tuple[str, ...]) -> tuple[T, list[Event]]:
    """Return the ticket with its contact's address if they had none and have one by now, and with those in copy, and
    what tells of that: the former follows within a minute, and the reply is for them."""
    at, events = moment.after(ticket.last_at), list[Event]()
    known = ticket.contact
    contact = room.contacts.get(known.id) if known and not known.email else None
    if contact and contact.email:
        ticket, events = change.put(ticket, {"contact": ContactRef.of(contact)}, at)
    ticket, joined = with_copies(ticket, cc, at)
    return ticket, [*events, *joined]


def add_note(
    seat: Seat,
    number: int,
    body: str,
    *,
    attachments: tuple[Attachment, ...] = (),
    body_format: BodyFormat | None = None,
    formatted: str = "",
    signed: Sealing | None = None,
    mentions: tuple[str, ...] | None = None,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[Ticket]:
    """Something for members alone. `signed` is what the mail that it came by was signed by. It calls those with the ids
    in `mentions`, if these are given, and otherwise whom its words call."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        called = mentioned(body, seat.room.workspace.members.values()) if mentions is None else mentions
        files = placed(attachments, body)
        note = converse.internal_note(ticket, body, moment, files, called, body_format, signed)
        return _formatted(note, formatted)

    return _say(seat, number, decide, expected, receipt, patient=True)


def _say(
    seat: Seat,
    number: int,
    decide: Callable[[Ticket, Moment], Decision[Ticket]],
    expected: Expected,
    receipt: Receipt,
    *,
    patient: bool,
) -> Decision[Ticket]:
    by_entry = replace(receipt, entry=True)
    return carry_out(seat, number, Ticket, decide, expected=expected, receipt=by_entry, patient=patient)


def check_conversation(room: Room, ticket: Ticket, last_seen: str | None, *, notes: bool) -> None:
    """Raise DeskError `stale_conversation` when something was said after an entry, notes included where they count."""
    if last_seen is None:
        return
    said = _said_since(room, ticket, last_seen.partition(".")[0], Said if notes else PublicMessage)
    if said:
        raise DeskError(
            "stale_conversation",
            "There are newer messages than the ones you answer. Read them first.",
            data={"entries": said},
        )


def _said_since(room: Room, ticket: Ticket, last_seen: str, read: _Kinds) -> list[Said]:
    """The first page with anything of those kinds said after the entry `last_seen`; empty when nothing was.

    Entries are never removed, so there is always one that is not older than an entry somebody saw.
    """
    for newer in pages(room, ticket, _NEWER, last_seen, newest_first=False, consistent=True):
        if not newer:
            raise invalid("last_seen", "This is no entry of the ticket's time line. Read the time line again.")
        said: list[Said] = [line.entry for line in newer if isinstance(line.entry, read) and line.entry.id > last_seen]
        said = [entry for entry in said if not was_taken_back(entry)]
        if said:
            return said
    return []
