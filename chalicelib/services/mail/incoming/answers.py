"""What members answer by mail to what they were told: a reply, a note, and what its first lines ask for."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.mail.jobs import AboutTicket, JobKey, LetterKind, MailJob
from chalicelib.domain.people.people import Member
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.mail_commands import MailWish, read
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.incoming.contents import Fitted, fitted
from chalicelib.services.mail.incoming.threads import ThreadMatch
from chalicelib.services.mail.outgoing.queue import queue
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.commands import NONE, Receipt

_AS_IN_IDS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_LETTERS = 10
"""Characters of an id that say when it was made."""
SHOWN = 200
"""Characters of a line that wasn't understood, as its writer is told of it."""


def answer(case: MailCase, thread: ThreadMatch, member: Member, number: int) -> str:
    """Do what a member's mail on a ticket asks for, and return what became of it.

    What isn't understood, or has our own letter in it still, is kept as a note, and its writer is told by mail: no
    customer ever reads a slip. Only who answers by their own address gives commands.
    """
    said = case.mail.reply_text or case.mail.text
    wish = read(said, member, case.room.workspace.members.values())
    line = wish.unclear
    if line is None and wish.commands and thread.through is not member:
        line = next(line.strip() for line in said.split("\n") if has_something(line))
    if line is None and not wish.note and not thread.notes and _shows_a_letter(case, number, said):
        line = ""
    if line is not None:
        _tell_unclear(case, member, number, line)
        wish = MailWish(said, note=True)
    return _do(case, replace(wish, note=wish.note or thread.notes), member, number)


def as_agent(member: Member) -> Actor:
    return Actor(ActorKind.AGENT, member.id, member.name)


def stable_id(case: MailCase) -> str:
    """Return an id of the time that a mail came, which the same mail always makes."""
    digest = base64.b32encode(hashlib.sha256(case.received.object_key.encode()).digest()).decode()
    return f"{case.desk.new_id(case.received.at)[:_LETTERS]}{digest[:16].translate(_AS_IN_IDS)}"


def _do(case: MailCase, wish: MailWish, member: Member, number: int) -> str:
    """Hand it over first, then say what there is to say: that has the receipt, and what comes before may come twice."""
    seat = Seat(case.desk, case.room, as_agent(member))
    says = has_something(wish.text) or bool(case.mail.attachments)
    if wish.assignee:
        _change(seat, number, {"assignee_id": wish.assignee.id}, NONE if says or wish.status else case.receipt)
    if wish.status and (wish.note or not says):
        _change(seat, number, {"status": wish.status}, NONE if says else case.receipt)
    if says or not wish.commands:
        text = fitted(case, wish.text, case.mail.quoted_text)
        return keep_as_note(case, seat, number, text) if wish.note else _reply(case, seat, number, text, wish)
    return "change of"


def _change(seat: Seat, number: int, changes: Changes, receipt: Receipt) -> None:
    agents.change_ticket(seat, number, changes, receipt=receipt)


def keep_as_note(case: MailCase, seat: Seat, number: int, text: Fitted, mentions: tuple[str, ...] | None = None) -> str:
    """Keep what a mail says for members alone, and return what it became. It calls those in `mentions`, if these are
    given, and otherwise whom its words call."""
    agents.add_note(
        seat,
        number,
        text.body,
        attachments=text.attachments,
        body_format=BodyFormat.TEXT,
        signed=case.mail.signed,
        mentions=mentions,
        receipt=case.receipt,
    )
    return "note on"


def _reply(case: MailCase, seat: Seat, number: int, text: Fitted, wish: MailWish) -> str:
    agents.reply(
        seat,
        number,
        text.body,
        status=wish.status,
        attachments=text.attachments,
        body_format=BodyFormat.TEXT,
        identity=case.identity,
        signed=case.mail.signed,
        receipt=case.receipt,
    )
    return "reply on"


def _shows_a_letter(case: MailCase, number: int, said: str) -> bool:
    """Whether what we wrote to the member is still in what they say: its link to the console."""
    return f"{case.desk.base_url}/console/tickets/{reference_of(case.room, number)}" in said


def _tell_unclear(case: MailCase, member: Member, number: int, line: str) -> None:
    """Queue the mail that says so, once for the same mail."""
    key = JobKey(workspace=case.room.workspace.id, number=number, id=f"{stable_id(case)}.{member.id}")
    about = AboutTicket(person_id=member.id, name=member.name, unclear=line[:SHOWN])
    queue(case.desk, [MailJob(key=key, kind=LetterKind.MEMBER_UNCLEAR, address=member.email, about=about)])
