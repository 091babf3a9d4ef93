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
from chalicelib.locales import Translate, word
from chalicelib.mail.letters.layout import Layout, Link, RichText, moment
from chalicelib.mail.letters.ticket import Named, OnTicket, TicketMail


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
            button=Link(label=t("letter.console"), url=self.url),
            footer=self.footer(t),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCreated(_ForMember):
    """To the member a new ticket belongs to. `alone`: it came with files, or as a page, and without words."""

    description: RichText | None = None
    alone: bool = False

    @classmethod
    def of(cls, mail: TicketMail) -> MemberCreated:
        ticket = mail.ticket
        said = RichText.of(ticket.description, ticket.body_format) if has_something(ticket.description) else None
        alone = said is None and bool(ticket.attachments or ticket.html_id)
        return cls(**cls.known(mail), description=said, alone=alone)

    def layout(self, t: Translate) -> Layout:
        said = RichText.of(t("thread.no_text")) if self.alone else self.description
        return self.news(t, "member_created", t("letter.member_created.opening"), said=said)


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
