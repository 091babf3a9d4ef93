"""A member's notices."""

from __future__ import annotations

from pydantic import Field

from chalicelib.api.schemas.base import Document, Flag, Id, Instant
from chalicelib.api.serving.routes import Schema


class InboxReadBody(Schema):
    ids: list[Id] = Field(default_factory=list, max_length=100)
    all: Flag = False


class InboxEntryOut(Document):
    id: str
    event: str
    ref: str
    title: str
    actor: str
    at: Instant
    read: bool


class InboxPage(Document):
    items: list[InboxEntryOut]
    unread: int
    next_cursor: str | None
