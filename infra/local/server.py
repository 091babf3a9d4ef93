"""The desk's HTTP server on one machine: CloudFront and API Gateway in one, for a browser or any client.

Every request has a thread of its own. Nothing here is imported by the functions that Lambda runs.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local import static
from infra.local.gateway import BODY_LIMIT, Gateway, LocalReply, behind_cloudfront, own_answer, problem

DRAINED = 64 * 1024 * 1024
"""The most that is read of a body that is too large, in bytes, so that its sender gets to see the answer."""

log = logging.getLogger(__name__)

LocalHandler = Callable[[str, str, bytes], LocalReply]
"""Answers `/_local/…`: method, target, body."""


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1. `port` 0 finds a free one. Making it raises OSError when the port is taken. `now` dates the
    answers, by the desk's clock: pages reckon by it until when something can be undone."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        gateway: Gateway,
        origin_secret: str,
        local: LocalHandler,
        port: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(("127.0.0.1", port), _HttpHandler)
        self.now = now
        self._gateway, self._origin_secret, self._local = gateway, origin_secret, local
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End; requests under way are not waited for."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes, address: str) -> LocalReply:
        """Pass a request to whoever its path belongs to; a fault becomes a 500 in the API's form."""
        try:
            if target.startswith("/_local/"):
                return self._local(method, target, body)
            path = target.partition("?")[0]
            if path.startswith(static.PREFIX):
                return static.serve(method, path)
            if static.is_console(path):
                return static.console(method, f"http://{headers.get('host', '')}")
            passed_on = behind_cloudfront(headers, self._origin_secret, address)
            return self._gateway.handle(method, target, passed_on, body, address)
        except Exception:
            log.exception("%s %s failed", method, target)
            return own_answer("DEFAULT_5XX")

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        """A client that hangs up is nothing to report."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            log.exception("A connection from %s failed", client_address)


class _HttpHandler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "desk", ""
    disable_nagle_algorithm = True  # otherwise every answer on a kept connection waits 40 ms
    timeout = 75  # seconds of silence after which a kept connection is closed

    def _handle(self) -> None:
        refusal = self._unreadable()
        if refusal:
            self._send(refusal, close=True)
            return
        length = int(self.headers.get("Content-Length") or 0)
        if length > BODY_LIMIT:
            self._drain(length)
            self._send(own_answer("REQUEST_TOO_LARGE"), close=True)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        if len(body) < length:  # hung up in the middle: half a request is none
            self.close_connection = True
            return
        self._send(self.server.answer(self.command, self.path, headers, body, self.client_address[0]))

    def __getattr__(self, name: str) -> Any:
        """The base class looks for `do_GET` and the like: every method there is goes one way, to the routes."""
        if name.startswith("do_"):
            return self._handle
        raise AttributeError(name)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the time for the header `Date`, of now or in seconds since 1970."""
        return super().date_time_string(self.server.now().timestamp() if timestamp is None else timestamp)

    def _unreadable(self) -> LocalReply | None:
        length = self.headers.get("Content-Length") or "0"
        if "Transfer-Encoding" in self.headers:
            return problem(411, "length_required", "Length required", "Send the body's length in Content-Length.")
        if not (length.isascii() and length.isdigit()) or len(self.headers.get_all("Content-Length", [])) > 1:
            return own_answer("DEFAULT_4XX")
        return None if self.path.startswith("/") else own_answer("DEFAULT_4XX")

    def _drain(self, length: int) -> None:
        left = min(length, DRAINED)
        while left > 0 and (chunk := self.rfile.read(min(left, 65_536))):
            left -= len(chunk)

    def _send(self, reply: LocalReply, *, close: bool = False) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value.encode().decode("latin-1"))
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(reply.body)))
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and reply.status not in (204, 304):
            self.wfile.write(reply.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What can't be read as a request at all, refused in the API's form and not as the base class's HTML."""
        title = message or self.responses.get(code, ("Bad request", ""))[0]
        self.command = getattr(self, "command", None) or "GET"
        self.request_version = getattr(self, "request_version", None) or "HTTP/1.1"
        if self.request_version == "HTTP/0.9":
            self.request_version = "HTTP/1.0"  # an answer without status line and headers would say nothing
        self._send(problem(code, "bad_request", title, explain or "The request could not be understood."), close=True)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the app logs what it does."""
