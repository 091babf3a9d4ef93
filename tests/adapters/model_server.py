"""A server that speaks OpenAI's chat completions over HTTP, and misbehaves in every way that a test asks for."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def completion(text: str | None, *calls: tuple[str, str], tokens: tuple[int, int] = (120, 40)) -> dict[str, Any]:
    """An answer as the servers give it. `calls` are tools with their arguments as JSON."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [
            {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for number, (name, arguments) in enumerate(calls)
        ]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1764000000,
        "model": "llama3.1",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
    }


def answers(status: int, content: Any, **headers: str) -> Behaviour:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def says(text: str | None, *calls: tuple[str, str]) -> Behaviour:
    return answers(200, completion(text, *calls))


def endless(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    """A stream that never ends, quickly."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b'{"x": "' + b"y" * 65_536)


def drips(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    """A sign every fifth of a second: no read ever times out by itself."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


def drips_headers(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.2)


def silent(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    """Says nothing, until the other side hangs up."""
    handler.connection.settimeout(60)
    handler.connection.recv(1)


def hangs_up(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def hangs_up_halfway(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.connection.shutdown(socket.SHUT_RDWR)


class ModelServer:
    """Listens on this machine. `behaviours` are what it does, one after the other, the last one again and again."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.behaviours = list(behaviours)
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _answer(self, request: dict[str, Any]) -> None:
                number = len(server.requests)
                server.requests.append(request)
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                server.paths.append(self.path)
                self.close_connection = True
                try:
                    server.behaviours[min(number, len(server.behaviours) - 1)](self, request)
                except OSError:  # the client gave up, as it should
                    return

            def log_message(self, *_: Any) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def __enter__(self) -> ModelServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
