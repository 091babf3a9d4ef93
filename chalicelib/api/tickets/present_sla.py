"""SLA clocks as the API's documents: computed at the moment of reading, so that no list is ever out of date."""

from __future__ import annotations

from chalicelib.api.schemas.sla import SlaOut, SlaTargetOut
from chalicelib.domain.sla import state as sla_state
from chalicelib.domain.sla.state import TargetState
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Desk, Room


def sla_of(desk: Desk, room: Room, ticket: TicketSummary) -> SlaOut | None:
    """None for a ticket that nothing was promised for."""
    state = sla_state.state(ticket.clock, room.workspace.hours, desk.clock.now())
    if state is None:
        return None
    return SlaOut.model_construct(
        status=state.status,
        policy_id=state.policy_id,
        first_response=_target(state.first_response),
        next_response=_target(state.next_response),
        resolution=_target(state.resolution),
        by=state.by,
        due_at=state.due_at,
    )


def _target(state: TargetState | None) -> SlaTargetOut | None:
    if state is None:
        return None
    return SlaTargetOut.model_construct(  # field by field: `asdict` copies deeply, which took a third of a list's time
        status=state.status,
        target_minutes=state.target_minutes,
        due_at=state.due_at,
        elapsed_percent=state.elapsed_percent,
        at=state.at,
        never_due=state.never_due,
    )
