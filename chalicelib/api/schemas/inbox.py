"""A member's notices."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import Document, Flag, Id, Instant, word
from chalicelib.api.schemas.people import PersonOut
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.notices.ways import Scope
from chalicelib.domain.tickets.planned import Unsent


class InboxReadBody(Schema):
    ids: list[Id] = Field(default_factory=list, max_length=100)
    all: Flag = False


class InboxDoneBody(Schema):
    ids: list[Id] = Field(min_length=1, max_length=100)


class InboxEntryOut(Document):
    """`scope` says why I hear of it: the ticket is mine, or it is meant for me; nobody has it; or I hear of all.
    `title` and `status` are the ticket's as they are now, null for the status of one that is gone. `preview` is how
    the message begins that it is about; empty where there is none, and for notes. `instead_of` is for whom I stand
    in, if it was meant for them. `why` says of a reply that was to be sent later why it isn't; null for all else."""

    id: str
    event: str
    ref: str
    title: str
    actor: str
    at: Instant
    read: bool
    scope: Annotated[str, word(*Scope)]
    status: str | None
    preview: str
    instead_of: PersonOut | None = None
    why: Annotated[str, word(*Unsent)] | None = None


class InboxPage(Document):
    items: list[InboxEntryOut]
    unread: int
    next_cursor: str | None
