"""The reactors on the table's stream. One that fails is handed to a queue, so that it holds up nobody else's news."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.events import Action
from chalicelib.jobs.batches import process_messages, process_stream
from chalicelib.observability import count, log
from chalicelib.services.notify import tell


def handle_stream(event: dict[str, Any]) -> dict[str, Any]:
    return process_stream(event, _first_try)


def handle_retries(event: dict[str, Any]) -> dict[str, Any]:
    return process_messages(event, _again)


def _first_try(image: dict[str, Any]) -> None:
    """Only if not even the queue takes the action is the record reported as failed: then the stream itself retries."""
    workspace, action = desk().read_action(image)
    try:
        _tell(workspace, action)
    except Exception as fault:  # noqa: BLE001 - whatever it was, the queue brings it again
        log.exception("telling of an action failed", action=action.id, fault=type(fault).__name__)
        count("ReactionsRetried")
        desk().retry_queue.put(json.dumps({"workspace": workspace, "number": action.number, "action": action.id}))


def _again(body: str, _attributes: Mapping[str, Any]) -> None:
    where = json.loads(body)
    with desk().open(where["workspace"]) as room:
        action = room.timeline.action(where["number"], where["action"])
        if action is None:
            log.warning("an action to retry is gone", **where)
            return
        tell(desk(), room, action)


def _tell(workspace: str, action: Action) -> None:
    with desk().open(workspace) as room:
        tell(desk(), room, action)
