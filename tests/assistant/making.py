"""Cases and similar tickets made up for a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.assistant.case import Case, Similar
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.assistant.demo_cases import NOW


def case_of(description: str, *messages: tuple[str, str], **given: Any) -> Case:
    """A case with messages as (kind, body)."""
    kinds = {"customer": MessageKind.CUSTOMER_MESSAGE, "agent": MessageKind.AGENT_REPLY}
    said = tuple(
        PublicMessage(id=f"{number:026}", at=NOW, kind=kinds[who], author=Actor(ActorKind.AGENT, who, who), body=body)
        for number, (who, body) in enumerate(messages)
    )
    made = Case(
        ref="TKT-0042",
        title="Export is broken",
        description=description,
        status=Status.OPEN,
        priority=Priority.MEDIUM,
        type=TicketType.SUPPORT_TICKET,
        customer="Maya Osei",
        customer_id="c_maya",
        assignee="",
        assignee_id=None,
        created_at=NOW,
        language="en",
        messages=said,
    )
    return replace(made, **given)


def similar(**given: Any) -> Similar:
    """A resolved ticket much like the one at hand."""
    made = Similar(
        ref="TKT-0007",
        number=7,
        title="Export stops",
        status=Status.RESOLVED,
        score=0.8,
        shared=("export",),
        resolution="The export was restarted. It runs again.",
        assignee_id="m_ben",
        customer="Tom Lindqvist",
        created_at=NOW,
    )
    return replace(made, **given)
