"""Every kind of letter: its words, which know what they are made from and how they are laid out.

To whom one about a ticket goes stands in `domain/notices/notices.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Protocol

from chalicelib.domain.mail.jobs import AboutAccount, LetterKind
from chalicelib.mail.letters.accounts import Invitation, PasswordReset
from chalicelib.mail.letters.alarms import (
    AccountChanged,
    KeysLeft,
    ManyTries,
    MuchUnproven,
    NewAdmin,
    NewsAnswered,
    WidestKey,
)
from chalicelib.mail.letters.customers import (
    AgentReply,
    Confirmation,
    CreatedByAgent,
    Forwarded,
    Merged,
    OwnRequests,
    Resolved,
    StatusChanged,
)
from chalicelib.mail.letters.layout import Words
from chalicelib.mail.letters.members import MemberAssigned, MemberCreated, MemberSla
from chalicelib.mail.letters.news import MemberNews
from chalicelib.mail.letters.said import MemberMentioned, MemberReplied, MemberUnclear
from chalicelib.mail.letters.ticket import TicketMail
from chalicelib.mail.letters.weekly import WeekTold


class _OnTicket(Words, Protocol):
    @classmethod
    def of(cls, mail: TicketMail, /) -> Words | None:
        """Return what the letter says; None when what it tells of is no longer there."""


class _OnAccount(Words, Protocol):
    VALID: ClassVar[timedelta]

    @classmethod
    def of(cls, about: AboutAccount, address: str, url: str, /) -> Words:
        """Return what the letter to `address` says."""


ON_TICKETS: Mapping[LetterKind, type[_OnTicket]] = {
    LetterKind.CONFIRMATION: Confirmation,
    LetterKind.OPENED_FOR_CUSTOMER: CreatedByAgent,
    LetterKind.AGENT_REPLY: AgentReply,
    LetterKind.FORWARD: Forwarded,
    LetterKind.STATUS_CHANGED: StatusChanged,
    LetterKind.RESOLVED: Resolved,
    LetterKind.MERGED: Merged,
    LetterKind.MEMBER_CREATED: MemberCreated,
    LetterKind.MEMBER_ASSIGNED: MemberAssigned,
    LetterKind.MEMBER_SLA_WARNING: MemberSla,
    LetterKind.MEMBER_SLA_BREACHED: MemberSla,
    LetterKind.MEMBER_REPLIED: MemberReplied,
    LetterKind.MEMBER_MENTIONED: MemberMentioned,
    LetterKind.MEMBER_UNCLEAR: MemberUnclear,
}


class _OnAlarm(Words, Protocol):
    @classmethod
    def of(cls, about: AboutAccount, console: str, /) -> Words:
        """Return what the letter says; `console` is where that is."""


ON_ACCOUNTS: Mapping[LetterKind, type[_OnAccount]] = {
    LetterKind.INVITATION: Invitation,
    LetterKind.PASSWORD_RESET: PasswordReset,
}
ON_ALARMS: Mapping[LetterKind, type[_OnAlarm]] = {
    LetterKind.NEW_ADMIN: NewAdmin,
    LetterKind.WIDEST_KEY: WidestKey,
    LetterKind.KEYS_LEFT: KeysLeft,
    LetterKind.MUCH_UNPROVEN: MuchUnproven,
    LetterKind.MANY_TRIES: ManyTries,
    LetterKind.ACCOUNT_CHANGED: AccountChanged,
    LetterKind.NEWS_ANSWERED: NewsAnswered,
}
LETTERS: Mapping[LetterKind, type[Words]] = {
    **ON_TICKETS,
    **ON_ACCOUNTS,
    **ON_ALARMS,
    LetterKind.LINKS: OwnRequests,
    LetterKind.MEMBER_NEWS: MemberNews,
    LetterKind.WEEKLY_REPORT: WeekTold,
}
