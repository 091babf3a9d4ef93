"""The API about itself: that it lives, and what went wrong."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from chalicelib.api.schemas.base import Document


class HealthOut(Document):
    status: Literal["ok"] = "ok"


class ProblemErrorOut(Document):
    field: str
    message: str


class ProblemOut(Document):
    """RFC 9457. Some codes add members of their own, such as `entries` with `stale_conversation`."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemErrorOut]
