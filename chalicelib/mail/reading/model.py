"""What a mail means once it is read: the values that every other module here takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.domain.people.identity import NOBODY, SenderIdentity
from chalicelib.domain.vocabulary import Sealing

MARKER = "X-Workestra-Desk"
"""The header by which a desk knows its own mails."""

Kind = Literal["human", "auto_reply", "auto_generated", "bounce", "delayed", "complaint", "reaction", "list"]
"""`auto_reply` answered a mail without anybody reading it; `auto_generated` was written by a program of its own accord,
or for somebody, and says something; `complaint`: a reader called a mail of ours spam (RFC 5965)."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox. `address` keeps its local part as written and has its domain in lower case; `name` may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """A part that is not the text: `content` decoded, `content_id` without brackets, `inline` if the HTML shows it."""

    name: str
    type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class SmtpEnvelope:
    """The receiving server's knowledge of a mail. It outranks anything the mail says.

    `sender` is empty for the null return path (RFC 5321 section 4.5.5). `verdicts` has the keys spam, virus, spf, dkim,
    dmarc and dmarc_policy, as far as they are known.
    """

    sender: str
    recipients: tuple[str, ...] = ()
    verdicts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report (RFC 3464): whom a mail could not reach, why, and which mail it was.

    `message_id` is the original's Message-ID and `references` its References (our own stable id is there, since SES
    replaces the first). `status` is like 5.1.1, or empty. `permanent` says that trying again is of no use. `detail` is
    the reason in the other server's words, without their codes where there are only codes.
    """

    recipients: tuple[str, ...]
    status: str
    permanent: bool
    message_id: str | None
    references: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """One mail, read. Message ids have no angle brackets; addresses are in the order written; texts end lines in LF.

    `identity` says who wrote it, and how surely. Where nobody can be taken for its writer, `from_` is no more than the
    best guess, and nothing is believed for its sake. `original_from` is whom a group names that put itself into From.
    `defects` names what was wrong with the mail (`no_message_id`, `truncated`, …); it is empty for most. `encrypted`
    and `signed` say by what, of any part of it; a signature is not checked, and proves nothing. That of a carrier, such
    as a provider of certified mail, isn't the mail's. `reaction` is what was clicked: an emoji, `accepted`, `read`.
    """

    from_: Address | None = None
    reply_to: tuple[Address, ...] = ()
    original_from: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    reply_text: str = ""
    quoted_text: str = ""
    signature: str = ""
    kind: Kind = "human"
    attachments: tuple[MailFile, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    identity: SenderIdentity = NOBODY
    verdicts: Mapping[str, str] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    sender: str | None = None
    reaction: str = ""
    bounce: Bounce | None = None
    encrypted: Sealing | None = None
    signed: Sealing | None = None
    defects: tuple[str, ...] = ()
