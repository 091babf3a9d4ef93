"""Handing over a member's tickets to another, or to nobody: in one step for who asks, on the work list for the desk."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Actor, ActorKind
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
_PAGE = 25
_UNFINISHED = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED})


def ask_for_handover(seat: Seat, member_id: str, to: str | None) -> None:
    """Have the desk give all unfinished tickets of a member to another, None for nobody. Asked again, it begins anew:
    what is handed over already stays so. Raises DeskError at `to` for who can't be assigned."""
    check_assignee(seat.desk, seat.room, to, "to")
    now = seat.desk.clock.now()
    by = [seat.actor.id, seat.actor.name]
    state = {"to": to, "by": by, "batch": seat.desk.new_id(now), "position": None}
    seat.desk.work.ask(Work(workspace=seat.room.workspace.id, kind=KIND, id=member_id, at=now, state=state))


def hand_over(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of the member's tickets, in the name of who asked. Those who are to have them hear of it."""
    to, (by_id, by_name) = work.state["to"], work.state["by"]
    seat = Seat(desk, room, Actor(ActorKind.AGENT, by_id, by_name), batch=work.state["batch"])
    wanted = TicketFilter(wanted={"assignee": frozenset({work.id}), "status": _UNFINISHED}, at=desk.clock.now())
    page = room.tickets.list(wanted, _PAGE, work.state["position"])

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        if ticket.assignee_id != work.id:
            return Decision(ticket, ticket, None)
        return change.change(ticket, {"assignee_id": to}, moment)

    for row in page.items:
        carry_out(seat, row.number, Ticket, decide, on_merged=True)
    return replace(work, state={**work.state, "position": page.position}) if page.position else None
