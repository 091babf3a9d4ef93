"""The letters to members about their tickets, each with what it says, what that is made from, and its layout.

They lead to the console.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.events import EventType
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.text import has_something
from chalicelib.locales import Translate, word
from chalicelib.mail.letters.layout import Enclosure, Layout, Link, RichText, moment
from chalicelib.mail.letters.ticket import Named, OnTicket, TicketMail


class _Known(Named):
    priority: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForMember(OnTicket):
    """The part that every letter to a member has: the facts of the ticket, and the button that opens it."""

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
class MemberCreated(ForMember):
    """To the member a new ticket belongs to, or who could take it, while it is nobody's. `alone`: it came with files,
    or as a page, and without words."""

    description: RichText | None = None
    alone: bool = False
    nobodys: bool = False
    to: str = ""

    @classmethod
    def of(cls, mail: TicketMail) -> MemberCreated:
        ticket = mail.ticket
        said = _description(mail)
        alone = said is None and bool(ticket.attachments or ticket.html_id)
        return cls(
            **cls.known(mail), description=said, alone=alone, nobodys=ticket.assignee_id is None, to=_others(mail)
        )

    def layout(self, t: Translate) -> Layout:
        said = RichText.of(t("thread.no_text")) if self.alone else self.description
        opening = t("letter.member_created.nobodys" if self.nobodys else "letter.member_created.opening")
        if self.to:
            opening = t("letter.member_created.other", member=self.to)
        return self.news(t, "member_created", opening, said=said, closing=(t("letter.answer.reply"),))


def _others(mail: TicketMail) -> str:
    """The name of the member whose ticket it is, if that isn't the reader."""
    has_it = mail.workspace.members.get(mail.ticket.assignee_id or "")
    return has_it.name if has_it and has_it.id != mail.about.person_id else ""


def _description(mail: TicketMail) -> RichText | None:
    ticket = mail.ticket
    if not has_something(ticket.description):
        return None
    if ticket.formatted:
        return RichText.of_mail(ticket.description, ticket.formatted, ticket.attachments)
    return RichText.of(ticket.description, ticket.body_format)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAssigned(ForMember):
    """To the member somebody gave a ticket to; without a name it came by itself. `to`: somebody else has it now, of
    whose tickets the reader wants to hear."""

    assigned_by: str = ""
    to: str = ""

    @classmethod
    def of(cls, mail: TicketMail) -> MemberAssigned:
        return cls(**cls.known(mail), assigned_by=mail.action.actor.name if mail.action else "", to=_others(mail))

    def layout(self, t: Translate) -> Layout:
        by = self.assigned_by
        if self.to:
            laid = self.news(t, "member_assigned", t("letter.member_assigned.other", member=self.to))
            return replace(laid, subject=t("letter.member_assigned.to", member=self.to, title=self.subject(t)))
        opening = t("letter.member_assigned.by", member=by) if by else t("letter.member_assigned.opening")
        return self.news(t, "member_assigned", opening)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSla(ForMember):
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
