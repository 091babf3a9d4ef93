"""The SLA clock in a ticket's item: the clock itself, what filters compare, and the keys of its two sparse indexes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.sla import state
from chalicelib.domain.sla.due import SHARDS
from chalicelib.domain.sla.stored import clock_data, clock_from, millis
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import TicketRecord, instant


def stored(keys: k.Keys, ticket: TicketSummary) -> dict[str, Any]:
    """The attributes of a ticket's record. `by_sla` has what somebody is still to do in time, `by_due` what the tick
    has to come for."""
    clock, number = ticket.clock, k.padded(ticket.number)
    due_at, standing = state.due_at(clock), state.standing(clock)
    listed = due_at if ticket.place.bucket == ticket.status else None
    return {
        "clock": clock_data(clock) or None,
        "sla_warn_at": None if standing else millis(state.warn_at(clock)),
        "sla_standing": standing.value if standing else None,
        "sl_pk": keys.sla if listed else None,
        "sl_sk": k.joined(instant(listed), number) if listed else None,
        "du_pk": k.due(ticket.number % SHARDS) if ticket.look_at else None,
        "du_sk": k.joined(instant(ticket.look_at), keys.ticket(ticket.number)) if ticket.look_at else None,
    }


def fields(record: TicketRecord) -> dict[str, Any]:
    """The fields of a ticket that `stored` keeps."""
    look_at = datetime.fromisoformat(k.cut(record.du_sk)[0]) if record.du_sk else None
    return {"clock": clock_from(record.clock or {}), "look_at": look_at}


def still(old: TicketRecord) -> Condition:
    """That a ticket is as it was read. The tick makes no new version of it, but moves when it is due; behind that
    instant the key may say how often the tick failed."""
    due: Condition = TicketRecord.du_sk.startswith(old.du_sk) if old.du_sk else TicketRecord.du_sk.does_not_exist()
    place = TicketRecord.bucket == old.bucket if old.bucket else TicketRecord.bucket.does_not_exist()
    unchanged: Condition = (TicketRecord.version == old.version) & due & place
    return unchanged
