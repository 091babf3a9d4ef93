"""What the tools for AI assistants take, and what they give back where the API has no document for it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.api.schemas.base import WHOLE, Body, Description, Document, Flag, Id, Title
from chalicelib.api.schemas.conversation import TimelineEntryOut
from chalicelib.api.schemas.people import ContactGiven
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.http import KEY_LENGTH
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.search_query import QUERY_LENGTH
from chalicelib.domain.vocabulary import Priority, Status, TicketType

Ref = Annotated[str, Field(min_length=1, max_length=30, description="The ticket's reference, such as TKT-0042.")]
Key = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=KEY_LENGTH,
        pattern=r"^[ -~]+$",
        description="Any text of your own. The same call with the same key within a day is carried out once.",
    ),
]
Cursor = Annotated[str | None, Field(max_length=2000, description="next_cursor of the answer before, to go on.")]


class ReadOnlyQuery(Schema):
    read_only: Literal["0", "1"] = "0"


class SearchTickets(Schema):
    query: str | None = Field(
        default=None,
        min_length=1,
        max_length=QUERY_LENGTH,
        description="Words that a ticket has, all of them, or its reference. Without: what changed last comes first.",
    )
    status: list[Status] = Field(default_factory=list, description="Any of these.")
    priority: list[Priority] = Field(default_factory=list, description="Any of these.")
    type: list[TicketType] = Field(default_factory=list, description="Any of these.")
    assignee: Id | None = Field(default=None, description="A member's id, `me`, or `none` for unassigned tickets.")
    contact: Id | None = Field(default=None, description="A customer's id.")
    limit: Annotated[int, Field(ge=1, le=50), WHOLE] = 10
    cursor: Cursor = None


class GetTicket(Schema):
    ref: Ref
    limit: Annotated[int, Field(ge=1, le=100, description="How many entries of its time line."), WHOLE] = 20
    cursor: Cursor = None


class CreateTicket(Schema):
    title: Title
    description: Description = Field(default="", description="What the customer wants, in Markdown.")
    type: TicketType = TicketType.SUPPORT_TICKET
    priority: Priority = Priority.MEDIUM
    contact: ContactGiven | None = Field(
        default=None, description="Who asks: by email and name, by id, or by name alone."
    )
    assignee_id: Id | None = None
    notify_customer: Flag = Field(default=True, description="Whether the customer gets mails about it.")
    idempotency_key: Key = None


class SendReply(Schema):
    ref: Ref
    body: Body = Field(description="What the customer reads, in Markdown.")
    status: Status | None = Field(default=None, description="The status to set with it.")
    last_seen: Id | None = Field(
        default=None, description="Id of the newest entry you read. If something was said since, nothing is sent."
    )
    idempotency_key: Key = None


class AddNote(Schema):
    ref: Ref
    body: Body = Field(description="What the team reads, in Markdown.")
    idempotency_key: Key = None


class SetStatus(Schema):
    ref: Ref
    status: Status
    version: Annotated[int, Field(ge=1), WHOLE] | None = Field(
        default=None, description="The version you read. If the ticket changed since, nothing is done."
    )


class TicketWithTimeline(Document):
    """The newest entries come first. `body_html` is empty: `body_text` says the same."""

    ticket: TicketOut
    timeline: list[TimelineEntryOut]
    next_cursor: str | None
