"""Why a mail is parked instead of acted upon. Each cause has a name that the API tells and people can look up."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.events import ActorKind
from chalicelib.domain.files import MOST_BYTES
from chalicelib.domain.people.addresses import is_address
from chalicelib.domain.vocabulary import Status
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.incoming.threads import ThreadMatch, speaks_as
from chalicelib.services.mail.limits import may_reopen, sends_too_much
from chalicelib.services.tickets.family import primary_of

OWN_MAIL = "own_mail"
SUSPENDED = "workspace_suspended"
"""Nothing else speaks against it: it is taken in when the workspace is open again."""
_LOOKED_AT = 20
_EVENTS = ("auto_reply", "reaction")
"""Nobody wrote them to be answered: they are noted on the ticket they are about, and without one go nowhere."""
_SETTLED = frozenset({Status.WAITING, Status.RESOLVED, Status.CLOSED})


def reason_to_park(case: MailCase, thread: ThreadMatch | None) -> str | None:
    """The first cause that holds; None when the mail is to be filed. What an admin released is parked only for what
    can be no ticket."""
    if case.released and case.is_own():
        return OWN_MAIL
    if "unreadable" in case.mail.defects:
        return "unreadable"
    if not is_address(case.sender):
        return "unreadable_sender"
    if case.released:
        return None
    return next((cause for cause, holds in CAUSES if holds(case, thread)), None)


def _verdict(name: str) -> Callable[[MailCase, ThreadMatch | None], bool]:
    return lambda case, _: case.mail.verdicts.get(name) == "fail"


def _fails_dmarc(case: MailCase, _: ThreadMatch | None) -> bool:
    return case.identity.contradicted and case.mail.verdicts.get("dmarc_policy") == "reject"


def _unverified_member(case: MailCase, thread: ThreadMatch | None) -> bool:
    """Whether the mail would be taken for a member's own words without proof that they wrote it."""
    return not case.identity.proven and speaks_as(case, thread) is not None


def _by_anothers_address(_: MailCase, thread: ThreadMatch | None) -> bool:
    """Whether it came to a member's own reply address, and it is neither they who wrote, nor another member, nor
    somebody on the ticket for certain: it may be what the member meant for members alone."""
    if thread is None or thread.through is None or thread.member or thread.forwarded:
        return False
    return thread.writer is None or not thread.identity.proven


def _may_not_answer(case: MailCase, thread: ThreadMatch | None) -> bool:
    """Whether a member who may not act on tickets writes on one that they are not on: what they answer to may have been
    for members alone."""
    if thread is None or thread.writer or thread.member or thread.forwarded:
        return False
    return any(member.email == case.sender for member in case.room.workspace.members.values())


def is_for_members_alone(case: MailCase, thread: ThreadMatch) -> bool:
    """Return whether a mail may be meant for members alone, though no member who may act wrote it."""
    return _by_anothers_address(case, thread) or _may_not_answer(case, thread)


def _guessed(case: MailCase, _: ThreadMatch | None) -> bool:
    """Whether somebody we know would be taken for the writer of a mail that can be read as another's."""
    if case.identity.address:
        return False
    members = case.room.workspace.members.values()
    return any(member.email == case.sender for member in members) or bool(case.room.contacts.by_address(case.sender))


def _is_spam(case: MailCase, thread: ThreadMatch | None) -> bool:
    """Whether its writer was parked for spam, or it is about what was marked as that; members may always write."""
    if case.sender_is_parked():
        return True
    return thread is not None and thread.member is None and primary_of(case.room, thread.ticket).is_spam


def _goes_round(case: MailCase, thread: ThreadMatch | None) -> bool:
    if thread is None or thread.member or thread.forwarded or case.mail.kind in _EVENTS:
        return False
    ticket = primary_of(case.room, thread.ticket)
    if ticket.status not in _SETTLED and ticket.archived_at is None:
        return False
    workspace, since = case.room.workspace.id, _answered_by_a_person(case, ticket.number)
    once, proven = case.seen.content_digest, thread.identity.proven
    return not may_reopen(case.desk, workspace, ticket.number, once, since, proven=proven)


def _too_often(case: MailCase, thread: ThreadMatch | None) -> bool:
    proven = (thread.identity if thread else case.identity).proven
    return sends_too_much(case.desk, case.room.workspace.id, case.sender, proven=proven)


def _answered_by_a_person(case: MailCase, number: int) -> str:
    """The newest reply of a member, which no machine's answer can call forth; empty if there was none lately."""
    said = case.room.timeline.newest_public(number, _LOOKED_AT, case.desk.clock.now())
    members = case.room.workspace.members
    return next((one.id for one in said if one.author.kind is ActorKind.AGENT and one.author.id in members), "")


CAUSES: tuple[tuple[str, Callable[[MailCase, ThreadMatch | None], bool]], ...] = (
    ("virus", _verdict("virus")),
    ("spam", _verdict("spam")),
    ("dmarc", _fails_dmarc),
    ("own_address", lambda case, _: case.own_addresses()(case.sender)),
    ("bounce", lambda case, _: case.mail.kind in ("bounce", "delayed", "complaint")),
    ("auto_reply", lambda case, thread: case.mail.kind in _EVENTS and thread is None),
    ("blocked", lambda case, _: case.sender_is_blocked()),
    ("spam_contact", _is_spam),
    ("oversize", lambda case, _: any(len(file.content) > MOST_BYTES for file in case.mail.attachments)),
    ("unverified_member", _unverified_member),
    ("member_address", _by_anothers_address),
    ("member_may_not", _may_not_answer),
    ("unclear_sender", _guessed),
    (SUSPENDED, lambda case, _: case.room.workspace.is_suspended),
    ("rate", _too_often),
    ("loop", _goes_round),
)
"""In this order: what costs nothing to find out, and what counts the mail, last."""
