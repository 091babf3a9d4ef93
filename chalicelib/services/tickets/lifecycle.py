"""What is done to a ticket beyond changing its fields. One function a verb; each is read, decided and stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.events import Actor
from chalicelib.domain.idempotency import Once
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import lifecycle
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.conflicts import decided
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.checks import check_labels
from chalicelib.services.tickets.commands import Expected, active_ticket, check_expected, moment
from chalicelib.services.tickets.family import told_to_family


def resolve(
    desk: Desk,
    room: Room,
    actor: Actor,
    number: int,
    resolution: str,
    estimate: int | None,
    *,
    notify: bool,
    expected: Expected,
    once: Once | None,
) -> Ticket:
    def decide(ticket: Ticket) -> Decision:
        decision = lifecycle.resolve(ticket, resolution, estimate, notify=notify, moment=moment(desk, room, actor))
        return told_to_family(room, decision) if notify else decision

    return _act(room, number, decide, expected, once)


def escalate(
    desk: Desk, room: Room, actor: Actor, number: int, reason: str, *, expected: Expected, once: Once | None
) -> Ticket:
    return _act(
        room, number, lambda ticket: lifecycle.escalate(ticket, reason, moment(desk, room, actor)), expected, once
    )


def archive(desk: Desk, room: Room, actor: Actor, number: int, *, expected: Expected, once: Once | None) -> Ticket:
    return _act(room, number, lambda ticket: lifecycle.archive(ticket, moment(desk, room, actor)), expected, once)


def restore(desk: Desk, room: Room, actor: Actor, number: int, *, expected: Expected, once: Once | None) -> Ticket:
    return _act(room, number, lambda ticket: lifecycle.restore(ticket, moment(desk, room, actor)), expected, once)


def add_label(desk: Desk, room: Room, actor: Actor, number: int, label_id: str, expected: Expected) -> Ticket:
    check_labels(desk, room, [label_id])
    return _labelled(desk, room, actor, number, lambda ids: (*ids, label_id), expected)


def remove_label(desk: Desk, room: Room, actor: Actor, number: int, label_id: str, expected: Expected) -> Ticket:
    """Taking off what isn't on changes nothing."""
    return _labelled(desk, room, actor, number, lambda ids: tuple(one for one in ids if one != label_id), expected)


def _labelled(
    desk: Desk,
    room: Room,
    actor: Actor,
    number: int,
    change: Callable[[tuple[str, ...]], tuple[str, ...]],
    expected: Expected,
) -> Ticket:
    """Made from the labels as they are at the moment of storing, so that two people adding two labels add both."""

    def decide(ticket: Ticket) -> Decision:
        return change_rules.change(ticket, {"label_ids": change(ticket.label_ids)}, moment(desk, room, actor))

    return _act(room, number, decide, expected, None)


def _act(
    room: Room,
    number: int,
    decide: Callable[[Ticket], Decision],
    expected: Expected,
    once: Once | None,
) -> Ticket:
    def attempt() -> Ticket:
        ticket = active_ticket(room, number)
        check_expected(ticket, expected)
        return _store(room, decide(ticket), once)

    return decided(attempt)


def _store(room: Room, decision: Decision, once: Once | None) -> Ticket:
    """What changes nothing is not stored; repeated, it changes nothing again."""
    if decision.action is not None:
        result = str(decision.ticket.number)
        room.tickets.commit([decision], once=replace(once, result=result) if once else None)
    return decision.ticket
