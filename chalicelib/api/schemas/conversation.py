"""A ticket's time line, what is written into it, and who is looking."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import WHOLE, At, Body, Document, Email, Id, Instant, WrittenFormat, word
from chalicelib.api.schemas.files import AttachmentOut
from chalicelib.api.schemas.identity import IdentityOut
from chalicelib.api.serving.routes import PageQuery, Schema
from chalicelib.domain.files import MOST_FILES
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.copies import MOST_COPIES
from chalicelib.domain.tickets.forward import MOST_ADDRESSES, MOST_MESSAGES
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.planned import Unsent
from chalicelib.domain.vocabulary import Sealing, Status


class PreviewBody(Schema):
    """A reply as it stands: its fields are those of one that is sent."""

    body: Body
    status: Status | None = None
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)
    body_format: WrittenFormat | None = None
    cc: list[Email] = Field(default_factory=list, max_length=MOST_COPIES)


class ReplyBody(PreviewBody):
    """`last_seen` is the id of the newest timeline entry the writer saw; `status` is set with the reply.

    For `undo_seconds` nobody outside sees the reply, and it can be taken back. Without `body_format` the body is shown
    as it was typed, or, from a member who is signed in, as Markdown. Those in `cc` become participants of the ticket,
    who get this reply and all that follow; they are none any more once the reply is taken back.

    `send_at` has the reply wait until then, at least a minute and at most a year: nothing of the ticket that a customer
    sees changes before, and if the customer writes first it isn't sent. It needs no `undo_seconds`.
    """

    last_seen: Id | None = None
    undo_seconds: Annotated[int, Field(ge=0, le=60), WHOLE] = 0
    send_at: At | None = None


class MailedTo(Document):
    name: str
    address: str


class PreviewOut(Document):
    """`to` are all who are mailed, each by a mail of their own; `subject`, `text` and `html` are those of the first of
    them, who is the ticket's contact if they are mailed at all. Where the mail has its reader's own link, which opens
    the ticket to them, this one has the word `preview` in its place. Nobody is mailed: `to` is empty, the rest null."""

    to: list[MailedTo]
    subject: str | None
    text: str | None
    html: str | None


class ResendBody(Schema):
    """`since` is an instant, or a day, which begins at midnight by UTC."""

    since: At


class ResendOut(Document):
    """The mails that are tried again, one to one person each, and the number of their tickets. `more`: there are so
    many that not all were counted. Those that nobody may be mailed at are among them, and stay as they are."""

    mails: int
    tickets: int
    more: bool


class NoteBody(Schema):
    """Without `body_format` the body is read as that of a reply."""

    body: Body
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)
    body_format: WrittenFormat | None = None


class ForwardBody(Schema):
    """`messages` are the ids of what of the time line is forwarded, below the `body`: messages to or from the customer,
    and `description` for what the ticket began with. Their files go along. `to` are addresses of nobody who is on the
    ticket."""

    to: list[Email] = Field(min_length=1, max_length=MOST_ADDRESSES)
    body: Annotated[str, StringConstraints(max_length=BODY_LENGTH)] = ""
    messages: list[Id] = Field(default_factory=list, max_length=MOST_MESSAGES)
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)
    body_format: WrittenFormat | None = None


class NoteChangesBody(Schema):
    """Without `body_format` the new text is read as the former one was. `expected_edited_at` is when the note was last
    changed, as its writer knows it; null for never. Where that isn't so any more, it is refused with the note as it
    is."""

    body: Body
    body_format: WrittenFormat | None = None
    expected_edited_at: At | None = None


class FormerTextOut(Document):
    """A text that a note had from `at` on."""

    at: Instant
    body_text: str
    body_html: str
    body_format: Annotated[str, word(*BodyFormat)]


class FormerTextsOut(Document):
    items: list[FormerTextOut]


class PresenceBody(Schema):
    state: Literal["viewing", "writing"]


class TimelineQuery(PageQuery):
    order: Literal["oldest", "newest"] = "oldest"


class SeenOut(Document):
    id: str
    name: str
    state: Annotated[str, word("viewing", "writing")]
    at: Instant


class PresenceOut(Document):
    items: list[SeenOut]


class AuthorOut(Document):
    kind: Annotated[str, word("agent", "customer", "system")]
    id: str | None
    name: str


class DeliveryOut(Document):
    """`detail` is why it failed, in the other server's words or ours. `reason` is there where they are ours:
    `suppressed` (Amazon SES sends nothing to the address), or `held_` and why no mail went out for four days, as in the
    settings' `mail_held_why`."""

    status: Annotated[str, word("queued", "sending", "sent", "delivered", "bounced", "complained", "failed")]
    detail: str | None = None
    reason: str | None = None


