"""What is done to tickets: resolve, escalate, merge, and many at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import (
    WHOLE,
    At,
    Body,
    Document,
    Email,
    Flag,
    Id,
    Instant,
    Reason,
    Title,
    WrittenFormat,
)
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.tickets.linked import LinkKind
from chalicelib.domain.tickets.linking import MOST_LINKS
from chalicelib.domain.tickets.ticket import LABELS, PARTICIPANTS
from chalicelib.domain.vocabulary import Priority, Status

BULK = 500
"""Tickets that are changed at once."""


class ResolveBody(Schema):
    """`csat_estimate` is the agent's guess, kept apart from the customer's own score."""

    resolution: Reason
    csat_estimate: Annotated[int, Field(ge=1, le=5), WHOLE] | None = None
    notify_customer: Flag = True


class EscalateBody(Schema):
    reason: Reason


class SnoozeBody(Schema):
    """One of the two: `until` an instant, within a year, or `until_reply`. When the customer writes, it ends either
    way."""

    until: At | None = None
    until_reply: Flag = False


class BulkSet(Schema):
    """The fields to set; others stay. An `assignee_id` of null takes the assignee off, a `snooze` of null ends it. A
    `macro` is run by itself: what it replies is mailed, whatever `notify_customers` says."""

    status: Status | None = None
    priority: Priority | None = None
    assignee_id: Id | None = None
    add_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    remove_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    archived: Flag | None = None
    spam: Flag | None = None
    deleted: Flag | None = None
    snooze: SnoozeBody | None = None
    macro: Id | None = None


class BulkBody(Schema):
    refs: list[Annotated[str, StringConstraints(min_length=1, max_length=30)]] = Field(min_length=1, max_length=BULK)
    set: BulkSet
    notify_customers: Flag = False


class MergeBody(Schema):
    """`duplicate` is a reference; `across_contacts` says that the two tickets may have different customers.
    `readers` are the addresses of its participants who may read and answer from now on; left out, its proven ones.
    """

    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    across_contacts: Flag = False
    readers: list[Email] | None = Field(default=None, max_length=PARTICIPANTS)


class SplitBody(Schema):
    """`title` is the new ticket's; left out, it has the title of the one that the message was written on."""

    title: Title | None = None


_Ref = Annotated[str, StringConstraints(min_length=1, max_length=30)]


class LinkBody(Schema):
    """`kind` is what the other ticket is to this one: `related`, a `report` of what this one is about, or the
    `problem` that this one reports."""

    kind: LinkKind = LinkKind.RELATED


class _ToLinks(Schema):
    """`refs` are the linked tickets that are meant; left out, all that report this one."""

    refs: list[_Ref] | None = Field(default=None, min_length=1, max_length=MOST_LINKS)


class AnswerAllBody(_ToLinks):
    """`status` is set with each reply. Without `body_format` the body is shown as it was typed, or, from a member who
    is signed in, as Markdown. `refs` are the linked tickets that are meant; left out, all that report this one."""

    body: Body
    body_format: WrittenFormat | None = None
    status: Status | None = None


class ResolveAllBody(_ToLinks):
    resolution: Reason
    notify_customers: Flag = True


class MergeQuery(Schema):
    """`duplicate` is a reference."""

    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class ReaderOut(Document):
    """Somebody who would gain access. `proven`: named by somebody whose right to do so is beyond doubt; `usual`: they
    are let in when nobody says otherwise."""

    address: str
    name: str
    proven: bool
    usual: bool


class MergePreviewOut(Document):
    """A merge before it is made, and all it would bring to the primary: so many messages, labels, and readers."""

    duplicate: str
    title: str
    message_count: int
    across_contacts: bool
    labels: list[str]
    readers: list[ReaderOut]


class UnmergeBody(Schema):
    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class BulkResultOut(Document):
    ref: str
    ok: bool
    code: str | None
    detail: str | None


class BulkOut(Document):
    """`batch_id` names what was done to undo it (`…/bulk/{batch_id}/undo`), until `undo_until`: null where nothing
    was done."""

    results: list[BulkResultOut]
    batch_id: str | None = None
    undo_until: Instant | None = None
