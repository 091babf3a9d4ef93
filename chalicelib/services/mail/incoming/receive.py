"""A mail that came in: filed where it belongs, or parked with the cause. Never lost, never twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import AlreadyFiledError
from chalicelib.domain.mail.suspended import SuspendedMail, suspended_id
from chalicelib.domain.notices.inbox import ANSWER_PARKED, InboxEntry
from chalicelib.domain.notices.standing_in import substitutes
from chalicelib.domain.people.absence import away
from chalicelib.domain.people.addresses import domain_in_dns, forms, known_as
from chalicelib.domain.people.permissions import Permission, check_given
from chalicelib.domain.settings.mail_domains import above
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from chalicelib.locales import FALLBACK
from chalicelib.mail import SmtpEnvelope, parse
from chalicelib.services.mail.incoming.answers import stable_id
from chalicelib.services.mail.incoming.bounces import note_bounce
from chalicelib.services.mail.incoming.case import MailCase, Received
from chalicelib.services.mail.incoming.contents import with_notice
from chalicelib.services.mail.incoming.erasing import erase_raw, erased
from chalicelib.services.mail.incoming.file import Filed, file
from chalicelib.services.mail.incoming.masked import masked_mail
from chalicelib.services.mail.incoming.news_answers import SEVERAL_TICKETS, answered_news
from chalicelib.services.mail.incoming.park import OWN_MAIL, SUSPENDED, reason_to_park
from chalicelib.services.mail.incoming.threads import ThreadMatch, find_thread, speaks_as
from chalicelib.services.ports import Desk
from chalicelib.services.tickets.family import primary_of

if TYPE_CHECKING:
    from chalicelib.mail import ParsedMail

PREVIEW = 500
UNKNOWN_REPLY, UNKNOWN_ADDRESS = "unknown_reply_address", "unknown_address"
_PASSING = frozenset({"conflict", "unavailable"})
"""Of what the desk refuses, what is no fault of the mail: the same comes again, and is filed then."""

_TOLD_NOBODY = ("bounce", "auto_reply", "blocked", "spam_contact", SUSPENDED)
_REPORT = "bounce on"
"""The outcome of a report on a mail of ours. It has that mail in it, and is of no use once it was noted."""
_NOT_HERE = Filed("not_here")
"""One of several desks found that a mail isn't its own."""


def file_mail(desk: Desk, received: Received) -> list[str]:
    """File one mail in every workspace it was addressed to; returns what became of it in each, for the log."""
    raw = desk.raw_mail.find(received.object_key)
    if raw is None:
        return [_found_erased(desk, received)]
    mail = parse(raw, SmtpEnvelope(received.sender, received.recipients, received.verdicts))
    outcomes, is_masked = list[Filed](), False
    workspaces = addressed(desk, received.recipients)
    for workspace in workspaces:
        with desk.open(workspace) as room:
            case = MailCase(desk, room, received, raw, mail)
            outcomes.append(_file(case))
            is_masked = is_masked or case.is_masked
    if all(outcome == _NOT_HERE for outcome in outcomes):
        cause = UNKNOWN_REPLY if outcomes else UNKNOWN_ADDRESS
        _leave(desk, received, mail, cause)
        return ["unrouted"]
    if is_masked or any(outcome.what == _REPORT for outcome in outcomes):
        erase_raw(desk, received, mail, workspaces)
    return [str(outcome) for outcome in outcomes]


def file_released(case: MailCase, may: frozenset[Permission]) -> Filed:
    """File a mail that somebody with these permissions let through.

    Letting it speak as a member gives its writer that member's voice, and takes an admin in person. Raises DeskError
    when that is lacking or it can't be filed even so, AlreadyFiledError when it was filed before.
    """
    thread = find_thread(case)
    if speaks_as(case, thread):
        check_given(may, frozenset({Permission.RIGHTS_WRITE}))
    if cause := reason_to_park(case, thread):
        raise DeskError("not_releasable", f"This mail can't be taken in: {cause}.", data={"cause": cause})
    return file(case, thread)


def _found_erased(desk: Desk, received: Received) -> str:
    """Return what became of a mail that isn't there: it was filed, and brought again. Any other one is lost."""
    for workspace in addressed(desk, received.recipients):
        with desk.open(workspace) as room:
            if erased(room, received.object_key) is not None:
                return "repeated"
    raise RuntimeError(f"the mail {received.object_key} isn't there, and nothing says that it was filed")


def addressed(desk: Desk, recipients: Iterable[str]) -> list[str]:
    """The workspaces behind the addresses: where no mailbox has a whole address, what follows its plus belongs to the
    mailbox before it."""
    found: dict[str, None] = {}
    for recipient in recipients:
        stored = (address for form in forms(recipient) for address in known_as(form))
        behind = map(desk.accounts.mailbox_workspaces, stored)
        found.update(dict.fromkeys(next(filter(None, behind), ())))
    return list(found)