class EventOut(Document):
    """`changes` maps a field to its value before and after. What was `undone` left nothing behind; an event
    `ticket.undone` of its own tells of that."""

    type: str
    changes: dict[str, dict[Literal["from", "to"], Any]]
    undone: bool = False


class TimelineEntryOut(Document):
    """`has_html`: it came as an HTML mail, which can be shown as it was sent (`…/messages/{id}/html`).

    `from_stranger`: it came by mail from `from_address`, who is neither contact nor participant; adding the address to
    the ticket's participants lets that person read and answer. `authenticated` says of a customer's message, and of a
    member's reply that came by mail, how sure it is who wrote it; null for those from before that was noted.
    `body_format` is how `body_text` is meant, and what `body_html` is made by. Of a customer's HTML mail that is the
    formatting they gave the same words. For a picture of the mail there are words in it, which its file has as `mark`.
    `signed` is what the mail it came by was signed by, null for most: nobody checked that, so it proves nothing.
    `edited_at` is when a note was last worded anew; what it said before is at `…/notes/{id}/former`. `forwarded_to` are
    the addresses outside the conversation that a note was mailed to. `split_into` is the ticket that a message became
    the beginning of as well.
    """

    id: str
    kind: Annotated[str, word("customer_message", "agent_reply", "internal_note", "event")]
    at: Instant
    author: AuthorOut
    body_text: str | None = None
    body_html: str | None = None
    body_format: Annotated[str, word(*BodyFormat)] | None = None
    quoted_text: str | None = None
    has_html: bool = False
    attachments: list[AttachmentOut] = Field(default_factory=list)
    delivery: DeliveryOut | None = None
    from_stranger: bool = False
    from_address: str | None = None
    authenticated: IdentityOut | None = None
    signed: Annotated[str, word(*Sealing)] | None = None
    merged_from: str | None = None
    edited_at: Instant | None = None
    forwarded_to: list[str] = Field(default_factory=list)
    split_into: str | None = None
    event: EventOut | None = None


class SaidOut(TimelineEntryOut):
    """A message or note that was just written; writing it was `action_id`. Until `undo_until` whoever wrote it can take
    it back; null where that can't be. A reply with `send_at` isn't out, and in no time line, until then: it is at
    `…/scheduled`, by this `id`."""

    action_id: str | None = None
    undo_until: Instant | None = None
    send_at: Instant | None = None


class ScheduledChangesBody(Schema):
    """The instant, the text, or both. Without `body_format` a new text is read as that of a reply."""

    send_at: At | None = None
    body: Body = ""
    body_format: WrittenFormat | None = None


class ScheduledOut(Document):
    """A reply that is sent at `send_at`. `why` is there for one that was stopped: it isn't sent unless whoever wrote it
    says when after all. `status` is set and `cc` are added when it is sent."""

    id: str
    send_at: Instant
    why: Annotated[str, word(*Unsent)] | None
    author: AuthorOut
    written_at: Instant
    body_text: str
    body_html: str
    body_format: Annotated[str, word(*BodyFormat)]
    status: Annotated[str, word(*Status)] | None
    cc: list[str]
    attachments: list[AttachmentOut]


class ScheduledRepliesOut(Document):
    items: list[ScheduledOut]


class TimelinePage(Document):
    items: list[TimelineEntryOut]
    next_cursor: str | None
