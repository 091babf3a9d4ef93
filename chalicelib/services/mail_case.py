"""One mail in one workspace, with what the rules of filing it ask of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.people.addresses import NAME_LENGTH, is_address
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import Attachment
from chalicelib.services.files import file_key
from chalicelib.services.mail_pages import keep
from chalicelib.services.ports import Desk, Room
from chalicelib.services.writing import desk_marker, own_reply_token

if TYPE_CHECKING:
    from chalicelib.mail import Attachment as MailFile
    from chalicelib.mail import Forward, ParsedMail

CC_PARTICIPANTS = 20
QUOTED_LENGTH = 16_000
MOST_FILES = 100
"""What the list of them takes is part of an item, which has 400 KB at most."""
NO_TEXT = "(no text)"
_CUT = {"text_cut", "headers_cut"}
"""What the parser says when it could not take everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the carrier tells of a mail: where the raw mail lies, whom it was for, and its own verdicts."""

    object_key: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    verdicts: Mapping[str, str]


@dataclass(frozen=True)
class MailCase:
    """`released`: an admin let it through, so that causes to park it no longer count; `once` is his idempotency key."""

    desk: Desk
    room: Room
    received: Received
    raw: bytes
    mail: ParsedMail
    released: bool = False
    once: Once | None = None

    @cached_property
    def forward(self) -> Forward | None:
        """The mail of somebody outside that this one passes on."""
        from chalicelib.mail import read_forward

        found = read_forward(self.mail)
        theirs = found and is_address(found.sender.address) and not self.own_addresses()(found.sender.address.lower())
        return found if theirs else None

    @cached_property
    def sender(self) -> str:
        """The address that wrote: From, or Reply-To where a mail has nothing else."""
        writer = self.mail.from_ or next(iter(self.mail.reply_to), None)
        return writer.address.strip().lower() if writer else ""

    @property
    def writer_is_sure(self) -> bool:
        """Whether From names one writer, whoever reads it. Else `sender` is a guess, and taken for nobody we know."""
        return bool(self.mail.writer)

    @property
    def sender_name(self) -> str:
        writer = self.mail.from_ or next(iter(self.mail.reply_to), None)
        return (writer.name[:NAME_LENGTH] if writer and writer.name else "") or self.sender

    @cached_property
    def seen(self) -> SeenMail:
        """Its identity: the Message-ID and what it says. Which servers it passed doesn't count."""
        mail = self.mail
        files = [hashlib.sha256(file.content).hexdigest() for file in mail.attachments]
        content = "\0".join([self.sender, mail.subject, mail.text, mail.html, *files])
        digest = hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()
        return SeenMail(message_id=mail.message_id, content_digest=digest, number=0)

    def seen_on(self, number: int) -> SeenMail:
        return replace(self.seen, number=number)

    def is_own(self) -> bool:
        """Whether this desk wrote it: then it is a loop, and neither filed nor answered."""
        from chalicelib.mail import is_own

        mailboxes = self.room.workspace.mailboxes
        of_our_domain = self.mail.message_id.rpartition("@")[2] in {mailbox.domain for mailbox in mailboxes}
        if of_our_domain and own_reply_token(self.mail.message_id):
            return True
        return is_own(self.mail, marker=desk_marker(self.room))

    def own_addresses(self) -> Callable[[str], bool]:
        """Says of an address whether it is one of ours, plus-addresses and reply addresses included."""
        bases = {mailbox.address for mailbox in self.room.workspace.mailboxes}
        bases |= {f"{REPLY}@{mailbox.domain}" for mailbox in self.room.workspace.mailboxes}

        def ours(address: str) -> bool:
            local, _, domain = address.rpartition("@")
            return f"{local.partition('+')[0]}@{domain}" in bases

        return ours

    def mailbox(self) -> str | None:
        """The address of ours that it was written to: as its own headers say, which forwarding leaves as they were,
        else as it was delivered."""
        headers = (self.mail.to, self.mail.cc, self.mail.delivered_to)
        named = [box.address for boxes in headers for box in boxes]
        ours = {mailbox.address for mailbox in self.room.workspace.mailboxes}
        addressed = (_without_plus(address) for address in (*named, *self.received.recipients))
        return next((address for address in addressed if address in ours), None)

    def came_to_reply_address_only(self) -> bool:
        """Whether no mailbox of this workspace was addressed, only the reply address it may share with others."""
        mailboxes = {mailbox.address for mailbox in self.room.workspace.mailboxes}
        locals_ = {_without_plus(recipient) for recipient in self.received.recipients}
        return not locals_ & mailboxes

    def shared_reply_address(self) -> bool:
        domains = {mailbox.domain for mailbox in self.room.workspace.mailboxes}
        return any(len(self.desk.accounts.mailbox_workspaces(f"{REPLY}@{domain}")) > 1 for domain in domains)

    def may_be_another_desks(self) -> bool:
        """Whether only a secret can tell whose it is: it came to nothing but a reply address that desks share."""
        return self.came_to_reply_address_only() and self.shared_reply_address()

    def sender_is_blocked(self) -> bool:
        contact = self.room.contacts.by_address(self.sender)
        return contact is not None and contact.blocked


@dataclass(frozen=True, slots=True)
class Fitted:
    body: str
    quoted: str
    attachments: tuple[Attachment, ...]
    html_id: str | None


def fitted(case: MailCase, body: str, quoted: str, *, may_be_empty: bool = False) -> Fitted:
    """The texts cut to what a message may hold, and HTML and files stored. When anything was left out, the whole mail
    is kept as a file of the message, so that nothing is missing."""
    from chalicelib.mail import Attachment as MailFile

    files = list(case.mail.attachments)
    too_much = len(body) > BODY_LENGTH or len(quoted) > QUOTED_LENGTH or len(files) > MOST_FILES
    if too_much or _CUT & set(case.mail.defects):
        files = [*files[:MOST_FILES], MailFile("original.eml", "message/rfc822", case.raw)]
    kept = tuple(stored(case, index, file) for index, file in enumerate(files))
    text = body[:BODY_LENGTH]
    if not has_something(text) and not may_be_empty and not kept:
        text = NO_TEXT
    html_id = keep(case.desk, case.room, case.received.object_key, case.mail.html)
    return Fitted(text, quoted[:QUOTED_LENGTH], kept, html_id)


def stored(case: MailCase, index: int, file: MailFile) -> Attachment:
    """Named after the mail and its place in it: storing it again overwrites the same file with the same bytes."""
    digest = hashlib.sha256(f"{case.received.object_key}|{index}".encode()).hexdigest()
    attachment = Attachment(
        id=f"a_{digest[:26]}",
        name=file.name[:255],
        type=file.type[:100],
        size=len(file.content),
        content_id=(file.content_id or "") if file.inline else "",
    )
    case.desk.files.put(file_key(case.room.workspace.id, attachment.id), file.content, "application/octet-stream")
    return attachment


def _without_plus(address: str) -> str:
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
