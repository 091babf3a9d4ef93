"""Which engine a workspace's assistant runs on, and what a model may look up in the name of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.engine import Engine, ModelFree
from chalicelib.assistant.fallback import WithFallback
from chalicelib.assistant.prompts import told
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import DescribedTicket, parse_reference
from chalicelib.services.assistant.reading import read
from chalicelib.services.people.callers import Caller
from chalicelib.services.ports import Desk, Room
from chalicelib.services.search.find import search
from chalicelib.services.tickets.access import find_ticket, reference_of

_FOUND, _TEXTS = 5, 12


def engine_of(desk: Desk, room: Room, caller: Caller) -> Engine:
    """The one that was chosen, behind it the one that always works."""
    model = desk.models.of(room.workspace.id, room.workspace.ai)
    if model is None:
        return ModelFree()
    may_read = Permission.TICKETS_READ in caller.permissions
    reading = Reading(room, caller, desk.clock.now()) if may_read else None
    return WithFallback(ByModel(model, reading, signatures_of(room)), ModelFree())


def signatures_of(room: Room) -> tuple[str, ...]:
    """Return what members have put below their mails: a draft needs none of it, and it is no example of their tone."""
    return tuple(member.signature for member in room.workspace.members.values() if member.signature)


@dataclass(frozen=True, slots=True)
class Reading:
    """See the port `Lookup`. Notes are read for members alone."""

    room: Room
    caller: Caller
    now: datetime

    def search(self, query: str) -> Sequence[Mapping[str, Any]]:
        notes = self.caller.member is not None
        try:
            page = search(self.room, query, TicketFilter(), _FOUND, None, notes=notes)
        except DeskError:  # nothing can be found by such words
            return []
        return [
            {"ref": reference_of(self.room, row.number), "title": told(row.title), "status": row.status.value}
            for row in page.items
        ]

    def ticket(self, ref: str) -> Mapping[str, Any] | None:
        number = parse_reference(self.room.workspace.prefix, ref)
        ticket = find_ticket(self.room, number, DescribedTicket) if number else None
        if ticket is None:
            return None
        inside = read(self.room, ticket, self.now, notes=self.caller.member is not None)
        return {
            "ref": inside.case.ref,
            "title": told(inside.case.title),
            "status": inside.case.status.value,
            "texts": [
                {"id": text.source, "from": text.writer, "text": told(text.body)} for text in inside.texts()[:_TEXTS]
            ],
        }
