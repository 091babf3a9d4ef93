"""A mail that came in: a message on its ticket, a new ticket, or parked with the cause. Never lost, never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from chalicelib.domain import rules
from chalicelib.domain.errors import DeskError
from chalicelib.domain.inbox import SuspendedMail
from chalicelib.domain.people import Actor, ActorKind, Member, Participant, is_address
from chalicelib.domain.repeats import AlreadyFiledError
from chalicelib.domain.rules import NewTicket
from chalicelib.domain.ticket import TITLE_LENGTH, Channel, Source
from chalicelib.services import tickets
from chalicelib.services.access import ticket_by_number
from chalicelib.services.customers import Words, say
from chalicelib.services.deciding import decided
from chalicelib.services.family import primary_of
from chalicelib.services.mail_case import CC_PARTICIPANTS, MailCase, Received, fitted
from chalicelib.services.mail_threads import Target, find_target
from chalicelib.services.people import WhoWrites
from chalicelib.services.ports import Desk

NO_SUBJECT = "(no subject)"
_NOT_HERE = "not_here"
"""One of several desks found that a mail isn't its own."""


def file_mail(desk: Desk, received: Received) -> list[str]:
    """File one mail in every workspace it was addressed to; returns what became of it in each, for the log."""
    from chalicelib.mail import Envelope, parse

    raw = desk.raw_mail.get(received.object_key)
    mail = parse(raw, Envelope(received.sender, received.recipients, received.verdicts))
    workspaces = _addressed(desk, received.recipients)
    outcomes = []
    for workspace in workspaces:
        with desk.open(workspace) as room:
            outcomes.append(_file(MailCase(desk, room, received, raw, mail)))
    if all(outcome == _NOT_HERE for outcome in outcomes):
        cause = "unknown_reply_address" if outcomes else "unknown_address"
        desk.unrouted.add(_parked(received, mail.subject, mail.from_, cause, ""))
        return ["unrouted"]
    return outcomes


def _addressed(desk: Desk, recipients: Iterable[str]) -> list[str]:
    """The workspaces behind the addresses; what follows a plus belongs to the mailbox before it."""
    found: dict[str, None] = {}
    for recipient in recipients:
        local, _, domain = recipient.strip().lower().rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"
        found.update(dict.fromkeys(desk.accounts.mailbox_workspaces(mailbox)))
    return list(found)


def _file(case: MailCase) -> str:
    if case.is_own():
        return "own"
    if case.room.repeats.filed(case.seen.message_id, case.seen.content_digest):
        return "repeated"
    target = find_target(case)
    if target is None and case.came_to_reply_address_only():
        return _NOT_HERE if case.shared_reply_address() else _park(case, "unknown_reply_address", "")
    try:
        return _file_human_or_park(case, target)
    except AlreadyFiledError:
        return "repeated"
    except DeskError as refusal:
        return _park(case, refusal.code, refusal.detail)


def _file_human_or_park(case: MailCase, target: Target | None) -> str:
    cause = _reason_to_park(case, target)
    if cause:
        return _park(case, cause, "")
    if case.mail.kind == "auto_reply":
        assert target is not None
        return _note_auto_answer(case, target)
    if target is None:
        return _open_ticket(case)
    if target.member:
        return _reply_as(case, target, target.member)
    return _say(case, target)


def _reason_to_park(case: MailCase, target: Target | None) -> str | None:
    """Why this mail must not be acted upon; the first reason that holds."""
    verdicts, kind = case.mail.verdicts, case.mail.kind
    reasons = (
        ("virus", verdicts.get("virus") == "fail"),
        ("spam", verdicts.get("spam") == "fail"),
        ("dmarc", verdicts.get("dmarc") == "fail" and verdicts.get("dmarc_policy") == "reject"),
        ("bounce", kind in ("bounce", "delayed")),
        ("unreadable_sender", not is_address(case.sender)),
        ("auto_reply", kind == "auto_reply" and target is None),
        ("blocked", case.sender_is_blocked()),
        ("unverified_member", target is not None and target.member is not None and verdicts.get("dmarc") != "pass"),
    )
    return next((cause for cause, holds in reasons if holds), None)


