"""Earlier tickets like one, found by the search index, with how they ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.assistant.case import Case, Similar, Text
from chalicelib.assistant.doing import best
from chalicelib.assistant.likeness import Likeness, likest, worth_reading, worth_showing
from chalicelib.domain.tickets.filter import PUT_AWAY
from chalicelib.domain.tickets.message import MessageKind
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import find_ticket, reference_of

SHOWN = 3
_LOOKED_AT = 5
"""The likest ones, of which some may be archived, or merged into another."""
_LAST_SAID = 4
_SOLVED = (Status.RESOLVED, Status.CLOSED)
_TEXTS = 3
"""Texts of the customer that words are taken from: their first ones say what it is about."""


def similar(room: Room, ticket: Ticket, case: Case, now: datetime, *, notes: bool) -> list[Similar]:
    """Those worth showing, the likest first. Internal notes of other tickets count only with `notes`."""
    texts = [text.body for text in case.customer_texts()[:_TEXTS]]
    own = {ticket.number, *ticket.duplicates, *([ticket.merged_into] if ticket.merged_into else ())}
    look = partial(room.search.hits, notes=notes)
    ranked = likest(case.title, texts, case.language, look, own)
    rows = dict(_shown(room, worth_reading(ranked, _LOOKED_AT)))
    found = [replace(likeness, number=row.number) for likeness, row in rows.items() if row.number not in own]
    tickets = {row.number: row for row in rows.values()}
    solved = [number for number, row in tickets.items() if row.status in _SOLVED]
    return [_similar(room, tickets[one.number], one, ticket, now) for one in worth_showing(found, solved, SHOWN)]


def _shown(room: Room, ranked: Sequence[Likeness]) -> Iterator[tuple[Likeness, TicketSummary]]:
    """Of each match the ticket to go to: not an archived one, and of a merged one its primary, once."""
    if not ranked:
        return
    rows = {row.number: row for row in room.tickets.rows([one.number for one in ranked])}
    merged = [row.merged_into for row in rows.values() if row.merged_into and row.merged_into not in rows]
    rows |= {row.number: row for row in room.tickets.rows(merged)} if merged else {}
    seen: set[int] = set()
    for likeness in ranked:
        row = rows.get(likeness.number)
        row = rows.get(row.merged_into) if row and row.merged_into else row
        if row and row.number not in seen and not row.merged_into and row.place.bucket not in PUT_AWAY:
            seen.add(row.number)
            yield likeness, row


def _similar(room: Room, row: TicketSummary, likeness: Likeness, ticket: Ticket, now: datetime) -> Similar:
    contact = row.contact
    return Similar(
        ref=reference_of(room, row.number),
        number=row.number,
        title=row.title,
        status=row.status,
        score=round(likeness.score, 2),
        shared=likeness.shared,
        resolution=_ending(room, row, now),
        assignee_id=row.assignee_id,
        customer=(contact.name or contact.email or "") if contact else "",
        same_customer=contact is not None and ticket.contact is not None and contact.id == ticket.contact.id,
        created_at=row.created_at,
    )


def _ending(room: Room, row: TicketSummary, now: datetime) -> str | None:
    """How it was resolved: by its notes, else by what our last words to its customer say was done."""
    if row.status not in _SOLVED:
        return None
    whole = find_ticket(room, row.number, Ticket, consistent=False)
    if whole and whole.resolution:
        return whole.resolution
    newest = room.timeline.newest_public(row.number, _LAST_SAID, now)
    ours = [Text(one.id, "agent", one.body) for one in reversed(newest) if one.kind is MessageKind.AGENT_REPLY]
    done = best(ours)
    return done.text if done and not done.asked else None
