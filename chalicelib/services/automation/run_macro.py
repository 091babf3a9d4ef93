"""Running a macro: what it names is looked for first, then all of it is one command on each ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.automation.actions import ME, ActionKind, Circumstances, Given
from chalicelib.domain.automation.macro import folded, refused_at
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Action
from chalicelib.domain.privacy.decisions import masked_decision
from chalicelib.domain.settings.macros import Macro
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.domain.tickets.decision import Begun, Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, T, check_place
from chalicelib.services.seat import Seat
from chalicelib.services.settings.canned_responses import filled_in
from chalicelib.services.tickets.agents import awaiting_mails, reached
from chalicelib.services.tickets.checks import check_assignee, check_labels, check_members, checked_addresses
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Receipt, carry_out, read
from chalicelib.services.tickets.family import told_to_family


@dataclass(frozen=True, slots=True)
class ReadyMacro:
    """A macro of which everything that it names was there; `answer` is the canned response it replies with."""

    macro: Macro
    answer: CannedResponse | None = None


def ready(seat: Seat, macro: Macro) -> ReadyMacro:
    """Look for all that the macro names. Raise DeskError `validation_failed` at the action whose label, member or
    canned response is gone."""
    answer = None
    for place, given in enumerate(macro.actions):
        try:
            answer = _looked_up(seat, given) or answer
        except DeskError as refusal:
            raise refused_at(place, given, refusal) from refusal
    return ReadyMacro(macro, answer)


def run(
    seat: Seat, number: int, macro: Macro, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    """Carry out a macro on a ticket: all of it, or nothing."""
    prepared = ready(seat, macro)
    return carry_out(seat, number, DescribedTicket, deciding(seat, prepared), expected=expected, receipt=receipt)


def tried(seat: Seat, number: int, macro: Macro, *, expected: Expected = ANY) -> Decision[DescribedTicket]:
    """Return what the macro would come to. It is refused as it would be; nothing is stored."""
    prepared = ready(seat, macro)
    ticket = read(seat.room, number, DescribedTicket, expected)
    check_place(ticket)
    decision = told_to_family(seat.room, deciding(seat, prepared)(ticket, seat.moment()))
    return masked_decision(decision, seat.room.workspace.masking)


def deciding(seat: Seat, prepared: ReadyMacro) -> Callable[[T, Moment], Decision[T]]:
    """Return what decides a macro on a ticket as it is read."""
    member = seat.room.workspace.members.get(seat.actor.id or "")

    def decide(ticket: T, moment: Moment) -> Decision[T]:
        begun, at = Begun(ticket), moment.after(ticket.last_at)
        around = Circumstances(
            moment=moment,
            at=at,
            me=member.id if member else None,
            team=[*seat.room.workspace.members.values()],
            zone=seat.room.workspace.hours.zone,
        )
        if prepared.answer:
            around = replace(around, answer=_answer(seat, prepared.macro, prepared.answer, ticket))
            ticket, events = reached(seat.room, ticket, moment, ())
            begun = replace(begun, events=tuple(events))
        return awaiting_mails(seat.room, folded(begun, ticket, prepared.macro.actions, around))

    return decide


def undo_until(action: Action) -> datetime | None:
    """Return until when a macro can be undone: with a reply in it, until that is out."""
    return action.undo_until or action.visible_at


def _looked_up(seat: Seat, given: Given) -> CannedResponse | None:
    """Return the canned response that an action names. Raise DeskError for what is gone."""
    match given["do"]:
        case ActionKind.ASSIGN:
            check_assignee(seat.desk, seat.room, _assignee(seat, given), "member")
        case ActionKind.ADD_LABELS:
            check_labels(seat.desk, seat.room, given["labels"])
        case ActionKind.ADD_PARTICIPANT:
            checked_addresses(seat.room, [given["address"]], "address")
        case ActionKind.NOTIFY:
            check_members(seat.desk, seat.room, given["members"])
        case ActionKind.REPLY:
            found = seat.room.parts.get(CannedResponse, given["canned_response"])
            if found is None:
                raise invalid("canned_response", "This canned response doesn't exist any more.")
            return found
    return None


def _assignee(seat: Seat, given: Given) -> Any:
    return seat.actor.id if given["member"] == ME else given["member"]


def _answer(seat: Seat, macro: Macro, response: CannedResponse, ticket: T) -> str:
    """The reply's text. One in which a blank would stand for a variable is not sent."""
    filled = filled_in(seat, response, ticket)
    if filled.empty:
        place = next(at for at, given in enumerate(macro.actions) if given["do"] == ActionKind.REPLY)
        missing = ", ".join(f"{{{{{name}}}}}" for name in filled.empty)
        refusal = invalid("canned_response", f"“{response.name}” has nothing to put for {missing} on this ticket.")
        raise refused_at(place, macro.actions[place], refusal)
    return filled.text
