"""The reactors on the table's stream. One that fails is handed to a queue, so that it holds up nobody else's news."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.events import Action
from chalicelib.jobs.batches import process_messages, process_stream
from chalicelib.observability import count, log
from chalicelib.services.notices.tell import tell
from chalicelib.services.notices.unproven import note_unproven
from chalicelib.services.ports import Desk, Room
from chalicelib.services.search.index import index_action
from chalicelib.services.settings.general import keep_in_audit
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


REACTORS: Mapping[str, Callable[[Desk, Room, Action], None]] = {"notify": _notify, "index": _index}
"""What is done about every action, by the name of the function that does it."""


def handle_stream(event: dict[str, Any], reactor: str) -> dict[str, Any]:
    return process_stream(event, partial(_first_try, reactor))


def handle_retries(event: dict[str, Any]) -> dict[str, Any]:
    return process_messages(event, _again)


def _first_try(reactor: str, image: dict[str, Any]) -> None:
    """Only if not even the queue takes the action is the record reported as failed: then the stream itself retries."""
    workspace, action = desk().read_action(image)
    try:
        with desk().open(workspace) as room:
            REACTORS[reactor](desk(), room, action)
    except Exception as fault:  # noqa: BLE001 - whatever it was, the queue brings it again
        log.exception("a reaction failed", reactor=reactor, action=action.id, fault=type(fault).__name__)
        count("ReactionsRetried", reactor=reactor)
        where = {"reactor": reactor, "workspace": workspace, "number": action.number, "action": action.id}
        desk().retry_queue.put(json.dumps(where))


def _again(body: str, _attributes: Mapping[str, Any]) -> None:
    where = json.loads(body)
    if not react(where["reactor"], where["workspace"], where["number"], where["action"]):
        log.warning("an action to retry is gone", **where)


def react(reactor: str, workspace: str, number: int, action_id: str) -> bool:
    """Do what one function does about an action, as it is stored by now. Return False when it is there no more."""
    with desk().open(workspace) as room:
        action = room.timeline.action(number, action_id)
        if action is not None:
            REACTORS[reactor](desk(), room, action)
    return action is not None
