"""How a tool asks the API's own routes: it is checked, limited and refused as anybody who asks them is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from chalicelib.api.serving.http import Request, answer_within
from chalicelib.api.serving.json_text import to_json
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, named
from chalicelib.domain.vocabulary import Source


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """A tool's answer: a document, and the same as text, for clients that read nothing else."""

    document: Mapping[str, Any]

    @property
    def text(self) -> str:
        return to_json(self.document)


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - it carries an answer, which says what the error is
    """A route refused what a tool asked of it."""

    answer: Answer


class Ask(Protocol):
    """Asks a route of the API by its name; gives its document, or raises Refused."""

    def __call__(
        self,
        name: str,
        *,
        ref: str = "",
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any: ...


def asking(call: Call) -> Ask:
    """For the caller of `call`; what comes of it came by MCP."""
    by_tool = replace(call, source=Source.MCP)

    def ask(
        name: str,
        *,
        ref: str = "",
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        answer = answer_within(
            by_tool,
            named(name),
            Request(
                path={"ref": ref} if ref else {},
                query={name: str(value) for name, value in (query or {}).items() if value not in (None, "")},
                headers={"content-type": "application/json", **(headers or {})},
                body=json.dumps(body, sort_keys=True).encode() if body is not None else b"",
                client=call.client,
            ),
        )
        if answer.status >= 400:
            raise Refused(answer)
        return json.loads(answer.body)

    return ask
