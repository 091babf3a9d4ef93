"""What is said on a ticket in another language, beside the original; and what is about to be said. Nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.assistant.answers import TRANSLATED_LENGTH, Translated
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import DESCRIPTION
from chalicelib.assistant.model import Model, ModelError
from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.text import has_something
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


class _Said(NamedTuple):
    text: str
    version: int


def translate(
    desk: Desk, room: Room, caller: Caller, number: int, *, entry: str | None, text: str | None, to: str
) -> Translation:
    """Translate an entry of the time line, or the description; or a `text` that somebody is writing. A note is there
    for who may read notes.

    What was made of an entry is kept, as summaries are. Raises DeskError `not_found`, `no_model`, `engine_failed`, and
    at the field when not exactly one is given.
    """
    ticket = ticket_by_number(room, number, DescribedTicket)
    if (entry is None) == (text is None):
        raise invalid("entry", "Give either an entry or a text.")
    model = desk.models.of(room.workspace.id, room.workspace.ai)
    if model is None:
        raise DeskError("no_model", "Choose a language model in the settings.")
    if entry is None:
        return Translation(_translated(model, text or "", to), cut=False)
    said = _said(room, caller, ticket, entry)
    begins = said.text if len(said.text) <= TRANSLATED_LENGTH else _beginning(said.text)
    name = f"{entry}#{model.name}#{to}"
    kept = room.summaries.translation(number, name)
    if kept and kept[0] == said.version:
        return Translation(kept[1], cut=begins != said.text)
    made = _translated(model, begins, to)
    room.summaries.put_translation(number, name, said.version, made)
    return Translation(made, cut=begins != said.text)


def _translated(model: Model, text: str, to: str) -> Translated:
    if not has_something(text):
        return Translated(text="", engine=model.name)
    try:
        return ByModel(model).translate(text, to)
    except ModelError as failure:
        raise engine_failed(failure) from failure


def _said(room: Room, caller: Caller, ticket: DescribedTicket, entry: str) -> _Said:
    """Messages stay as they were sent; the description is changed with its ticket, and notes are worded anew."""
    if entry == DESCRIPTION:
        return _Said(ticket.description, ticket.version)
    for one in (ticket, *duplicates_of(room, ticket, DescribedTicket)):
        found = room.timeline.entry(one.number, entry)
        if isinstance(found, PublicMessage) and not was_taken_back(found):
            return _Said(found.body, 0)
        if isinstance(found, InternalNote) and caller.reads_notes:
            return _Said(found.body, found.edits)
    raise not_found("entry")


def _beginning(text: str) -> str:
    """Up to the end of a paragraph, a line or a word, whichever comes first from behind."""
    begun = text[:TRANSLATED_LENGTH]
    ends = (begun.rfind(end) for end in ("\n\n", "\n", " "))
    return begun[: next((end for end in ends if end > TRANSLATED_LENGTH // 2), TRANSLATED_LENGTH)]
