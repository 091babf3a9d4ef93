"""The letters to members about their tickets, each with what it says, what that is made from, and its layout.

They lead to the console.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.events import EventType
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.locales import Translate, word
from chalicelib.mail.letters.layout import Enclosure, Layout, Link, RichText, moment
from chalicelib.mail.letters.ticket import MemberMail, Named, OnTicket, TicketMail


class _Known(Named):
    priority: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ForMember(OnTicket):
    priority: str
    customer: str = ""

    @staticmethod
    def known(mail: TicketMail) -> _Known:
        """Return what every letter to a member says of its ticket."""
        contact = mail.ticket.contact
        customer = (contact.name or shown_address(contact.email or "")) if contact else ""
        return {**mail.named, "priority": mail.ticket.priority.value, "customer": customer}

    def news(
        self,
        t: Translate,
        happened: str,
        opening: str,
        *,
        facts: tuple[tuple[str, str], ...] = (),
        said: RichText | None = None,
        enclosed: tuple[Enclosure, ...] = (),
        closing: tuple[str, ...] = (),
    ) -> Layout:
        """Lay out one sentence, the facts of the ticket after `facts`, and the button that opens it. The subject begins
        with what happened, in the words of `letter.<happened>.subject`: it isn't the customer's own."""
        known = (
            (t("letter.fact.title"), self.title),
            (t("letter.fact.customer"), self.customer),
            (t("letter.fact.priority"), word(t, "priority", self.priority)),
        )
        return Layout(
            subject=t(f"letter.{happened}.subject", title=self.subject(t)),
            opening=(opening,),
            facts=(*facts, *((label, value) for label, value in known if value)),
            said=said,
            enclosed=enclosed,
            button=Link(label=t("letter.console"), url=self.url),
            closing=closing,
            footer=self.footer(t),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCreated(_ForMember):
    """To the member a new ticket belongs to, or who could take it, while it is nobody's. `alone`: it came with files,
    or as a page, and without words."""

    description: RichText | None = None
    alone: bool = False
    nobodys: bool = False

    @classmethod
    def of(cls, mail: TicketMail) -> MemberCreated:
        ticket = mail.ticket
        said = _description(mail)
        alone = said is None and bool(ticket.attachments or ticket.html_id)
        return cls(**cls.known(mail), description=said, alone=alone, nobodys=ticket.assignee_id is None)

    def layout(self, t: Translate) -> Layout:
        said = RichText.of(t("thread.no_text")) if self.alone else self.description
        opening = t("letter.member_created.nobodys" if self.nobodys else "letter.member_created.opening")
        return self.news(t, "member_created", opening, said=said, closing=(t("letter.answer.reply"),))


def _description(mail: TicketMail) -> RichText | None:
    ticket = mail.ticket
    if not has_something(ticket.description):
        return None
    if ticket.formatted:
        return RichText.of_mail(ticket.description, ticket.formatted, ticket.attachments)
    return RichText.of(ticket.description, ticket.body_format)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SaidToMember(_ForMember):
    """What somebody said on a ticket, with when they did, on the reader's clock."""

    by: str
    at: datetime
    said: RichText | None = None
    enclosed: tuple[Enclosure, ...] = ()

    def told(self, t: Translate, happened: str, closing: tuple[str, ...]) -> Layout:
        """Lay out who said it, then the words."""
        return self.news(
            t,
            happened,
            t(f"letter.{happened}.opening", name=self.by, ref=self.ref),
            facts=((t("letter.fact.written"), moment(self.at, t)),),
            said=self.said or RichText.of(t("thread.no_text")),
            enclosed=self.enclosed,
            closing=closing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReplied(_SaidToMember):
    """To the member whose ticket it is, or who could take it: a customer's own words. `unsure`: nothing shows that it
    was they who wrote."""

    unsure: bool = False

    @classmethod
    def of(cls, mail: TicketMail) -> MemberReplied | None:
        said = mail.said if isinstance(mail, MemberMail) else None
        if not isinstance(said, PublicMessage):
            return None
        return cls(
            **cls.known(mail),
            by=said.author.name,
            at=said.at.astimezone(mail.clock),
            said=_words(said),
            enclosed=_files(said, mail.url),
            unsure=said.identity is not None and not said.identity.proven,
        )

    def layout(self, t: Translate) -> Layout:
        unsure = (t("letter.member_replied.unsure"),) if self.unsure else ()
        return self.told(t, "member_replied", (*unsure, t("letter.answer.reply"), t("letter.answer.commands")))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(_SaidToMember):
    """To the member whom a note calls: its words, which no customer ever reads. An answer is a note as well."""

    @classmethod
    def of(cls, mail: TicketMail) -> MemberMentioned | None:
        said = mail.said if isinstance(mail, MemberMail) else None
        if not isinstance(said, InternalNote):
            return None
        return cls(
            **cls.known(mail),
            by=said.author.name,
            at=said.at.astimezone(mail.clock),
            said=_words(said),
            enclosed=_files(said, mail.url),
        )

    def layout(self, t: Translate) -> Layout:
        return self.told(t, "member_mentioned", (t("letter.answer.note"),))


def _words(said: Said) -> RichText | None:
    if not has_something(said.body):
        return None
    if isinstance(said, PublicMessage) and said.formatted:
        return RichText.of_mail(said.body, said.formatted, said.attachments)
    return RichText.of(said.body, said.body_format)


def _files(said: Said, url: str) -> tuple[Enclosure, ...]:
    """They lie in the console."""
    return tuple(Enclosure(name=one.name, size=one.size, url=url) for one in said.attachments if not one.withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAssigned(_ForMember):
    """To the member somebody gave a ticket to; without a name it came by itself."""

    assigned_by: str = ""

    @classmethod
    def of(cls, mail: TicketMail) -> MemberAssigned:
        return cls(**cls.known(mail), assigned_by=mail.action.actor.name if mail.action else "")

    def layout(self, t: Translate) -> Layout:
        by = self.assigned_by
        opening = t("letter.member_assigned.by", member=by) if by else t("letter.member_assigned.opening")
        return self.news(t, "member_assigned", opening)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSla(_ForMember):
    """To whom a ticket's promised times concern: one is running out, or over. `due` has the targets that this is about,
    each with its instant on the reader's clock."""

    level: Literal["warning", "breached"]
    due: tuple[tuple[Literal["first_response", "resolution"], datetime], ...]

    @classmethod
    def of(cls, mail: TicketMail) -> MemberSla | None:
        """Return the letter about what the tick found; a breach's says nothing of a warning for the other target."""
        if mail.action is None:
            return None
        late = mail.job.kind is LetterKind.MEMBER_SLA_BREACHED
        about = EventType.SLA_BREACHED if late else EventType.SLA_WARNING
        told = [event.changes for event in mail.action.events if event.type is about]
        return cls(
            **cls.known(mail),
            level="breached" if late else "warning",
            due=tuple(
                (one["target"].after, datetime.fromisoformat(one["due_at"].after).astimezone(mail.clock))
                for one in told
            ),
        )

    def layout(self, t: Translate) -> Layout:
        happened = f"member_sla_{self.level}"
        return self.news(
            t,
            happened,
            t(f"letter.{happened}.opening"),
            facts=tuple((t(f"letter.fact.{target}"), moment(at, t)) for target, at in self.due),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUnclear(_ForMember):
    """To the member whose answer by mail wasn't understood: nothing of it left. `line` is its first line; empty when
    what we had written was still in it."""

    line: str

    @classmethod
    def of(cls, mail: TicketMail) -> MemberUnclear:
        return cls(**cls.known(mail), line=mail.about.unclear or "")

    def layout(self, t: Translate) -> Layout:
        facts = ((t("letter.fact.line"), self.line),) if self.line else ()
        opening = t("letter.member_unclear.line" if self.line else "letter.member_unclear.letter")
        closing = (t("letter.answer.reply"), t("letter.answer.commands"))
        return self.news(t, "member_unclear", opening, facts=facts, closing=closing)
