"""What is said on a ticket in another language, beside the original; and what is about to be said. Nothing changes."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.assistant.answers import TRANSLATED_LENGTH, Translated
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import DESCRIPTION
from chalicelib.assistant.model import ModelError
from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, was_taken_back
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.people.callers import Caller
from chalicelib.services.ports import Desk, Room
from chalicelib.services.settings.ai_engine import engine_failed
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.family import duplicates_of


@dataclass(frozen=True, slots=True)
class Translation:
    """`cut`: the entry goes on."""

    made: Translated
    cut: bool


def translate(
    desk: Desk, room: Room, caller: Caller, number: int, *, entry: str | None, text: str | None, to: str
) -> Translation:
    """Translate an entry of the time line, or the description; or a `text` that somebody is writing. A note is there
    for who may read notes.

    Raises DeskError `not_found`, `no_model`, `engine_failed`, and at the field when not exactly one is given.
    """
    ticket = ticket_by_number(room, number, DescribedTicket)
    if (entry is None) == (text is None):
        raise invalid("entry", "Give either an entry or a text.")
    whole = _said(room, caller, ticket, entry) if entry is not None else text or ""
    begins = whole if len(whole) <= TRANSLATED_LENGTH else _beginning(whole)
    return Translation(_translated(desk, room, begins, to), cut=begins != whole)


def _translated(desk: Desk, room: Room, text: str, to: str) -> Translated:
    model = desk.models.of(room.workspace.id, room.workspace.ai)
    if model is None:
        raise DeskError("no_model", "Choose a language model in the settings.")
    if not text.strip():
        return Translated(text="", engine=model.name)
    try:
        return ByModel(model).translate(text, to)
    except ModelError as failure:
        raise engine_failed(failure) from failure


def _said(room: Room, caller: Caller, ticket: DescribedTicket, entry: str) -> str:
    if entry == DESCRIPTION:
        return ticket.description
    for one in (ticket, *duplicates_of(room, ticket, DescribedTicket)):
        found = room.timeline.entry(one.number, entry)
        if isinstance(found, PublicMessage) and not was_taken_back(found):
            return found.body
        if isinstance(found, InternalNote) and caller.reads_notes:
            return found.body
    raise not_found("entry")


def _beginning(text: str) -> str:
    """Up to the end of a paragraph, a line or a word, whichever comes first from behind."""
    begun = text[:TRANSLATED_LENGTH]
    ends = (begun.rfind(end) for end in ("\n\n", "\n", " "))
    return begun[: next((end for end in ends if end > TRANSLATED_LENGTH // 2), TRANSLATED_LENGTH)]
