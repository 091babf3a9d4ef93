"""Long jobs that somebody asked for."""

from __future__ import annotations

from typing import Annotated, Any

from chalicelib.api.schemas.base import Document, Instant, word
from chalicelib.api.schemas.conversation import AuthorOut


class DeskJobOut(Document):
    """`subject` is the id of the contact, or the number of the ticket, that the job is about. `gone_through` counts
    what is done of the `total`, which is null while nobody knows it. `outcome` is what came of it, `detail` why it
    failed."""

    id: str
    kind: Annotated[str, word("export", "erasure", "redaction", "purge", "retention")]
    state: Annotated[str, word("waiting", "running", "done", "failed")]
    subject: str
    by: AuthorOut
    asked_at: Instant
    done_at: Instant | None
    gone_through: int
    total: int | None
    outcome: dict[str, Any]
    detail: str


class DeskJobsPage(Document):
    items: list[DeskJobOut]
    next_cursor: str | None
