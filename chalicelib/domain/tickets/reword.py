"""A note is worded anew by whoever wrote it. What it said before is kept."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.body_format import BodyFormat, unless_usual
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.message import ForwardedNote, InternalNote
from chalicelib.domain.tickets.ticket import T

MOST_EDITS = 100


def reword(
    ticket: T,
    note: InternalNote,
    body: str,
    moment: Moment,
    mentions: tuple[str, ...] = (),
    body_format: BodyFormat | None = None,
    formatted: str = "",
) -> Decision[T]:
    """Give a note another text, read as the former one unless `body_format` says otherwise. `mentions` are ids of the
    members whom it calls and didn't before. The same text again changes nothing.

    Raises DeskError `forbidden` for somebody else's note, `too_many` for one that was changed too often.
    """
    if note.author.id != moment.actor.id:
        raise DeskError("forbidden", "Only who wrote a note can change it.")
    if isinstance(note, ForwardedNote):
        raise DeskError("forbidden", "This was forwarded by mail, and can't be changed any more.")
    if not has_something(body) and not note.attachments:
        raise invalid("body", "Write something first.")
    read_as = body_format or note.body_format
    if (body, read_as, formatted) == (note.body, note.body_format, note.formatted):
        return Decision(ticket, ticket, None)
    if note.edits >= MOST_EDITS:
        raise DeskError("too_many", f"A note can be changed {MOST_EDITS} times. Write another one.")
    at = moment.after(ticket.last_at)
    after = replace(note, body=body, said_format=unless_usual(read_as, note.usual_format), signed=None)
    after = replace(after, formatted=formatted, edited_at=at, edits=note.edits + 1)
    # It is noted once more: whatever knows of notes alone reads it as one, and never as what customers may read.
    events = [Event(EventType.NOTED), Event(EventType.NOTE_EDITED, {"note": Change(None, note.id)})]
    if mentions:
        events.append(Event(EventType.MENTIONED, {"members": Change(None, list(mentions))}))
    decision = decide(ticket, ticket, events, at, moment)
    assert decision.action is not None
    return replace(decision, action=replace(decision.action, message_id=note.id), edited=(note, after))
