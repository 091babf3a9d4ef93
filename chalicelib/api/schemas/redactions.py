"""Redaction: what is to go out of a ticket for good."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import Document, Id, SpeltFlag, something
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.privacy.redacting import MOST_WORDS, WORD_LENGTH

Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=WORD_LENGTH), something(WORD_LENGTH)
]


class RedactionBody(Schema):
    """One of these: words, wherever they stand in the ticket and in those merged into it; an entry of the time line, or
    `description`; a file."""

    words: list[Word] = Field(default_factory=list, max_length=MOST_WORDS)
    entry_id: Id | None = None
    attachment_id: Id | None = None


class RedactionQuery(Schema):
    preview: SpeltFlag = False


class PlacesOut(Document):
    word: str
    places: int


class RedactionFoundOut(Document):
    """So much would go: so many places, in so many entries, and files; of each word, how often it stands. `tickets` are
    the others that it would go out of, because a message was split."""

    places: int
    entries: int
    files: int
    words: list[PlacesOut]
    tickets: list[str] = Field(default_factory=list)
