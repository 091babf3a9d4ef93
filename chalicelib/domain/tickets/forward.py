"""What of a ticket a member passes on to somebody outside the conversation. Its customers hear nothing of that."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat, unless_usual
from chalicelib.domain.tickets.decision import TICK, Decision, Moment, decide
from chalicelib.domain.tickets.message import BODY_LENGTH, ForwardedNote
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import T
from chalicelib.domain.tickets.timing import Talk

MOST_ADDRESSES = 10
MOST_MESSAGES = 20


def forward(
    ticket: T,
    to: tuple[str, ...],
    body: str,
    moment: Moment,
    attachments: tuple[Attachment, ...] = (),
    body_format: BodyFormat | None = None,
    formatted: str = "",
) -> Decision[T]:
    """Return the ticket with a note that goes out to those addresses. It is no answer, and changes no status.

    Raises DeskError `is_spam`, and at `to` for somebody who reads the conversation anyway.
    """
    check_not_spam(ticket)
    _check_outside(ticket, to)
    if len(body) > BODY_LENGTH:
        raise invalid("messages", "Together these messages are too long for one mail. Choose fewer.")
    people = {links.forward_recipient_id(one): one for one in to}
    at = moment.after(ticket.last_at)
    said = ForwardedNote(
        id=moment.new_id(at),
        at=at,
        author=moment.actor,
        body=body,
        attachments=attachments,
        formatted=formatted,
        to=to,
        delivery=dict.fromkeys(people, JobState.QUEUED.value),
    )
    said = replace(said, said_format=unless_usual(body_format, said.usual_format))
    # It is noted, too: whatever knows of notes alone reads it as one, and never as what customers may read.
    events = [Event(EventType.NOTED), Event(EventType.FORWARDED, {"to": Change(None, people)})]
    after = replace(ticket, message_count=ticket.message_count + 1)
    return decide(ticket, after, events, at + TICK, moment, Talk(said=said))


def _check_outside(ticket: T, to: tuple[str, ...]) -> None:
    inside = {person.address for person in links.everybody(ticket)}
    inside |= {ticket.contact.email} if ticket.contact and ticket.contact.email else set()
    for index, one in enumerate(to):
        if one in inside:
            raise invalid(f"to.{index}", "They are on this ticket already: reply to them instead.")
