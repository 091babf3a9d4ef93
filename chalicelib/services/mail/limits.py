"""How much mail is taken and answered, so that no two machines write to each other for ever and no flood drowns a desk.

A sender beyond their rate is parked, not lost; what is too much for the desk is taken in and not answered by itself.
What is counted per address is counted for each workspace by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.services.limits import PUBLIC_MAILS, Limit, within
from chalicelib.services.ports import Desk

SENDER = Limit("mail-sender", 20, public=True)
"""Mails that one address may send to one desk within a minute. People send one or two."""


@dataclass(frozen=True, slots=True)
class Lately:
    """At most `most` within any `span`, by the desk's own time."""

    name: str
    most: int
    span: timedelta


ANSWERS_TO_ADDRESS = Lately("answers-to-address", 10, timedelta(hours=3))
ANSWERS_ALIKE = Lately("answers-alike", 2, timedelta(hours=3))
ANSWERS_ON_TICKET = Lately("answers-on-ticket", 10, timedelta(minutes=10))
LINKS_TO_ADDRESS = Lately("links-to-address", 3, timedelta(hours=1))
RESETS_OF_AN_HOUR = Lately("resets-of-an-hour", 3, timedelta(hours=1))
RESETS_OF_A_DAY = Lately("resets-of-a-day", 10, timedelta(days=1))
WEEKLY_TRIALS = Lately("weekly-trials", 3, timedelta(hours=1))
REOPENS = Lately("reopens", 5, timedelta(hours=1))
_WITHOUT_DOTS = ("gmail.com", "googlemail.com")
_NUMBERS = re.compile(r"\d+")


def answers_too_much(desk: Desk, workspace: str, number: int, address: str, subject: str, once: str) -> str | None:
    """Count one more automatic answer to this address: the name of the limit that it goes beyond, if any.

    `once` names the answer: asked again about the same one, it is the same. Subjects that differ in numbers alone are
    the same subject."""
    alike, mailbox = " ".join(_NUMBERS.sub("", subject).casefold().split()), mailbox_of(address)
    limits = (
        (ANSWERS_ON_TICKET, str(number)),
        (ANSWERS_TO_ADDRESS, mailbox),
        (ANSWERS_ALIKE, f"{mailbox}|{alike}"),
    )
    return next((limit.name for limit, what in limits if not _admit(desk, limit, f"{workspace}|{what}", once)), None)


def mailbox_of(address: str) -> str:
    """Return the mailbox that mail to an address ends up in, as far as that is known of all or of the largest: what
    follows a plus is one's own note, and Gmail knows no dots."""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _WITHOUT_DOTS else local}@{domain}"


def may_send_links(desk: Desk, workspace: str, address: str, once: str) -> bool:
    """Return whether this address may be mailed its links once more: whoever asks for them may be anybody."""
    return _admit(desk, LINKS_TO_ADDRESS, f"{workspace}|{mailbox_of(address)}", once)


def may_mail_reset(desk: Desk, address: str, once: str) -> bool:
    """Return whether this address may be mailed a link for a forgotten password once more, known or not: whoever asks
    for it may be anybody."""
    return all(_admit(desk, limit, address, once) for limit in (RESETS_OF_AN_HOUR, RESETS_OF_A_DAY))


def may_send_trial(desk: Desk, workspace: str, member_id: str, once: str) -> bool:
    """Return whether a member may be mailed the weekly report once more because they ask for it."""
    return _admit(desk, WEEKLY_TRIALS, f"{workspace}|{member_id}", once)


def may_reopen(desk: Desk, workspace: str, number: int, once: str, since: str = "", *, proven: bool) -> bool:
    """Return whether a mail may reopen this ticket, or open a follow-up of it, once more. `since` names what the count
    began with, if not with the ticket. What is in somebody's name uses up nothing of what they may themselves."""
    whose = _whose(str(number), proven)
    return _admit(desk, REOPENS, f"{workspace}|{whose}|{since}" if since else f"{workspace}|{whose}", once)


def sends_too_much(desk: Desk, workspace: str, sender: str, *, proven: bool) -> bool:
    """Count one more mail of this sender, or in their name: whether that is too many within a minute."""
    return not within(desk, SENDER, f"{workspace}|{_whose(sender, proven)}")


def _whose(what: str, proven: bool) -> str:
    return what if proven else f"{what}|unproven"


def gets_too_much(desk: Desk, workspace: str) -> bool:
    """Count one more mail from whomever: whether that is more than this desk answers by itself within a minute."""
    return not within(desk, PUBLIC_MAILS, workspace)


def _admit(desk: Desk, limit: Lately, whose: str, once: str) -> bool:
    now = desk.clock.now().timestamp()
    bucket = desk.secrets.sign("rate", f"{limit.name}|{whose}".encode())
    return desk.rates.admit(bucket, once, limit.most, now, limit.span.total_seconds())
