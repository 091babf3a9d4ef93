"""The reactors on the table's stream. One that fails is handed to a queue, so that it holds up nobody else's news."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from chalicelib.bootstrap import desk, in_rank
from chalicelib.domain.events import Action
from chalicelib.domain.ranks import ANSWERS, COUNTS, INDEX, Rank
from chalicelib.jobs.batches import Deadline, NoTimeError, Queued, process_messages, process_stream
from chalicelib.jobs.yielding import tell_put_off, yielding, yields
from chalicelib.observability import count, log, log_fault
from chalicelib.services.notices.tell import tell
from chalicelib.services.notices.unproven import note_unproven
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports.filing import file_action
from chalicelib.services.search.index import count_action, index_action
from chalicelib.services.settings.general import keep_in_audit
from chalicelib.services.settings.retention import see_to_retention
from chalicelib.services.tickets.pointers import point


def _notify(desk: Desk, room: Room, action: Action) -> None:
    told = tell(desk, room, action)
    for held in told.held:
        log.warning("an automatic answer was held back", job=held.job.key.id, number=action.number, limit=held.limit)
        count("AnswersHeldBack", limit=held.limit)
    for what, amount in note_unproven(desk, room, action, len(told.mails)).items():
        log.warning("much of what came today is unproven", workspace=room.workspace.id, what=what, amount=amount)
        count("MuchUnproven", what=what)


def _index(desk: Desk, room: Room, action: Action) -> None:
    keep_in_audit(desk, room, action)
    index_action(desk, room, action)
    point(desk, room, action)


def _count(_: Desk, room: Room, action: Action) -> None:
    count_action(room, action)


def _report(desk: Desk, room: Room, action: Action) -> None:
    file_action(desk, room, action)
    see_to_retention(desk, room)


@dataclass(frozen=True, slots=True)
class Reactor:
    """Something that is done about every action, in its `rank`. What comes `then` yields to it; it was `once` a part of
    what goes by that name, which a release from before it is asked for in the queue."""

    rank: Rank
    do: Callable[[Desk, Room, Action], None]
    then: str = ""
    once: str = ""


REACTORS: Mapping[str, Reactor] = {
    "notify": Reactor(ANSWERS, _notify),
    "index": Reactor(INDEX, _index, then="counts"),
    "counts": Reactor(COUNTS, _count, then="reports", once="index"),
    "reports": Reactor(COUNTS, _report, once="index"),
}
"""By their names in the queue of retries; those that begin have the names of the functions that do so."""

NEEDED = 30_000
"""Milliseconds that there must be to begin an action: what gets no answer of the table waits for 24 seconds. Those
that aren't begun by then are left to the queue, before the whole batch is cut off and begun anew."""


def handle_stream(event: dict[str, Any], reactor: str, left: Callable[[], int]) -> dict[str, Any]:
    return process_stream(event, partial(_first_try, reactor, Deadline(left, NEEDED)))


def handle_retries(event: dict[str, Any], left: Callable[[], int]) -> dict[str, Any]:
    return process_messages(event, _again, Deadline(left, NEEDED))


def _first_try(reactor: str, deadline: Deadline, image: dict[str, Any]) -> None:
    """Only if not even the queue takes the action is the record reported as failed: then the stream itself retries."""
    workspace, action = desk().read_action(image)
    name = reactor
    while name:
        try:
            if deadline.is_near:
                raise NoTimeError
            _do(name, workspace, action)
        except Exception as fault:  # noqa: BLE001 - whatever it was, the queue brings it again
            _hand_over(name, workspace, action, fault)
            if yields(fault):
                return
        name = REACTORS[name].then


def _hand_over(name: str, workspace: str, action: Action, fault: Exception) -> None:
    """Leave it to the queue, with what comes then. What made room comes in a while, what failed at once."""
    rank, delay = REACTORS[name].rank, 0
    if yields(fault):
        delay = rank.delay(0)
        tell_put_off(rank, fault)
    else:
        log_fault("a reaction failed", fault, reactor=name, action=action.id)
        count("ReactionsRetried", reactor=name)
    where = {"workspace": workspace, "number": action.number, "action": action.id}
    where |= {"reactor": REACTORS[name].once or name, "at": name}
    desk().retry_queue.put(json.dumps(where), delay, delay)


def _again(message: Queued) -> None:
    where = json.loads(message.body)
    name = where.get("at", where["reactor"])
    yielding(REACTORS[name].rank, lambda _: _retried(name, where))(message)


def _retried(name: str, where: dict[str, Any]) -> None:
    workspace = where["workspace"]
    action = _stored(workspace, where["number"], where["action"])
    if action is None:
        log.warning("an action to retry is gone", **where)
        return
    _do(name, workspace, action)
    while name := REACTORS[name].then:
        try:
            _do(name, workspace, action)
        except Exception as fault:  # noqa: BLE001 - as above; what it comes after is done
            _hand_over(name, workspace, action, fault)
            return


def _do(name: str, workspace: str, action: Action) -> None:
    reactor = REACTORS[name]
    with in_rank(reactor.rank), desk().open(workspace) as room:
        reactor.do(desk(), room, action)


def react(name: str, workspace: str, number: int, action_id: str) -> bool:
    """Do one of REACTORS about an action, as it is stored by now. Return False when it is there no more."""
    action = _stored(workspace, number, action_id)
    if action is not None:
        _do(name, workspace, action)
    return action is not None


def _stored(workspace: str, number: int, action_id: str) -> Action | None:
    with desk().open(workspace) as room:
        return room.timeline.action(number, action_id)
