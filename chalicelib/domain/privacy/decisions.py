"""What a command comes to, without what the desk masks: before anything of it is stored, found, counted or mailed.

Only what is new is masked. What lay in a ticket before the desk masked such things stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.domain.events import Action, Change, Event
from chalicelib.domain.people.people import Contact
from chalicelib.domain.privacy.html import masked_html
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.settings.masking import Masking
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.domain.tickets.planned import Planning
from chalicelib.domain.tickets.ticket import T, Ticket

S = TypeVar("S", bound=Said)
_TOLD = frozenset({"title", "former", "reason", "subject", "text", "contact", "detail"})
"""What events say in somebody's words; all else in them is ids, addresses and the desk's own words."""


def _texts(what: Masking, value: str | None) -> str | None:
    return masked(value, what) if value else value


def _named(what: Masking, value: Any) -> Any:
    return replace(value, name=masked(value.name, what)) if value else value


def _each_named(what: Masking, value: Any) -> Any:
    return tuple(_named(what, one) for one in value)


def _identity(what: Masking, value: Any) -> Any:
    return replace(value, name=masked(value.name, what), holder=masked(value.holder, what)) if value else value


def _html(what: Masking, value: str) -> str:
    return masked_html(value, what)


def _escalation(what: Masking, value: Any) -> Any:
    return replace(value, reason=masked(value.reason, what)) if value else value


def _csat(what: Masking, value: Any) -> Any:
    return replace(value, comment=_texts(what, value.comment)) if value else value


def _threads(what: Masking, value: Mapping[str, Any]) -> Mapping[str, Any]:
    return {address: replace(mail, subject=masked(mail.subject, what)) for address, mail in value.items()}


_OF_TICKETS: Mapping[str, Callable[[Masking, Any], Any]] = {
    "title": _texts,
    "description": _texts,
    "formatted": _html,
    "resolution": _texts,
    "escalation": _escalation,
    "csat": _csat,
    "contact": _named,
    "participants": _each_named,
    "proposed": _each_named,
    "requester": _identity,
    "opened_by": _named,
    "threads": _threads,
}
"""The attributes of a ticket that people's words are in; a test goes through all attributes there are."""


def masked_decision(decision: Decision[T], what: Masking) -> Decision[T]:
    """Return the decision as it may be stored. One that changes nothing is that very one."""
    if not what.is_on or decision.ticket is decision.before:
        return decision
    return replace(
        decision,
        ticket=_ticket(decision.before, decision.ticket, what),
        action=_action(decision.action, what) if decision.action else None,
        said=masked_entry(decision.said, what) if decision.said else None,
        edited=_edited(*decision.edited, what) if decision.edited else None,
        planning=_planning(decision.planning, what) if decision.planning else None,
    )


def masked_contact(contact: Contact, what: Masking) -> Contact:
    """Return a contact as they may be stored: what is masked is in their name, their company or the notes on them."""
    if not what.is_on:
        return contact
    name, notes = masked(contact.name, what), masked(contact.notes, what)
    return replace(contact, name=name, company=_texts(what, contact.company), notes=notes)


def masked_entry(said: S, what: Masking) -> S:
    """Return a message or a note as it may be stored."""
    common: dict[str, Any] = {
        "author": _named(what, said.author),
        "body": masked(said.body, what),
        "formatted": masked_html(said.formatted, what),
    }
    if isinstance(said, PublicMessage):
        common |= {"quoted": masked(said.quoted, what), "identity": _identity(what, said.identity)}
    return replace(said, **common)


def masked_changes(changes: Mapping[str, Any], what: Masking) -> Mapping[str, Any]:
    """Return new values of a ticket's fields as they come to be stored, so that they can be compared with those that
    are."""
    if not what.is_on:
        return changes
    return {name: _OF_TICKETS[name](what, value) if name in _OF_TICKETS else value for name, value in changes.items()}


def _ticket(before: Ticket | None, ticket: T, what: Masking) -> T:
    held = {name: getattr(ticket, name) for name in _OF_TICKETS if hasattr(ticket, name)}
    new = {name: value for name, value in held.items() if before is None or getattr(before, name, None) != value}
    return replace(ticket, **masked_changes(new, what))


def _action(action: Action, what: Masking) -> Action:
    return replace(
        action,
        actor=_named(what, action.actor),
        events=tuple(_event(event, what) for event in action.events),
        recipients=_each_named(what, action.recipients),
        former=masked_changes(action.former, what),
    )


def _event(event: Event, what: Masking) -> Event:
    changes = {name: _change(one, what) if name in _TOLD else one for name, one in event.changes.items()}
    return replace(event, changes=changes)


def _change(change: Change, what: Masking) -> Change:
    return Change(_told(change.before, what), _told(change.after, what))


def _told(value: Any, what: Masking) -> Any:
    if isinstance(value, Mapping):
        return {**value, "name": masked(value["name"], what)}
    return masked(value, what) if isinstance(value, str) else value


def _planning(planning: Planning, what: Masking) -> Planning:
    reply = planning.reply
    if reply is None:
        return planning
    body, formatted = masked(reply.body, what), masked_html(reply.formatted, what)
    return replace(planning, reply=replace(reply, body=body, formatted=formatted, author=_named(what, reply.author)))


def _edited(was: InternalNote, now: InternalNote, what: Masking) -> tuple[InternalNote, InternalNote]:
    """Also what a note said before is stored anew. Its other attributes are those that it was read with."""
    return replace(was, body=masked(was.body, what)), masked_entry(now, what)