def sharing(desk: Desk, received: Received) -> set[str]:
    """Return the workspaces that may have something of a mail: all that it was addressed to, and whoever is handed what
    comes to their domain for nobody."""
    domains = {domain_in_dns(recipient.strip().rpartition("@")[2]) for recipient in received.recipients}
    owners = {_owner(desk, domain, cause) for domain in domains for cause in (UNKNOWN_REPLY, UNKNOWN_ADDRESS)}
    return {*addressed(desk, received.recipients), *filter(None, owners)}


def _leave(desk: Desk, received: Received, mail: ParsedMail, cause: str) -> None:
    """Leave a mail for nobody to whose domain it came to, or, where that is nobody's or several share the address, to
    the operator. A workspace sees no mail that may be another's."""
    domains = dict.fromkeys(domain_in_dns(recipient.strip().rpartition("@")[2]) for recipient in received.recipients)
    owners = set(filter(None, (_owner(desk, domain, cause) for domain in domains)))
    for owner in owners:
        with desk.open(owner) as room:
            told = masked_mail(mail, room.workspace.masking)
            room.suspended.add(_parked(received, told, cause, "", room.workspace.language))
    if not owners:
        desk.unrouted.add(_parked(received, mail, cause, "", FALLBACK))


def _owner(desk: Desk, domain: str, cause: str) -> str | None:
    """Whoever showed that the domain is theirs, else the only workspace that has mailboxes there."""
    there = [one for form in known_as(f"{REPLY}@{domain}") for one in desk.accounts.mailbox_workspaces(form)]
    if len(there) > 1 and cause == UNKNOWN_REPLY:
        return None
    shown = next(filter(None, map(desk.accounts.domain_owner, above(domain))), None)
    return shown or (there[0] if len(there) == 1 else None)


def _file(case: MailCase) -> Filed:
    if case.is_own():
        return _park(case, OWN_MAIL, "")
    if case.room.repeats.filed(case.seen.message_id, case.seen.content_digest):
        return Filed("repeated")
    if bounced := note_bounce(case):
        return Filed(_REPORT, bounced)
    if answered_news(case):
        return _park(case, SEVERAL_TICKETS, "")
    thread = find_thread(case)
    if thread is None and case.came_to_reply_address_only():
        return _NOT_HERE if case.shared_reply_address() else _park(case, UNKNOWN_REPLY, "")
    if cause := reason_to_park(case, thread):
        if thread and cause not in _TOLD_NOBODY:
            _tell_members(case, thread)
        return _park(case, cause, "")
    try:
        return file(case, thread)
    except AlreadyFiledError:
        return Filed("repeated")
    except DeskError as refusal:
        if refusal.code in _PASSING:
            raise
        return _park(case, refusal.code, refusal.detail)


def _tell_members(case: MailCase, thread: ThreadMatch) -> None:
    """Tell whoever has the ticket that an answer to it is parked, and the member whom it may be by, in their inbox:
    nobody else can look there. Its id is one that the same mail always makes."""
    primary, at = primary_of(case.room, thread.ticket), case.received.at
    assignee = case.room.workspace.members.get(primary.assignee_id or "")
    told = {member.id: member for member in (assignee, thread.member, thread.through) if member}
    team = case.room.workspace.members
    absent = away(team, at, case.room.workspace.hours.zone)
    for member, instead_of in [*((one, None) for one in told.values()), *substitutes(told.values(), team, absent)]:
        entry = InboxEntry(
            id=stable_id(case),
            member_id=member.id,
            event=ANSWER_PARKED,
            number=primary.number,
            title=primary.title,
            actor=case.sender_name,
            at=at,
            instead_of=instead_of,
        )
        case.room.inbox.note(entry)
        case.room.inbox.add(entry)


def _park(case: MailCase, cause: str, detail: str) -> Filed:
    parked = _parked(case.received, case.mail, cause, detail, case.room.workspace.language)
    if cause == OWN_MAIL:
        parked = replace(parked, preview="")  # its links open what they lead to, for whoever it was written to
    case.room.suspended.add(parked)
    return Filed(f"parked: {cause}")


def _parked(received: Received, mail: ParsedMail, cause: str, detail: str, language: str) -> SuspendedMail:
    """`language` is that of who reads it."""
    return SuspendedMail(
        id=suspended_id(received.at, received.object_key),
        at=received.at,
        cause=cause,
        detail=detail,
        sender=mail.from_.address if mail.from_ else received.sender,
        subject=mail.subject[:TITLE_LENGTH],
        object_key=received.object_key,
        preview=with_notice(language, mail.encrypted, mail.reply_text or mail.text, kept=False)[:PREVIEW],
        return_path=received.sender,
        recipients=received.recipients,
        verdicts=received.verdicts,
    )
