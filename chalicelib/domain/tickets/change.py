"""Changing a ticket's fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from chalicelib.domain.errors import invalid
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.decision import Decision, Moment, changed, decide, with_status
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, LABELS, PARTICIPANTS, TITLE_LENGTH, Ticket
from chalicelib.domain.vocabulary import Priority, Status, TicketType


class Changes(TypedDict, total=False):
    """The fields a change of a ticket may name. What isn't named stays."""

    title: str
    description: str
    type: TicketType
    priority: Priority
    status: Status
    assignee_id: str | None
    contact: ContactRef | None
    label_ids: tuple[str, ...]
    participants: tuple[Participant, ...]


def change(ticket: Ticket, changes: Changes, moment: Moment) -> Decision:
    """Some fields of a ticket become others. When nothing differs there is no action, and nothing to store."""
    if "title" in changes:
        changes = {**changes, "title": title_of(changes["title"])}
    if "description" in changes:
        _check_description(changes["description"])
    if "participants" in changes:
        known = {person.address: person for person in ticket.participants}
        named = [known.get(person.address, person) for person in changes["participants"]]
        changes = {**changes, "participants": _participants(named)}
    if "label_ids" in changes:
        changes = {**changes, "label_ids": _labels(changes["label_ids"])}
    different = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not different:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    events = [event for name, value in different.items() for event in changed(name, getattr(ticket, name), value)]
    status = different.pop("status", None)
    after = replace(ticket, **different)  # type: ignore[arg-type]
    if isinstance(status, Status):
        after = with_status(after, status, at)
    return decide(ticket, after, events, at, moment)


def title_of(given: str) -> str:
    """A title as it is kept: on one line. Raises DeskError when nothing of it can be seen."""
    title = one_line(given)
    if not title:
        raise invalid("title", "A title is needed.")
    if len(title) > TITLE_LENGTH:
        raise invalid("title", f"The title may have {TITLE_LENGTH} characters at most.")
    return title


def _check_description(description: str) -> None:
    if len(description) > DESCRIPTION_LENGTH:
        raise invalid("description", f"The description may have {DESCRIPTION_LENGTH} characters at most.")


def _participants(people: Iterable[Participant]) -> tuple[Participant, ...]:
    unique = tuple({person.address: person for person in people}.values())
    if len(unique) > PARTICIPANTS:
        raise invalid("participants", f"A ticket may have {PARTICIPANTS} participants at most.")
    return unique


def _labels(label_ids: Iterable[str]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(label_ids))
    if len(unique) > LABELS:
        raise invalid("labels", f"A ticket may have {LABELS} labels at most.")
    return unique