def _say(case: MailCase, target: Target) -> str:
    from chalicelib.mail import may_answer

    writer = target.writer
    author = Actor(ActorKind.CUSTOMER, writer.id if writer else None, (writer and writer.name) or case.sender_name)
    text = fitted(case, case.mail.reply_text or case.mail.text, case.mail.quoted_text)
    words = Words(
        author=author,
        body=text.body,
        quoted=text.quoted,
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        attachments=text.attachments,
        html_id=text.html_id,
        stranger=None if writer else case.sender,
        quiet=not may_answer(case.mail),
    )
    ticket = say(case.desk, case.room, target.ticket.number, words, seen=case.seen)
    return f"message on {ticket.number}" if ticket.number == target.ticket.number else f"follow-up {ticket.number}"


def _reply_as(case: MailCase, target: Target, member: Member) -> str:
    text = fitted(case, case.mail.reply_text or case.mail.text, case.mail.quoted_text)
    actor = Actor(ActorKind.AGENT, member.id, member.name)
    number = primary_of(case.room, target.ticket).number
    tickets.reply(case.desk, case.room, actor, number, text.body, attachments=text.attachments, seen=case.seen)
    return f"reply on {number}"


def _open_ticket(case: MailCase) -> str:
    from chalicelib.mail import may_answer

    text = fitted(case, case.mail.text, "", may_be_empty=True)
    new = NewTicket(
        title=" ".join(case.mail.subject.split())[:TITLE_LENGTH] or NO_SUBJECT,
        description=text.body,
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        participants=_participants(case),
        attachments=text.attachments,
        html_id=text.html_id,
        quiet=not may_answer(case.mail),
    )
    who = WhoWrites(email=case.sender, name=case.sender_name)
    actor = Actor(ActorKind.CUSTOMER, None, case.sender_name)
    ticket = tickets.create_ticket(case.desk, case.room, actor, new, who, seen=case.seen)
    return f"ticket {ticket.number}"


def _participants(case: MailCase) -> tuple[Participant, ...]:
    ours = case.own_addresses()
    people = [Participant(cc.address.lower(), cc.name) for cc in case.mail.cc if is_address(cc.address)]
    others = [one for one in people if one.address != case.sender and not ours(one.address)]
    return tuple(others[:CC_PARTICIPANTS])


def _note_auto_answer(case: MailCase, target: Target) -> str:
    number = target.ticket.number
    actor = Actor(ActorKind.CUSTOMER, target.writer.id if target.writer else None, case.sender_name)

    def attempt() -> str:
        ticket = ticket_by_number(case.room, number)
        decision = rules.auto_answered(ticket, case.sender, case.mail.subject, tickets.moment(case.desk, actor))
        case.room.tickets.commit([decision], seen=case.seen_on(number))
        return f"automatic answer on {number}"

    return decided(attempt, patient=True)


def _park(case: MailCase, cause: str, detail: str) -> str:
    case.room.suspended.add(_parked(case.received, case.mail.subject, case.mail.from_, cause, detail))
    return f"parked: {cause}"


def _parked(received: Received, subject: str, sender: object, cause: str, detail: str) -> SuspendedMail:
    """Named after the object, so that the same mail parked twice is parked once."""
    digest = hashlib.sha256(received.object_key.encode()).hexdigest()[:16]
    return SuspendedMail(
        id=f"{received.at:%Y%m%dT%H%M%S}-{digest}",
        at=received.at,
        cause=cause,
        detail=detail,
        sender=getattr(sender, "address", "") or received.sender,
        subject=subject[:TITLE_LENGTH],
        object_key=received.object_key,
    )
