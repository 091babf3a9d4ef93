"""Macros: a list of actions, folded into one decision, so that all of it happens, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.automation.actions import SAYS, VOCABULARY, ActionKind, Circumstances, Given, ToSay
from chalicelib.domain.errors import DeskError, FieldError, invalid
from chalicelib.domain.events import Event
from chalicelib.domain.tickets import converse, links
from chalicelib.domain.tickets.decision import TICK, Begun, Decision, decide
from chalicelib.domain.tickets.fields import FIELDS, changed
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.mentions import mentioned
from chalicelib.domain.tickets.ticket import T
from chalicelib.domain.vocabulary import Status

MOST_ACTIONS = 20
_TOUCHED = ("status", "priority", "type", "channel", "label_ids", "participants")
"""The fields that several actions may change; the history tells of each once, from what it was to what it became."""


def checked(actions: Sequence[Given]) -> tuple[Given, ...]:
    """Return the actions as they are kept. Raise DeskError at the one that can't be, or can't be with the others."""
    if not 1 <= len(actions) <= MOST_ACTIONS:
        raise invalid("actions", f"A macro has 1 to {MOST_ACTIONS} actions.")
    kept, seen = list[Given](), set[str]()
    for place, given in enumerate(actions):
        with _named(place, given):
            kept.append(_checked(given))
            about = VOCABULARY[ActionKind(given["do"])].about(kept[-1])
            if about in seen:
                raise invalid("do", _ONE_THING if about == SAYS else "Another action does the same already.")
            seen.add(about)
    for place, given in enumerate(kept):
        if given["do"] == ActionKind.SNOOZE and any(map(_ends_it, kept)):
            with _named(place, given):
                raise invalid("do", "What is resolved or closed can't be snoozed.")
    return tuple(kept)


def _ends_it(given: Given) -> bool:
    return given["do"] == ActionKind.RESOLVE or given.get("value") in (Status.RESOLVED, Status.CLOSED)


_ONE_THING = "A macro says one thing: one reply, or one note."


def _checked(given: Given) -> Given:
    row = VOCABULARY[ActionKind(given["do"])]
    for name in given.keys() ^ {"do", *row.takes}:
        raise invalid(name, f"This action takes {', '.join(row.takes)}.")
    return row.checked(given)


def folded(begun: Begun[T], ticket: T, actions: Sequence[Given], around: Circumstances) -> Decision[T]:
    """Return what the actions come to on `ticket`, of which `begun` says how it was read.

    A reply in them is held for the time in which all of it can be undone. Raises DeskError for the first action that
    can't be done, whose place and word its data name.
    """
    around = _settled(ticket, actions, around)
    after, events, said = ticket, list[Event](), None
    for place, given in _in_order(actions):
        with _named(place, given):
            done = VOCABULARY[_kind(given)].fold(after, given, around)
            after, said = done.ticket, done.said or said
            events += done.events
    begun = replace(begun, events=(*begun.events, *_differences(begun.before, after), *events))
    if said is None:
        at, told = around.at, begun.events
        return decide(begun.before, after, told, at, around.moment) if told else Decision(ticket, ticket, None)
    place = next(place for place, given in enumerate(actions) if given["do"] in _SAYING)
    with _named(place, actions[place]):
        return _said(begun, after, said, around)


def _in_order(actions: Sequence[Given]) -> list[tuple[int, Given]]:
    """Return the actions with their places. A ticket is snoozed as all else has left it."""
    return sorted(enumerate(actions), key=lambda one: one[1]["do"] == ActionKind.SNOOZE)


_SAYING = (ActionKind.REPLY, ActionKind.NOTE)


def _settled(ticket: T, actions: Sequence[Given], around: Circumstances) -> Circumstances:
    """Return the circumstances with the instant of the action, which comes after what is said; and whoever a macro
    assigns has the ticket, not whoever answers."""
    kinds = {given["do"] for given in actions}
    at = around.moment.after(ticket.last_at) + (TICK if kinds & {*_SAYING} else timedelta(0))
    moment = replace(around.moment, takes=None) if ActionKind.ASSIGN in kinds else around.moment
    return replace(around, at=at, moment=moment)


def _said(begun: Begun[T], after: T, said: ToSay, around: Circumstances) -> Decision[T]:
    if said.kind is None:
        called = mentioned(said.text, around.team)
        return converse.internal_note(after, said.text, around.moment, mentions=called, begun=begun)
    if not links.recipients(after):
        raise DeskError("not_reachable", "Nobody outside would get the reply: the ticket has no address to send it to.")
    chosen = after.status if after.status is not begun.before.status else None
    return converse.agent_reply(after, said.text, around.moment, status=chosen, hold=UNDO_TIME, begun=begun)


def _differences(before: T, after: T) -> list[Event]:
    both = [(name, FIELDS[name].of(before), FIELDS[name].of(after)) for name in _TOUCHED]
    return [event for name, was, now in both if was != now for event in changed(name, was, now)]


def _kind(given: Given) -> ActionKind:
    if given["do"] not in [*ActionKind]:
        raise invalid("do", "This version of the desk doesn't know this action.")
    return ActionKind(given["do"])


@contextmanager
def _named(place: int, given: Given) -> Iterator[None]:
    """Let a refusal say of which action it is."""
    try:
        yield
    except DeskError as refusal:
        raise refused_at(place, given, refusal) from refusal


def refused_at(place: int, given: Given, refusal: DeskError) -> DeskError:
    """Return the refusal of an action as that of the list it stands in, by its place there."""
    errors = tuple(FieldError(f"actions.{place}.{error.field}", error.message) for error in refusal.errors)
    data: dict[str, Any] = {**refusal.data, "action": place, "do": str(given["do"])}
    return DeskError(refusal.code, f"Action {place + 1} ({given['do']}): {refusal.detail}", errors, data)
