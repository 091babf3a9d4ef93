"""Which engine the assistant runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.assistant.model import Conversation, Message, ModelError
from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.settings.ai_engine import MODEL_FREE, AiEngine, check, key_purpose
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts

_TRIAL_SECONDS = 15.0


def ai_engine(room: Room) -> AiEngine:
    """As it is chosen this moment."""
    return room.parts.get(AiEngine, MODEL_FREE.id) or MODEL_FREE


def change_ai_engine(seat: Seat, changes: Mapping[str, Any]) -> AiEngine:
    """Change what `changes` names; a `key` of None takes the key away. Another server never gets the old one's key.

    Raises DeskError at the field that is wrong.
    """
    wanted = {**changes}
    if "key" in wanted:
        key = wanted["key"]
        wanted["key"] = seat.desk.secrets.seal(key_purpose(seat.room.workspace.id), key) if key else ""

    def attempt() -> AiEngine:
        before = seat.room.parts.get(AiEngine, MODEL_FREE.id)
        current = before or MODEL_FREE
        after = replace(current, **wanted)
        if after.base_url != current.base_url and "key" not in wanted:
            after = replace(after, key="")
        after = check(after, seat.desk.models.trusted)
        if after != current:
            try:
                seat.room.parts.write(before, after, parts.entry(seat.desk, seat.actor, before, after))
            except TakenError as quicker:
                raise ConflictError from quicker
        return after

    return retry_on_conflict(attempt)


def try_ai_engine(desk: Desk, room: Room) -> str:
    """Ask the chosen model for a word; what it said. Raises DeskError `engine_failed` telling what went wrong."""
    model = desk.models.of(room.workspace.id, ai_engine(room))
    if model is None:
        return ""
    question = Message(role="user", text="Say hello.")
    try:
        said = model.ask(
            Conversation(system="Answer in one word.", messages=(question,), most_tokens=50), _TRIAL_SECONDS
        )
    except ModelError as failure:
        raise engine_failed(failure) from failure
    return said.text.strip()[:200]


def engine_failed(failure: ModelError) -> DeskError:
    """Return what is told where only a model could have answered."""
    return DeskError("engine_failed", _WHAT_TO_DO[failure.reason], data={"reason": failure.reason})


_WHAT_TO_DO = {
    "timeout": "The model didn't reply in time. Check the address, and that the model is loaded.",
    "busy": "The model is asked too often at the moment. Please try again in a minute.",
    "unavailable": "Nothing replies at that address. Check it and try again.",
    "refused": "The service refuses us. Check the address, the model's name, and the key or the account's permissions.",
    "bad_answer": "The server at that address doesn't speak this protocol.",
    "budget": "Today's tokens are spent. Raise the daily limit, or wait until tomorrow.",
}
