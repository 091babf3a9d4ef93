"""Replies that the desk sent before, as examples of how it writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from chalicelib.assistant import tone
from chalicelib.assistant.case import Case, Similar
from chalicelib.domain.tickets.message import MessageKind
from chalicelib.services.assistant.engines import signatures_of
from chalicelib.services.ports import Room

_LOOKED_AT = 3
"""Similar tickets, and of each its last messages: what is read besides is no more than that."""


def examples(room: Room, case: Case, like: Sequence[Similar], now: datetime) -> list[str]:
    """Return the newest replies of this ticket, and of those like it what tells nothing of their customers."""
    return list(islice(filter(None, _found(room, case, like, now)), tone.MOST))


def _found(room: Room, case: Case, like: Sequence[Similar], now: datetime) -> Iterator[str]:
    signatures = signatures_of(room)
    for message in reversed(case.messages):
        if message.kind is MessageKind.AGENT_REPLY and message.may_be_read(now):
            yield tone.example(message.body, signatures)
    for one in like[:_LOOKED_AT]:
        for message in room.timeline.newest_public(one.number, _LOOKED_AT, now):
            if message.kind is MessageKind.AGENT_REPLY:
                yield tone.example_of_another(message.body, one.customer, signatures)
