"""The letters to members about what was said on their tickets, and about what they said by mail themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.events import CALL, Action, EventType
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Enclosure, Layout, RichText, moment
from chalicelib.mail.letters.members import ForMember
from chalicelib.mail.letters.ticket import MemberMail, TicketMail


@dataclass(frozen=True, slots=True, kw_only=True)
class _SaidToMember(ForMember):
    """What somebody said on a ticket, with when they did, on the reader's clock."""

    by: str
    at: datetime
    said: RichText | None = None
    enclosed: tuple[Enclosure, ...] = ()

    @staticmethod
    def told_of(mail: TicketMail, said: Said) -> dict[str, Any]:
        """Return the facts of what was said."""
        return {
            "by": said.author.name,
            "at": said.at.astimezone(mail.clock),
            "said": _words(said),
            "enclosed": _files(said, mail.url),
        }

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
            **cls.told_of(mail, said),
            unsure=said.identity is not None and not said.identity.proven,
        )

    def layout(self, t: Translate) -> Layout:
        unsure = (t("letter.member_replied.unsure"),) if self.unsure else ()
        return self.told(t, "member_replied", (*unsure, t("letter.answer.reply"), t("letter.answer.commands")))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(_SaidToMember):
    """To the member whom a note calls, or a macro: the words, which no customer ever reads. An answer is a note as
    well."""

    @classmethod
    def of(cls, mail: TicketMail) -> MemberMentioned | None:
        said = mail.said if isinstance(mail, MemberMail) else None
        if mail.action and (words := _call(mail.action, mail.about.person_id)):
            by, at = mail.action.actor.name, mail.action.at.astimezone(mail.clock)
            return cls(**cls.known(mail), by=by, at=at, said=RichText.of(words))
        if not isinstance(said, InternalNote):
            return None
        return cls(**cls.known(mail), **cls.told_of(mail, said))

    def layout(self, t: Translate) -> Layout:
        return self.told(t, "member_mentioned", (t("letter.answer.note"),))


def _call(action: Action, member_id: str) -> str:
    """Return the words that a member was called with, if no note says them."""
    calls = [event.changes for event in action.events if event.type is EventType.MENTIONED and CALL in event.changes]
    return next((str(call[CALL].after) for call in calls if member_id in call["members"].after), "")


def _words(said: Said) -> RichText | None:
    if not has_something(said.body):
        return None
    if said.formatted:
        return RichText.of_mail(said.body, said.formatted, said.attachments)
    return RichText.of(said.body, said.body_format)


def _files(said: Said, url: str) -> tuple[Enclosure, ...]:
    """They lie in the console."""
    return tuple(Enclosure(name=one.name, size=one.size, url=url) for one in said.attachments if not one.withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUnclear(ForMember):
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
