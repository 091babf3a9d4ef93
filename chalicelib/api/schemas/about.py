"""The API about itself: that it lives, and what went wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from chalicelib.api.schemas.base import Document
from chalicelib.api.serving.routes import Schema


class HealthQuery(Schema):
    flags = frozenset({"deep"})

    deep: Literal["", "1"] | None = None
    signature: Annotated[str, StringConstraints(max_length=200)] | None = None


class ClientErrorBody(Schema):
    """A fault in a browser. Of its words there is kept what quotes nobody."""

    message: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    build: Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")] = ""
    route: Annotated[str, StringConstraints(max_length=120, pattern=r"^[A-Za-z0-9/_{}.-]*$")] = ""


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
