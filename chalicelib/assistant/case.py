"""What an engine is given to read. What customers may see, and what members alone may, are two types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType

DESCRIPTION = "description"
RESOLUTION = "resolution"
"""Names of the sources that are no entries of the time line."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the id of what it stands in, and who wrote it: `customer`, `agent` or `note`."""

    source: str
    writer: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A ticket as its customer knows it, oldest message first. A draft is made of this alone, so no note gets into it.

    `language` is the desk's, `reads` what its customer reads, if that is known.
    `due_at` is when the next answer is promised for, `late` whether that is nearly over or past; `first_due` and
    `resolve_due` are when a first answer and the solution are, None where that is done, paused or was never promised.
    `resolved_at` is when it was resolved. `labels` are their names.
    """

    ref: str
    title: str
    description: str
    status: Status
    priority: Priority
    type: TicketType
    customer: str
    customer_id: str | None
    assignee: str
    assignee_id: str | None
    created_at: datetime
    language: str
    messages: tuple[PublicMessage, ...] = ()
    resolution: str | None = None
    reads: str | None = None
    due_at: datetime | None = None
    late: bool = False
    first_due: datetime | None = None
    resolve_due: datetime | None = None
    resolved_at: datetime | None = None
    channel: Channel = Channel.API
    email: str = ""
    labels: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        return self.status in (Status.RESOLVED, Status.CLOSED)

    @property
    def answered(self) -> bool:
        return any(message.kind is MessageKind.AGENT_REPLY for message in self.messages)

    @property
    def customer_spoke_last(self) -> bool:
        return not self.messages or self.messages[-1].kind is MessageKind.CUSTOMER_MESSAGE

    def customer_texts(self) -> list[Text]:
        return [text for text in self.texts() if text.writer == "customer"]

    def texts(self) -> Iterator[Text]:
        yield Text(DESCRIPTION, "customer", self.description or self.title)
        yield from map(_text, self.messages)
        if self.resolution:
            yield Text(RESOLUTION, "agent", self.resolution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Another ticket of the same customer."""

    ref: str
    title: str
    status: Status
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A ticket as members know it: the case, what they told each other, and what other customers said on duplicates.

    `before` are the newest other tickets of its customer; None for whoever isn't told of them.
    """

    case: Case
    notes: tuple[InternalNote, ...] = ()
    others: tuple[PublicMessage, ...] = ()
    before: tuple[Earlier, ...] | None = None

    def texts(self) -> list[Text]:
        """Everything said, in the order of time; ids begin with their instant."""
        notes = [Text(note.id, "note", note.body) for note in self.notes]
        opening, *rest = self.case.texts()
        more = [*rest, *notes, *map(_text, self.others)]
        return [opening, *sorted(more, key=lambda text: (text.source == RESOLUTION, text.source))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An earlier ticket that has much in common with this one. `score` is 0 to 1, `shared` the common words."""

    ref: str
    number: int
    title: str
    status: Status
    score: float
    shared: tuple[str, ...]
    resolution: str | None = None
    assignee_id: str | None = None
    customer: str = ""
    same_customer: bool = False
    created_at: datetime | None = None

    @property
    def settled(self) -> bool:
        return self.status in (Status.RESOLVED, Status.CLOSED)


def _text(message: PublicMessage) -> Text:
    return Text(message.id, "agent" if message.kind is MessageKind.AGENT_REPLY else "customer", message.body)
