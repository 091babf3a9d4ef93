"""The documents of macros: what callers send, and what they get."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import Document, Email, Flag, Id, SpeltFlag, word
from chalicelib.api.schemas.conversation import EventOut, TimelineEntryOut
from chalicelib.api.schemas.settings import ShortName
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.automation.actions import ACTION_TEXT_LENGTH, CALLED, SETTABLE, ActionKind
from chalicelib.domain.automation.macro import MOST_ACTIONS
from chalicelib.domain.text import SOMETHING
from chalicelib.domain.tickets.ticket import LABELS

ActionText = Annotated[str, StringConstraints(min_length=1, max_length=ACTION_TEXT_LENGTH, pattern=SOMETHING)]


class MacroActionBody(Schema):
    """The word in `do`, with what that takes: `set` a `field` and its `value`; `assign` a `member`, who may be `me` or,
    as null, nobody; `add_labels` and `remove_labels` `labels`; `add_participant` an `address`; `reply` a
    `canned_response`; `note`, `resolve` and `escalate` a `text`; `notify` `members`, with a `text` for them alone;
    `snooze` says `until`: `reply` (of the customer), `hours:<n>`, or `days:<n>`, which is the morning at nine by the
    desk's clock. A reply or a note, one of them, is said last. What an action doesn't take is null, or left out."""

    do: ActionKind
    field: Annotated[str, StringConstraints(max_length=20)] | None = None
    value: Annotated[str, StringConstraints(max_length=40)] | None = None
    member: Id | None = None
    members: Annotated[list[Id], Field(max_length=CALLED)] | None = None
    until: Annotated[str, StringConstraints(max_length=12)] | None = None
    labels: Annotated[list[Id], Field(max_length=LABELS)] | None = None
    address: Email | None = None
    canned_response: Id | None = None
    text: ActionText | None = None


Actions = Annotated[list[MacroActionBody], Field(min_length=1, max_length=MOST_ACTIONS)]


class NewMacroBody(Schema):
    """Carried out in their order, as one change of the ticket. Each field is set once, and one thing is said."""

    name: ShortName
    shared: Flag = False
    actions: Actions


class MacroChangesBody(Schema):
    name: ShortName = ""
    shared: Flag = False
    actions: Actions = Field(default_factory=list)


class MacroActionOut(Document):
    """As it was given. The `text` of a note, and of why something is urgent, is null for who may not read notes."""

    do: Annotated[str, word(*ActionKind)]
    field: Annotated[str, word(*SETTABLE)] | None = None
    value: str | None = None
    member: str | None = None
    members: list[str] | None = None
    until: str | None = None
    labels: list[str] | None = None
    address: str | None = None
    canned_response: str | None = None
    text: str | None = None


class MacroOut(Document):
    """`own`: the caller made it."""

    id: str
    name: str
    shared: bool
    own: bool
    actions: list[MacroActionOut]


class MacrosPage(Document):
    items: list[MacroOut]
    next_cursor: str | None


class RunMacroQuery(Schema):
    """With `preview` nothing is stored; the ticket's `version` is the one that was looked at, for `If-Match`."""

    preview: SpeltFlag = False


class MacroRunOut(Document):
    """The ticket as it is then, or as it would be; what happened to it, as its history tells it; and what was said,
    null for nothing. Running it was `action_id` of the ticket, which can be undone until its `undo_until`."""

    ticket: TicketOut
    events: list[EventOut]
    said: TimelineEntryOut | None
