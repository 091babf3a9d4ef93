"""What is done to tickets: resolve, escalate, merge, and many at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import WHOLE, Document, Flag, Id, Reason
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.tickets.ticket import LABELS
from chalicelib.domain.vocabulary import Priority, Status


class ResolveBody(Schema):
    """`csat_estimate` is the agent's guess, kept apart from the customer's own score."""

    resolution: Reason
    csat_estimate: Annotated[int, Field(ge=1, le=5), WHOLE] | None = None
    notify_customer: Flag = True


class EscalateBody(Schema):
    reason: Reason


class BulkSet(Schema):
    """The fields to set; others stay. An `assignee_id` of null takes the assignee off."""

    status: Status | None = None
    priority: Priority | None = None
    assignee_id: Id | None = None
    add_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    remove_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    archived: Flag | None = None


class BulkBody(Schema):
    refs: list[Annotated[str, StringConstraints(min_length=1, max_length=30)]] = Field(min_length=1, max_length=500)
    set: BulkSet
    notify_customers: Flag = False


class MergeBody(Schema):
    """`duplicate` is a reference; `across_contacts` says that the two tickets may have different customers."""

    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    across_contacts: Flag = False


class UnmergeBody(Schema):
    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class BulkResultOut(Document):
    ref: str
    ok: bool
    code: str | None
    detail: str | None


class BulkOut(Document):
    results: list[BulkResultOut]
