"""Sending the mail of a reply again to those it didn't get to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Change, Event, EventType, Recipient
from chalicelib.domain.ids import instant_of
from chalicelib.domain.mail.jobs import UNDELIVERED, state_told
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.decision import Decision, Moment, Resent, decide
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary

_WHY_NOT = {
    "blocked": "is blocked: this desk takes no requests from there. Unblock the contact first.",
    "undeliverable": "is marked undeliverable. Give the contact another address, or have this one tried again.",
    "complained": "called a mail of this desk spam, and gets none again.",
}


def resend(ticket: Ticket, message: PublicMessage, moment: Moment) -> Decision[Ticket]:
    """Return the decision to send the message again, told to everybody whom the ticket's customers are: `narrowed`
    leaves those who didn't get it. Raises DeskError `is_spam`."""
    check_not_spam(ticket)
    events = [Event(EventType.REPLY_RESENT, {"message": Change(None, message.id)})]
    return decide(ticket, ticket, events, moment.after(ticket.last_at), moment)


def failure(message_id: str, recipient_id: str, at: datetime) -> str:
    """Return what a ticket keeps of a mail that failed at an instant, beside that it is undelivered."""
    return f"{message_id}.{recipient_id} {at.astimezone(UTC).isoformat(timespec='milliseconds')}"


def failed_within(ticket: TicketSummary, since: datetime, until: datetime) -> Mapping[str, frozenset[str]]:
    """Return the ids of those to whom a mail failed last within this time, both ends included, and who still don't have
    it, by its message. Of a failure from before its instant was kept, the message's own counts."""
    told = (one.rpartition(" ") for one in sorted(ticket.failures))
    noted = {mail: datetime.fromisoformat(at) for mail, _, at in told}
    found: dict[str, frozenset[str]] = {}
    for mail in ticket.undelivered:
        message_id, _, recipient_id = mail.partition(".")
        if since <= (noted.get(mail) or instant_of(message_id)) <= until:
            found[message_id] = found.get(message_id, frozenset()) | {recipient_id}
    return found


def missed_by(
    message: PublicMessage, people: tuple[Recipient, ...], only: Collection[str] | None = None
) -> tuple[Recipient, ...]:
    """Return those of them who didn't get its mail, each with the id by which the message knows them; `only` are the
    ids of those who are meant, None for everybody.

    Raises DeskError `nothing_to_send` when there is nobody.
    """
    missed = tuple(one for one in _missed(message, people) if only is None or one.id in only)
    if not missed:
        raise DeskError("nothing_to_send", "This message has no mail that didn't arrive and could be sent again.")
    return missed


def _missed(message: PublicMessage, people: tuple[Recipient, ...]) -> Iterator[Recipient]:
    for known, told in message.delivery.items():
        person = next((one for one in people if links.is_same(one.id, known)), None)
        if person and state_told(told)[0] in UNDELIVERED:
            yield replace(person, id=known)


def reachable(missed: tuple[Recipient, ...], contacts: Mapping[str, Contact | None]) -> tuple[Recipient, ...]:
    """Return those of them whose address mail may go to; `contacts` are whose the addresses are.

    Raises DeskError `not_reachable` when there is none, saying `why`.
    """
    refused = {one.address: why for one in missed if (why := _why_not(one.address, contacts.get(one.address)))}
    left = tuple(one for one in missed if one.address not in refused)
    if left:
        return left
    address, why = next(iter(refused.items()))
    raise DeskError("not_reachable", f"{address} {_WHY_NOT[why]}", data={"why": why, "address": address})


def narrowed(decision: Decision[Ticket], message: PublicMessage, people: tuple[Recipient, ...]) -> Decision[Ticket]:
    """Return the decision told to these alone. What is known of earlier mails to them is no longer what counts."""
    assert decision.action is not None
    event = decision.action.events[0]
    named = replace(event, changes={**event.changes, "to": Change(None, [one.address for one in people])})
    action = replace(decision.action, recipients=people, events=(named,))
    return replace(decision, action=action, resent=Resent(message, tuple(one.id for one in people)))


def _why_not(address: str, contact: Contact | None) -> str | None:
    if contact is None:
        return None
    if contact.blocked:
        return "blocked"
    if address in contact.undeliverable:
        return "undeliverable"
    return "complained" if address in contact.complained else None
