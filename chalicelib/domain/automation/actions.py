"""What a list of actions can do to a ticket: one vocabulary, a row each, for macros and whatever else gives such lists.

An action is a document: `do` names its row, the rest is what that row takes. It is checked once, when the list is
saved, and folded into a ticket each time that the list is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import CALL, Change, Event, EventType
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.people import Member, Participant
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets import change, lifecycle, links, snooze, waking
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.fields import CHOICES, FIELDS, taken
from chalicelib.domain.tickets.message import MessageKind
from chalicelib.domain.tickets.ticket import LABELS, T, T_co

ACTION_TEXT_LENGTH = 4_000
ME = "me"
"""In place of a member's id: whoever runs it."""
CALLED = 20
"""So many members at most are notified by one action."""
MORNING = time(9)
"""When a ticket that is snoozed for days comes back, by the desk's clock."""
_SNOOZE = re.compile(rf"{waking.REPLY}|(hours|days):([1-9]\d{{0,3}})")


class ActionKind(StrEnum):
    """In the order in which editors offer them."""

    SET = "set"
    ASSIGN = "assign"
    ADD_LABELS = "add_labels"
    REMOVE_LABELS = "remove_labels"
    ADD_PARTICIPANT = "add_participant"
    REPLY = "reply"
    NOTE = "note"
    NOTIFY = "notify"
    SNOOZE = "snooze"
    RESOLVE = "resolve"
    ESCALATE = "escalate"


