"""Handing over a member's tickets to another, or to nobody: in one step for who asks, on the work list for the desk.
Those of somebody who will be away go when they do, to who stands in for them, if it is still so by then."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import SNOOZED, Actor, ActorKind
from chalicelib.domain.people.absence import beginning
from chalicelib.domain.people.people import Absence, Member
from chalicelib.domain.tickets import change
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.checks import check_assignee
from chalicelib.services.tickets.commands import carry_out

KIND = "handover"
OF_ABSENT = "absence"
"""The kinds of work by which tickets are handed over: as soon as may be, and when an absence begins."""
_PAGE = 25
_SNOOZED = "snoozed"
"""Under what name its state has that those are gone through which are snoozed."""
_UNFINISHED = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED})


def ask_for_handover(seat: Seat, member_id: str, to: str | None) -> None:
    """Have the desk give all unfinished tickets of a member to another, None for nobody. Asked again, it begins anew:
    what is handed over already stays so. Raises DeskError at `to` for who can't be assigned."""
    check_assignee(seat.desk, seat.room, to, "to")
    seat.desk.work.ask(_work(seat, KIND, member_id, to))


def ask_for_handover_of_absent(seat: Seat, member: Member, absence: Absence) -> None:
    """Have the desk do the same when the absence begins, now for one that has begun. Asked again, it begins anew."""
    work = _work(seat, OF_ABSENT, member.id, absence.substitute)
    begins = beginning(absence, member.zone or seat.room.workspace.hours.zone)
    seat.desk.work.ask(replace(work, at=max(work.at, begins), state={**work.state, "first": absence.first}))


def _work(seat: Seat, kind: str, member_id: str, to: str | None) -> Work:
    now = seat.desk.clock.now()
    state = {"to": to, "by": [seat.actor.id, seat.actor.name], "batch": seat.desk.new_id(now), "position": None}
    return Work(workspace=seat.room.workspace.id, kind=kind, id=member_id, at=now, state=state)


def hand_over_of_absent(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on as `hand_over` does, unless the member isn't away as they said, or who stood in for them can't any more."""
    member, to = room.parts.get(Member, work.id), room.parts.get(Member, work.state["to"])
    absence = member.absence if member else None
    is_so = absence and (absence.first, absence.substitute) == (work.state["first"], work.state["to"])
    return hand_over(desk, room, work) if is_so and to and to.may_be_assigned else None


def hand_over(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of the member's tickets, in the name of who asked: first those in the lists, then the snoozed.
    Those who are to have them hear of it."""
    to, (by_id, by_name) = work.state["to"], work.state["by"]
    seat = Seat(desk, room, Actor(ActorKind.AGENT, by_id, by_name), batch=work.state["batch"])
    snoozed = work.state.get(_SNOOZED, False)
    wanted = TicketFilter(
        wanted={"assignee": frozenset({work.id}), "status": _UNFINISHED},
        bucket=SNOOZED if snoozed else None,
        at=desk.clock.now(),
    )
    page = room.tickets.list(wanted, _PAGE, work.state["position"])

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        if ticket.assignee_id != work.id:
            return Decision(ticket, ticket, None)
        return change.change(ticket, {"assignee_id": to}, moment)

    for row in page.items:
        carry_out(seat, row.number, Ticket, decide, on_merged=True)
    if page.position is None and snoozed:
        return None
    return replace(work, state={**work.state, "position": page.position, _SNOOZED: snoozed or page.position is None})
