"""What is said on a ticket. Public messages and internal notes are two types: a public reader can't hold a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat, usual_of_message
from chalicelib.domain.vocabulary import Sealing

BODY_LENGTH = 100_000


class MessageKind(StrEnum):
    CUSTOMER_MESSAGE = "customer_message"
    AGENT_REPLY = "agent_reply"


class SendState(StrEnum):
    """A reply that may still be undone is held. Its first mail and the undoing race for it: one of them wins."""

    HELD = "held"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMessage:
    """A message that customer and agents both read. `delivery` maps a recipient id to how far the mail to them got, in
    the words of `domain.mail.jobs.told`.

    `resent` maps the ids of those to whom the mail was sent again to the action that did so last: news of their earlier
    mails no longer count.

    `identity` says how sure it is who wrote it; `stranger` is the address of who wrote a mail on the ticket though they
    are neither its contact nor a participant.
    `html_id` names the HTML of the mail that it came by, if that had any: kept as it came, shown to members alone.
    `formatted` is what that shows of the body, as HTML of few tags: see `chalicelib.formatted`. Empty: the body is all.
    A reply that can be undone is `held` until `visible_at`; no customer reads it before.
    `said_format` is how the body is read where that isn't as usual for whoever wrote it.
    `signed` is what the mail that it came by was signed by. Nobody checked that, so it proves nothing.
    `split_into` is the number of the ticket that it became the beginning of as well.
    """

    id: str
    at: datetime
    kind: MessageKind
    author: Actor
    body: str
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    html_id: str | None = None
    formatted: str = ""
    stranger: str | None = None
    identity: SenderIdentity | None = None
    send_state: SendState = SendState.RELEASED
    visible_at: datetime | None = None
    delivery: Mapping[str, str] = field(default_factory=dict)
    said_format: BodyFormat | None = None
    resent: Mapping[str, str] = field(default_factory=dict)
    signed: Sealing | None = None
    split_into: int | None = None

    @property
    def body_format(self) -> BodyFormat:
        """Return how the body is read."""
        return self.said_format or self.usual_format

    @property
    def usual_format(self) -> BodyFormat:
        """Return how the body is read unless it says otherwise."""
        by_agent = self.author.kind is ActorKind.AGENT
        return usual_of_message(by_agent=by_agent, by_mail=bool(self.html_id or self.quoted))

    def may_be_read(self, now: datetime) -> bool:
        """Return whether customers may read the message at this moment."""
        if self.send_state is SendState.HELD:
            return self.visible_at is not None and self.visible_at <= now
        return self.send_state is SendState.RELEASED


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalNote:
    """A note of members to each other. No public reader, mail or webhook takes this type. `signed` and
    `formatted` are as in a message; `edits` is how often it was worded anew, and `edited_at` when that was last."""

    id: str
    at: datetime
    author: Actor
    body: str
    attachments: tuple[Attachment, ...] = ()
    said_format: BodyFormat | None = None
    signed: Sealing | None = None
    formatted: str = ""
    edited_at: datetime | None = None
    edits: int = 0

    @property
    def body_format(self) -> BodyFormat:
        """Return how the body is read."""
        return self.said_format or self.usual_format

    @property
    def usual_format(self) -> BodyFormat:
        """Return how the body is read unless it says otherwise."""
        return usual_of_message(by_agent=True, by_mail=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedNote(InternalNote):
    """A note that also goes out by mail, with what it passes on of the ticket, to addresses outside the conversation
    (`to`). `delivery` is as in a message. The letter takes this type and no other note."""

    to: tuple[str, ...]
    delivery: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormerText:
    """The text of a note before it was worded anew, from an instant on."""

    at: datetime
    body: str
    body_format: BodyFormat


Said = PublicMessage | InternalNote
Mailed = PublicMessage | ForwardedNote
"""What mails carry to somebody outside."""


def was_taken_back(entry: Said) -> bool:
    return isinstance(entry, PublicMessage) and entry.send_state is SendState.WITHDRAWN
