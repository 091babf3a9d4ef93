"""Internal notes that are there already: worded anew, and what they said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.privacy.html import masked_html
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.mentions import mentioned
from chalicelib.domain.tickets.message import FormerText, InternalNote
from chalicelib.domain.tickets.reword import reword
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import ANY, Expected, carry_out


def edit_note(
    seat: Seat,
    number: int,
    note_id: str,
    body: str,
    *,
    body_format: BodyFormat | None = None,
    formatted: str = "",
    seen: tuple[datetime | None] | None = None,
    notes: bool = True,
    expected: Expected = ANY,
) -> Decision[Ticket]:
    """Word a note of one's own anew; who it calls now, and didn't before, hears of it. `seen` has when it was changed
    last, as its writer knows it. Whoever may read no `notes` is told of none but their own.

    Raises DeskError `changed_since` if it was changed since then, with the note as it is.
    """
    what = seat.room.workspace.masking

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        note = note_of(seat.room, number, note_id)
        if not notes and note.author.id != moment.actor.id:
            raise not_found("note")
        if seen is not None and seen[0] != note.edited_at:
            raise DeskError("changed_since", "The note was changed meanwhile.", data={"note": note})
        members = seat.room.workspace.members.values()
        before = mentioned(note.body, members)
        new = tuple(one for one in mentioned(body, members) if one not in before)
        return reword(ticket, note, masked(body, what), moment, new, body_format, masked_html(formatted, what))

    return carry_out(seat, number, Ticket, decide, expected=expected, on_merged=True)


def note_of(room: Room, number: int, note_id: str) -> InternalNote:
    """Return a note of that very ticket. Raises not_found."""
    note = room.timeline.entry(number, note_id)
    if not isinstance(note, InternalNote):
        raise not_found("note")
    return note


def former_texts(room: Room, number: int, note_id: str) -> Sequence[FormerText]:
    """Return what a note said before, the oldest text first. Raises not_found."""
    ticket_by_number(room, number, Ticket)
    return room.timeline.former_texts(number, note_of(room, number, note_id).id)
