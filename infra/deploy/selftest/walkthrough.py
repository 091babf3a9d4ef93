"""A way through a deployed desk from outside: by its addresses, through CloudFront, as people come."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from json import dumps
from typing import TYPE_CHECKING, Any, TypeVar

from infra.deploy import smoke
from infra.deploy.errors import DeployError
from infra.deploy.selftest.web import Web, WebAnswer, WebRequest, over_https

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk

LOOK = 5.0
"""Seconds between two looks at what happens by itself."""
_T = TypeVar("_T")


class NotCheckedError(Exception):
    """A check that can't be made here; the message says why, and what it would take."""


@dataclass(slots=True)
class Walkthrough:
    """A person's way through the desk of `stack`. `verified`: SES lets the desk's mail domain send."""

    desk: Desk
    settings: Mapping[str, str]
    session: Any
    stack: str
    password: str = field(repr=False)
    verified: bool = True
    web: Web = over_https
    pause: Callable[[float], None] = time.sleep
    token: str = field(default="", repr=False)
    ticket: int = 0
    ref: str = ""
    page: str = field(default="", repr=False)

    def ask(
        self, method: str, resource: str, body: dict[str, Any] | None = None, *, on: str = "BASE_URL", **path: str
    ) -> str:
        """Return the body of a good answer. DeployError says what was answered otherwise."""
        content, headers = b"", {}
        if body is not None:
            content = dumps(body).encode()
            headers = {"content-type": "application/json", "idempotency-key": uuid.uuid4().hex}
        answer = self.send(method, resource.format(**path), content, headers, on=on)
        if not 200 <= answer.status < 300:
            raise DeployError(f"it was answered {answer.status}: {answer.text[: smoke.MOST_SAID]}")
        return answer.text

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, on: str
    ) -> WebAnswer:
        """Return whatever the desk answers at one of its addresses. The token goes to the API alone."""
        who = {"authorization": f"Bearer {self.token}"} if self.token and on == "BASE_URL" else {}
        sent = {"accept": "application/json, text/html", "user-agent": "self-test", **who, **(headers or {})}
        return self.web(WebRequest(method, f"{self.settings[on]}{path}", body, sent))

    def until(self, what: str, seconds: float, look: Callable[[], _T | None]) -> _T:
        """Return what is found once it is there. DeployError where it isn't after so many seconds."""
        for _ in range(int(seconds // LOOK)):
            if (found := look()) is not None:
                return found
            self.pause(LOOK)
        if (found := look()) is not None:
            return found
        raise DeployError(f"{what} within {seconds:g} seconds")
