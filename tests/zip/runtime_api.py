"""Lambda's Runtime API on loopback, for one function: its runtime asks here for events, and leaves its answers.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from typing import Any

VERSION = "/2018-06-01/runtime/"
LARGEST = 6 * 1024 * 1024
"""Bytes of an answer, at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


class FunctionError(Exception):
    """What a function raised, its runtime couldn't start, or Lambda would have cut off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a runtime told: `response`, `error`, or `init` when it didn't even get as far as asking for an event."""

    kind: str
    request: str
    body: bytes


class RuntimeApi:
    """The API and the events that wait for it. `arn` is that of the function."""

    def __init__(self, arn: str) -> None:
        self.arn = arn
        self.events: Queue[tuple[str, bytes, int] | None] = Queue()
        self.outcomes: Queue[Outcome] = Queue()
        handler = type("Bound", (_Handler,), {"api": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.address = f"127.0.0.1:{self._server.server_port}"

    def invoke(self, event: Any, seconds: int, alive: Callable[[], bool]) -> Any:
        """Return the function's answer to an event. What isn't answered in time, or by nobody any more, raises."""
        request, until = str(uuid.uuid4()), time.time() + seconds
        self.events.put((request, json.dumps(event).encode(), int(until * 1000)))
        while time.time() < until:
            try:
                return _answer(self.outcomes.get(timeout=0.1), request)
            except Empty:
                if not alive():
                    raise FunctionError("the runtime ended") from None
        raise FunctionError(f"no answer within {seconds} s")

    def close(self) -> None:
        """Let the one who waits for an event go, and stop."""
        self.events.put(None)
        self._server.shutdown()
        self._server.server_close()


def _answer(outcome: Outcome, request: str) -> Any:
    if outcome.kind != "response":
        raise FunctionError(outcome.body.decode())
    if outcome.request != request:
        raise FunctionError("an answer to another event")
    if len(outcome.body) > LARGEST:
        raise FunctionError("an answer larger than Lambda takes")
    return json.loads(outcome.body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: a runtime that was ended while it waited hangs up."""


class _Handler(BaseHTTPRequestHandler):
    api: RuntimeApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path != VERSION + "invocation/next":
            return self._say(404)
        event = self.api.events.get()
        if event is None:
            self.close_connection = True
            return None
        request, body, deadline = event
        return self._say(
            200,
            body,
            {
                "Lambda-Runtime-Aws-Request-Id": request,
                "Lambda-Runtime-Deadline-Ms": str(deadline),
                "Lambda-Runtime-Invoked-Function-Arn": self.api.arn,
            },
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        match self.path.removeprefix(VERSION).split("/"):
            case ["invocation", request, "response" | "error" as kind]:
                self.api.outcomes.put(Outcome(kind, request, body))
            case ["init", "error"]:
                self.api.outcomes.put(Outcome("init", "", body))
            case _:
                return self._say(404)
        return self._say(202, b'{"status": "OK"}')

    def _say(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what matters is in the outcomes."""
