"""What is said on a ticket. Public messages and internal notes are two types: a public reader can't hold a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.people import Actor
from chalicelib.domain.ticket import Attachment

BODY_LENGTH = 100_000


class MessageKind(StrEnum):
    CUSTOMER_MESSAGE = "customer_message"
    AGENT_REPLY = "agent_reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMessage:
    """What customer and agents both read. `delivery` maps a recipient id to how far the mail to him got.

    `stranger` marks a message that came by mail from somebody who is neither contact nor participant of the ticket.
    """

    id: str
    at: datetime
    kind: MessageKind
    author: Actor
    body: str
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    stranger: bool = False
    delivery: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalNote:
    """What members tell each other. No public reader, mail or webhook takes this type."""

    id: str
    at: datetime
    author: Actor
    body: str
    attachments: tuple[Attachment, ...] = ()


Said = PublicMessage | InternalNote
