"""The pipeline: how every command on a ticket is carried out, whoever gives it and by whatever way they come.

Read the ticket, check what the caller believes of it, decide, tell the family, mask what the desk doesn't want to have,
and store it all with its receipt in one transaction, and begin again when somebody else wrote first. Nothing else in
the house stores a ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.people.people import Contact
from chalicelib.domain.privacy.decisions import masked_contact, masked_decision
from chalicelib.domain.reports.days import Zones
from chalicelib.domain.reports.facts import facts_of
from chalicelib.domain.settings.masking import Masking
from chalicelib.domain.tickets.decision import Decision, Moment, silenced
from chalicelib.domain.tickets.ticket import T, Ticket, TicketSummary
from chalicelib.domain.tickets.trash import check_not_deleted
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Room
from chalicelib.services.ports.commit import Commits, Crossings
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import reference_of, ticket_by_number
from chalicelib.services.tickets.family import told_to_family

Expected = Mapping[str, object]
"""A caller's belief about a ticket: its `version`, its `assignee_id`."""
ANY: Expected = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The keys stored with a command so that its repetition is known: a caller's idempotency key, a mail's identity.

    The result it leaves is the first ticket's number, and with `entry` what was said on it as well.
    """

    once: Once | None = None
    seen: SeenMail | None = None
    entry: bool = False

    def filled(self, decisions: Sequence[Decision[Ticket]]) -> tuple[Once | None, SeenMail | None]:
        """Return both with where the outcome is: what was said lies on the ticket it was said on."""
        number = decisions[0].ticket.number
        heard = next((one for one in decisions if one.said), decisions[0])
        entry_id = heard.said.id if heard.said and heard.before else None
        if entry_id is None and heard.planning:
            entry_id = heard.planning.id
        result = f"{number}/{entry_id}" if self.entry else str(number)
        action = decisions[0].action
        once = replace(self.once, result=result, action=action.id if action else "") if self.once else None
        return once, replace(self.seen, number=heard.ticket.number, entry_id=entry_id) if self.seen else None


NONE = Receipt()


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """A command's decisions, for another ticket as well, and the contact that is new with it, or what becomes of one
    (as they were read, and then): stored together."""

    decision: Decision[T]
    other: Decision[Ticket] | None = None
    new_contact: Contact | None = None
    contact: tuple[Contact, Contact] | None = None

    def masked(self, what: Masking) -> Plan[T]:
        """Return the plan without what the desk masks. No words of a contact who is there change with a ticket."""
        if not what.is_on:
            return self
        return replace(
            self,
            decision=masked_decision(self.decision, what),
            other=masked_decision(self.other, what) if self.other else None,
            new_contact=masked_contact(self.new_contact, what) if self.new_contact else None,
        )


def carry_out(
    seat: Seat,
    number: int,
    kind: type[T],
    decide: Callable[[T, Moment], Decision[T]],
    *,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
    silent: bool = False,
    patient: bool = False,
    on_merged: bool = False,
    on_deleted: bool = False,
) -> Decision[T]:
    """Carry out a command on one ticket, read as `kind`, and return what it came to.

    `silent` tells no customer; `patient` is for what must not be turned away; `on_merged` for what means a ticket
    though it was merged, `on_deleted` though it is in the trash. Raises DeskError `not_found`, `merged`, `in_trash`,
    `stale_version`, `already_assigned`, `conflict`, or what `decide` raises; RepeatedError or AlreadyFiledError by the
    receipt.
    """

    def plan() -> Plan[T]:
        ticket = read(seat.room, number, kind, expected, on_merged=on_merged, on_deleted=on_deleted)
        decision = decide(ticket, seat.moment())
        return Plan(silenced(decision) if silent else told_to_family(seat.room, decision))

    return carry_out_plan(seat, plan, receipt=receipt, patient=patient)


def carry_out_plan(
    seat: Seat, plan: Callable[[], Plan[T]], *, receipt: Receipt = NONE, patient: bool = False
) -> Decision[T]:
    """Carry out what concerns several tickets, or a contact as well. `plan` reads and decides, as often as it takes.

    What changes nothing is not stored; repeated, it changes nothing again.
    """

    def attempt() -> Decision[T]:
        made = plan().masked(seat.room.workspace.masking)
        decisions: Sequence[Decision[Ticket]] = [made.decision, *([made.other] if made.other else [])]
        decisions = [_with_facts(seat.room, one) for one in decisions]
        if any(decision.action for decision in decisions):
            once, seen = receipt.filled(decisions)
            assert isinstance(seat.room.tickets, Commits)
            seat.room.tickets.commit(
                decisions, new_contact=made.new_contact, contact=made.contact, once=once, seen=seen
            )
        return made.decision

    return retry_on_conflict(attempt, patient=patient)


def _with_facts(room: Room, decision: Decision[Ticket]) -> Decision[Ticket]:
    """Return the decision whose action says what reports are to count."""
    if decision.action is None:
        return decision
    facts = facts_of(decision, Zones.of(room.workspace.hours))
    return replace(decision, action=replace(decision.action, facts=facts))


def cross(room: Room, before: TicketSummary, after: TicketSummary, action: Action | None) -> None:
    """Store what time alone has made of a ticket, without its texts: the tick reads and writes thousands.

    Raises ConflictError when it is no longer `before`.
    """
    assert isinstance(room.ticking, Crossings)
    room.ticking.store(before, after, action)


def put_right(room: Room, before: Ticket, after: Ticket) -> None:
    """Store what follows from a ticket's own history, where it was found to be otherwise: no change, so no action tells
    of it. Raises ConflictError when it is no longer `before`."""
    assert isinstance(room.tickets, Commits)
    room.tickets.commit([Decision(before, after, None)])


def read(
    room: Room,
    number: int,
    kind: type[T],
    expected: Expected = ANY,
    *,
    on_merged: bool = False,
    on_deleted: bool = False,
) -> T:
    """Return a ticket that a command applies to, as its caller expects it to be.

    Raises DeskError `merged` for a duplicate, naming the ticket to go to; `in_trash`, `stale_version`,
    `already_assigned`.
    """
    ticket = ticket_by_number(room, number, kind)
    if not on_deleted:
        check_not_deleted(ticket)
    if ticket.merged_into is not None and not on_merged:
        primary = reference_of(room, ticket.merged_into)
        raise DeskError("merged", f"This ticket was merged into {primary}. Go on there.", data={"merged_into": primary})
    check_expected(ticket, expected)
    return ticket


def check_expected(ticket: Ticket, expected: Expected) -> None:
    """Raise DeskError `stale_version` or `already_assigned` when the caller believes what is no longer so."""
    if "version" in expected and ticket.version != expected["version"]:
        raise DeskError(
            "stale_version",
            f"The ticket was changed meanwhile; it is at version {ticket.version} now.",
            data={"version": ticket.version},
        )
    if "assignee_id" in expected and ticket.assignee_id != expected["assignee_id"]:
        raise DeskError(
            "already_assigned",
            "Somebody else was quicker: the ticket was assigned meanwhile.",
            data={"assignee_id": ticket.assignee_id},
        )
