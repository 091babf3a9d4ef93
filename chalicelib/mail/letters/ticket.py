"""What a letter about a ticket is written from, and what all of them have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import AboutTicket, LetterKind, MailJob
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS
from chalicelib.domain.settings import canned
from chalicelib.domain.settings.workspace import Mailbox, Workspace
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.message import ForwardedNote, Mailed, PublicMessage, Said
from chalicelib.domain.tickets.ticket import DescribedTicket, reference
from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Enclosure, RichText
from chalicelib.mail.reading.model import MailFile

PREVIEW = "preview"
"""In the place of a token, where somebody else than a mail's reader is shown it."""


class Named(TypedDict):
    """A letter's names for the desk and the ticket, and the address where its reader follows it."""

    desk_name: str
    ref: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTicket:
    desk_name: str
    ref: str
    title: str
    url: str

    def subject(self, t: Translate) -> str:
        return t("letter.subject", ref=self.ref, title=self.title)

    def footer(self, t: Translate) -> str:
        return t("letter.footer", ref=self.ref, desk=self.desk_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMail:
    """All that a mail about a ticket says, read once: the ticket its reader knows, the reply that it carries, and, for
    members, the action that it tells of.

    `url` is where its reader follows the ticket, `mailbox` the one that the mail goes out from. `files` come along, of
    those that belong to what it says.
    """

    workspace: Workspace
    job: MailJob
    about: AboutTicket
    ticket: DescribedTicket
    reply: PublicMessage | None
    action: Action | None
    mailbox: Mailbox
    url: str
    portal_url: str
    now: datetime
    files: tuple[MailFile, ...] = ()

    @property
    def ref(self) -> str:
        return reference(self.workspace.prefix, self.ticket.number)

    @property
    def to_customer(self) -> bool:
        return self.job.kind not in LETTERS_TO_MEMBERS

    @property
    def named(self) -> Named:
        return {"desk_name": self.workspace.name, "ref": self.ref, "title": self.ticket.title, "url": self.url}

    @property
    def carried(self) -> Mailed | None:
        """Return what somebody wrote that the mail carries."""
        return self.reply

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files of what the mail says: those it carries, or of the request that a member opened."""
        if self.carried:
            return self.carried.attachments
        return self.ticket.attachments if self.job.kind is LetterKind.OPENED_FOR_CUSTOMER else ()

    @property
    def enclosed(self) -> tuple[Enclosure, ...]:
        """Return a line for each of them, those that come along first."""
        along = {file.content_id for file in self.files}
        lines = [
            Enclosure(name=file.name, size=file.size, url="" if file.id in along else f"{self.url}/files/{file.id}")
            for file in self.attachments
            if not file.withheld
        ]
        return tuple(sorted(lines, key=lambda line: bool(line.url)))

    def token(self, purpose: Purpose) -> str:
        return str(links.token(self.workspace.id, self.ticket, self.about.person_id, purpose))

    def own(self, text: str) -> str:
        """Return the text with its links made those of the mail's reader."""
        return links.with_own(text, self.token(Purpose.MAILED), self.portal_url)

    @property
    def clock(self) -> ZoneInfo:
        """Return the zone of the member whom the mail goes to: their own, or else the desk's."""
        reader = self.workspace.members.get(self.about.person_id)
        return ZoneInfo((reader.zone if reader else None) or self.workspace.hours.zone)

    def signatures(self, message: Mailed, name: str) -> tuple[str, ...]:
        """Return what stands below a member's words, in this order: their own signature, and the mailbox's."""
        author = self.workspace.members.get(message.author.id or "")
        desks = self.in_own_words(self.mailbox.signature, name)
        return tuple(filter(None, (author.signature if author else None, desks.typed if desks else None)))

    def in_own_words(self, text: str | None, agent_name: str = "") -> RichText | None:
        """Return what the desk says in its own words instead of ours, if it does."""
        values = {
            "workspace_name": self.workspace.name,
            "ticket_id": self.ref,
            "ticket_url": self.url,
            "agent_name": agent_name,
        }
        return RichText.of(canned.render(text, values).text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardMail(TicketMail):
    """A mail to somebody outside the conversation, for whom no link of its customers opens anything."""

    forward: ForwardedNote

    @property
    def carried(self) -> Mailed | None:
        return self.forward

    def token(self, purpose: Purpose) -> str:
        if purpose is Purpose.FORWARD:
            return str(links.forward_token(self.workspace.id, self.ticket, self.forward.author.id or ""))
        return PREVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMail(TicketMail):
    """A mail that is only shown, to somebody else than its reader: that one's links open nothing in it."""

    def token(self, purpose: Purpose) -> str:  # noqa: ARG002 - whatever it would be for
        return PREVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMail(TicketMail):
    """The rest that a mail to a member says: `said` is the message, or the note, that it is about. No letter to a
    customer is written from this."""

    said: Said | None = None
