"""The mail that tells a member of several things at once. Of one ticket alone it can be answered, like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import FOR_MEMBERS_ALONE, AboutTicket, LetterKind, Mail, MailJob
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.tickets.links import news_token
from chalicelib.services.mail.outgoing.draft import read_ticket_mail
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.mail.outgoing.ticket_mail import PREFERENCES, envelope_of, ticket_mail, with_members_thread
from chalicelib.services.ports import Desk, Room

if TYPE_CHECKING:
    from chalicelib.mail.letters.news import TicketNews
    from chalicelib.mail.letters.ticket import TicketMail

_ONCE = frozenset({LetterKind.MEMBER_ASSIGNED, LetterKind.MEMBER_CREATED})
"""Of a ticket they say the same however often they come: the last one does."""


def news_mail(desk: Desk, room: Room, job: MailJob, told: Sequence[MailJob], *, waited: bool) -> Iterator[Mail]:
    """Yield the mail of `job` that says what all of `told` are about; none when nothing of that is there any more."""
    from chalicelib.mail.letters.news import MemberNews  # cold start: who only settles jobs writes no letters

    mails = [mail for one in _without_repeats(told) if (mail := _read(desk, room, one))]
    if len(mails) == 1:
        yield from ticket_mail(desk.secrets, replace(mails[0], job=replace(mails[0].job, address=job.address)))
        return
    news = [one for mail in mails if (one := _told(mail))]
    if not news:
        return
    words = MemberNews(desk_name=room.workspace.name, told=tuple(news), url=f"{desk.base_url}/console", waited=waited)
    yield post(_envelope(desk, room, job, mails, single=words.tickets == 1), words)


def _without_repeats(told: Sequence[MailJob]) -> list[MailJob]:
    last = {(one.key.number, one.kind): one.key for one in told}
    return [one for one in told if one.kind not in _ONCE or last[one.key.number, one.kind] == one.key]


def _read(desk: Desk, room: Room, job: MailJob) -> TicketMail | None:
    return read_ticket_mail(desk, room, job, job.about, None) if isinstance(job.about, AboutTicket) else None


def _told(mail: TicketMail) -> TicketNews | None:
    from chalicelib.mail.letters.kinds import ON_TICKETS  # cold start: who only settles jobs writes no letters
    from chalicelib.mail.letters.news import TicketNews
    from chalicelib.mail.letters.ticket import OnTicket

    words = ON_TICKETS[mail.job.kind].of(mail)
    return TicketNews(on=OnTicket(**mail.named), words=words) if words else None


def _envelope(desk: Desk, room: Room, job: MailJob, mails: Sequence[TicketMail], *, single: bool) -> Envelope:
    """That of the newest of one ticket. What is about several is answered by nobody: its address says so."""
    newest = replace(mails[-1], job=job)
    envelope = envelope_of(desk.secrets, newest)
    if single:
        alone = any(mail.job.kind in FOR_MEMBERS_ALONE for mail in mails)
        return with_members_thread(envelope, newest, alone=alone)
    member, domain = room.workspace.members[job.key.person_id], newest.mailbox.domain
    token = news_token(room.workspace.id, member)
    return replace(
        envelope,
        message_id=f"{token}.{job.key.action_id.lower()}@{domain}",
        in_reply_to="",
        references=(),
        reply_to=f"{REPLY}+{token}@{domain}",
        unsubscribe=f"{desk.base_url}{PREFERENCES}",
    )
