"""Which engine a workspace's assistant runs on."""

from __future__ import annotations

from chalicelib.assistant.engine import Engine, ModelFree
from chalicelib.services.ports import Room


def engine_of(_room: Room) -> Engine:
    return ModelFree()
