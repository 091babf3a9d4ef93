"""Answers to a mail that told a member of several tickets: it isn't known which one they mean, so nothing is done."""

from __future__ import annotations

from chalicelib.domain.mail.jobs import AboutAccount, JobKey, LetterKind, MailJob
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets.links import news_token
from chalicelib.mail import clues
from chalicelib.services.mail.incoming.answers import stable_id
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.outgoing.queue import queue

SEVERAL_TICKETS = "several_tickets"
_LOOKED_AT = 3
"""Ids that a mail answers to: In-Reply-To, and the newest of References."""


def answered_news(case: MailCase) -> bool:
    """Return whether the mail answers one about several tickets. Whoever wrote it is told so, once, if it is beyond
    doubt that it was the member who had got that."""
    writer, known = _writer(case), {news_token(case.room.workspace.id, one): one for one in _members(case)}
    found = clues(case.mail, prefix=case.room.workspace.prefix)
    addressed = next((known[token] for token in found.tokens if token in known), None)
    ids = found.message_ids[:_LOOKED_AT]
    theirs = writer is not None and any(_is_news(case, writer, one) for one in ids)
    if addressed is None and not theirs:
        return False
    told = writer if theirs or addressed is writer else None
    if told and case.identity.proven and case.mail.kind == "human":
        _tell(case, told)
    return True


def _members(case: MailCase) -> list[Member]:
    return list(case.room.workspace.members.values())


def _writer(case: MailCase) -> Member | None:
    if not case.identity.address or case.behind:
        return None
    return next((one for one in _members(case) if one.active and one.email == case.sender), None)


def _is_news(case: MailCase, reader: Member, message_id: str) -> bool:
    """Whether an id is that of such a mail to this member: our own, or the carrier's."""
    workspace = case.room.workspace.id
    if message_id.lower().startswith(f"{news_token(workspace, reader)}."):
        return True
    sent = case.room.repeats.sent(message_id)
    job = case.desk.jobs.get(JobKey(workspace=workspace, number=sent[0], id=sent[1])) if sent else None
    return bool(job and job.key.person_id == reader.id and len({one.number for one in job.tells or ()}) > 1)


def _tell(case: MailCase, member: Member) -> None:
    workspace = case.room.workspace
    about = AboutAccount(sender_name=workspace.name, language=workspace.language)
    key = JobKey(id=f"n{stable_id(case)}")
    queue(case.desk, [MailJob(key=key, kind=LetterKind.NEWS_ANSWERED, address=member.email, about=about)])
