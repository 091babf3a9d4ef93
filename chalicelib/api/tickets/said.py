"""What was said on a ticket, as the answer to saying it."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import SaidOut
from chalicelib.api.serving.routes import Reply
from chalicelib.api.tickets import present_timeline
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import PublicMessage, Said, SendState
from chalicelib.domain.tickets.ticket import Ticket


def said_now(decision: Decision[Ticket]) -> Reply:
    """Answer with what was just said."""
    assert decision.said
    return as_said(decision.said, decision.action.id if decision.action else "")


def as_said(said: Said, action_id: str) -> Reply:
    """Answer with what was said. A reply can be taken back while it is held; a note can't be."""
    shown = present_timeline.timeline_entries(said)[0]
    held = isinstance(said, PublicMessage) and said.send_state is SendState.HELD
    until = said.visible_at if isinstance(said, PublicMessage) and held else None
    return Reply(SaidOut.model_construct(**dict(shown), action_id=action_id or None, undo_until=until))
