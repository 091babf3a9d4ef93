"""The forty tickets of the set as the assistant reads them, and what is true of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.assistant.case import Case, Earlier, Inside, Similar
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType

SETS = Path(__file__).parents[1] / "sets"


def read(name: str, folder: Path = SETS) -> Any:
    """Return a set: `tickets`, `questions`, `similar` or `sentences`."""
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def inside(written: Mapping[str, Any]) -> Inside:
    """Return a ticket of the set as its members see it, the desk speaking English."""
    entries = written["entries"]
    return Inside(
        case=_case(written, [one for one in entries if one["kind"] != "note"]),
        notes=tuple(
            InternalNote(id=one["id"], at=_at(one["at"]), author=_author(one), body=one["text"])
            for one in _numbered(entries)
            if one["kind"] == "note"
        ),
        before=tuple(
            Earlier(ref=one["ref"], title=one["title"], status=Status(one["status"]), created_at=_at(one["created_at"]))
            for one in written["before"]
        ),
    )


def similar(written: Mapping[str, Any]) -> list[Similar]:
    """Return its similar tickets, as near as a similar ticket can be."""
    return [
        Similar(
            ref=one["ref"],
            number=int(one["ref"].rpartition("-")[2]),
            title=one["title"],
            status=Status(one["status"]),
            score=0.9,
            shared=(),
            resolution=one["resolution"],
        )
        for one in written["similar"]
    ]


def _case(written: Mapping[str, Any], public: list[Mapping[str, Any]]) -> Case:
    customer = written["customer"]
    return Case(
        ref=f"TKT-{int(written['id'][1:]) + 1000}",
        title=written["title"],
        description=written["description"],
        status=Status(written["status"]),
        priority=Priority(written["priority"]),
        type=TicketType(written["type"]),
        channel=Channel(written["channel"]),
        customer=customer["name"],
        customer_id="c_1",
        email=customer["address"] or "",
        labels=tuple(written["labels"]),
        assignee=written["assignee"] or "",
        assignee_id="m_1" if written["assignee"] else None,
        created_at=_at(written["created_at"]),
        language="en",
        messages=tuple(_message(one) for one in _numbered(written["entries"]) if one in _numbered(public)),
        resolution=written["resolution"],
        resolved_at=_at(written["resolved_at"]) if written["resolved_at"] else None,
        first_due=_at(written["first_response_due"]) if written["first_response_due"] else None,
        resolve_due=_at(written["resolution_due"]) if written["resolution_due"] else None,
    )


def _numbered(entries: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """With ids that sort by time, as those of a desk do: `e2` as `e02`."""
    return [{**one, "id": f"e{int(one['id'][1:]):02}"} for one in entries]


def _message(one: Mapping[str, Any]) -> PublicMessage:
    kind = MessageKind.AGENT_REPLY if one["kind"] == "agent" else MessageKind.CUSTOMER_MESSAGE
    return PublicMessage(id=one["id"], at=_at(one["at"]), kind=kind, author=_author(one), body=one["text"])


def _author(one: Mapping[str, Any]) -> Actor:
    kind = ActorKind.CUSTOMER if one["kind"] == "customer" else ActorKind.AGENT
    return Actor(kind, one["by"], one["by"])


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