Given = Mapping[str, Any]
"""One action as it is saved: `{"do": "assign", "member": "me"}`."""
SETTABLE = tuple(one.name for one in CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that an action has to know beyond the ticket. `me` is the member who gives it, None for a program; `answer`
    the canned response, filled in for the ticket; `team` those whom a note can call; `zone` that of the desk's clock.
    """

    moment: Moment
    at: datetime
    me: str | None = None
    answer: str = ""
    team: Sequence[Member] = ()
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class ToSay:
    """The words to be said on the ticket once all else is done: an agent's reply, or a note (no `kind`)."""

    text: str
    kind: MessageKind | None = None


@dataclass(frozen=True, slots=True)
class Folded(Generic[T_co]):
    """The ticket that an action makes of one, what tells of it beyond the fields that differ, what is to be said."""

    ticket: T_co
    events: tuple[Event, ...] = ()
    said: ToSay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One word of the vocabulary. `takes` are the values it needs; `checked` returns it as it is kept, or raises
    DeskError at a value; `about` tells apart what may stand in a list once; `fold` carries it out."""

    takes: tuple[str, ...]
    checked: Callable[[Given], Given]
    fold: Callable[[T, Given, Circumstances], Folded[T]]
    about: Callable[[Given], str] = field(default=lambda given: str(given["do"]))


def _set_checked(given: Given) -> Given:
    name, value = given["field"], given["value"]
    if name not in SETTABLE:
        raise invalid("field", f"Choose from {', '.join(SETTABLE)}.")
    choices = FIELDS[name].choices
    assert choices is not None
    if value not in [*choices]:
        raise invalid("value", f"Choose from {', '.join(choices)}.")
    return given


def _set(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    """A value that this release doesn't know is none that it sets."""
    choices = FIELDS[_set_checked(given)["field"]].choices
    assert choices is not None
    return _with(ticket, {given["field"]: choices(given["value"])}, around)


def _labels_checked(given: Given) -> Given:
    labels = list(dict.fromkeys(given["labels"]))
    if not 1 <= len(labels) <= LABELS:
        raise invalid("labels", f"Name 1 to {LABELS} labels.")
    return {**given, "labels": labels}


def _add_labels(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    return _with(ticket, {"label_ids": (*ticket.label_ids, *given["labels"])}, around)


def _remove_labels(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    left = tuple(one for one in ticket.label_ids if one not in given["labels"])
    return _with(ticket, {"label_ids": left}, around)


def _assign(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    member = around.me if given["member"] == ME else given["member"]
    if given["member"] == ME and member is None:
        raise invalid("member", "A program is nobody that tickets can be assigned to.")
    after, told = change.put(ticket, {"assignee_id": member}, around.at, around.moment.away)
    return Folded(after, tuple(told))


def _participant_checked(given: Given) -> Given:
    return {**given, "address": address(given["address"], "address")}


def _add_participant(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    """Whoever takes part already, or asked, stays as they are."""
    known = {person.address for person in links.everybody(ticket)} | {ticket.contact.email if ticket.contact else None}
    if given["address"] in known:
        return Folded(ticket)
    return _with(ticket, {"participants": (*ticket.participants, Participant(given["address"]))}, around)


def _text_checked(given: Given) -> Given:
    if not has_something(given["text"]):
        raise invalid("text", "Write something first.")
    if len(given["text"]) > ACTION_TEXT_LENGTH:
        raise invalid("text", f"This may have {ACTION_TEXT_LENGTH} characters at most.")
    return given


def _reply(ticket: T, _given: Given, around: Circumstances) -> Folded[T]:
    return Folded(ticket, said=ToSay(around.answer, MessageKind.AGENT_REPLY))


def _note(ticket: T, given: Given, _around: Circumstances) -> Folded[T]:
    return Folded(ticket, said=ToSay(given["text"]))


def _notify_checked(given: Given) -> Given:
    members = list(dict.fromkeys(given["members"]))
    if not 1 <= len(members) <= CALLED:
        raise invalid("members", f"Name 1 to {CALLED} members.")
    return {**_text_checked(given), "members": members}


def _notify(ticket: T, given: Given, _around: Circumstances) -> Folded[T]:
    told = {"members": Change(None, list(given["members"])), CALL: Change(None, given["text"])}
    return Folded(ticket, (Event(EventType.MENTIONED, told),))


def _snooze_checked(given: Given) -> Given:
    wanted = _SNOOZE.fullmatch(given["until"])
    if wanted is None or (wanted[1] and timedelta(**{wanted[1]: int(wanted[2])}) > timedelta(days=365)):
        raise invalid("until", "Choose reply, hours:<n> or days:<n>, within a year.")
    return given


def _snooze(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    after = snooze.snoozed(ticket, _until(given["until"], around), around.moment)
    return Folded(after, (waking.event(EventType.SNOOZED, ticket, after),) if after != ticket else ())


def _until(wanted: str, around: Circumstances) -> datetime | None:
    """Return the instant: so many hours later, the morning so many days later, or None for the customer's next word."""
    if wanted == waking.REPLY:
        return None
    unit, _, number = wanted.partition(":")
    if unit == "hours":
        return around.moment.now + timedelta(hours=int(number))
    zone = ZoneInfo(around.zone)
    day = around.moment.now.astimezone(zone).date() + timedelta(days=int(number))
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def _resolve(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    moment = around.moment
    solved, told = taken(lifecycle.resolved(ticket, given["text"], around.at), moment.takes, moment.away)
    return Folded(solved, tuple(told))


def _escalate(ticket: T, given: Given, around: Circumstances) -> Folded[T]:
    urgent, told = lifecycle.escalated(ticket, given["text"], around.at, around.moment)
    return Folded(urgent, (told,))


def _with(ticket: T, changes: Mapping[str, Any], around: Circumstances) -> Folded[T]:
    after, _ = change.put(ticket, changes, around.at)
    return Folded(after)


def _as_given(given: Given) -> Given:
    return given


SAYS = "says"
"""What replies and notes are about alike: one command says one thing."""
VOCABULARY: Mapping[ActionKind, ActionRow] = {
    ActionKind.SET: ActionRow(
        takes=("field", "value"), checked=_set_checked, fold=_set, about=lambda given: str(given["field"])
    ),
    ActionKind.ASSIGN: ActionRow(takes=("member",), checked=_as_given, fold=_assign),
    ActionKind.ADD_LABELS: ActionRow(takes=("labels",), checked=_labels_checked, fold=_add_labels),
    ActionKind.REMOVE_LABELS: ActionRow(takes=("labels",), checked=_labels_checked, fold=_remove_labels),
    ActionKind.ADD_PARTICIPANT: ActionRow(
        takes=("address",),
        checked=_participant_checked,
        fold=_add_participant,
        about=lambda given: str(given["address"]),
    ),
    ActionKind.REPLY: ActionRow(takes=("canned_response",), checked=_as_given, fold=_reply, about=lambda _given: SAYS),
    ActionKind.NOTE: ActionRow(takes=("text",), checked=_text_checked, fold=_note, about=lambda _given: SAYS),
    ActionKind.NOTIFY: ActionRow(takes=("members", "text"), checked=_notify_checked, fold=_notify),
    ActionKind.SNOOZE: ActionRow(takes=("until",), checked=_snooze_checked, fold=_snooze),
    ActionKind.RESOLVE: ActionRow(takes=("text",), checked=_text_checked, fold=_resolve, about=lambda _given: "status"),
    ActionKind.ESCALATE: ActionRow(
        takes=("text",), checked=_text_checked, fold=_escalate, about=lambda _given: "priority"
    ),
}


def texts(actions: Iterable[Given]) -> list[str]:
    """Return what a list of actions has its writer's words in."""
    return [given["text"] for given in actions if "text" in given]
