"""The server must answer whatever comes over a socket, and play CloudFront and API Gateway on the way."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local.gateway import BODY_LIMIT, Gateway, LocalReply
from infra.local.server import Server
from tests.support.stand_in import StandIn

asked: list[str] = []


def local(method: str, target: str, body: bytes) -> LocalReply:
    asked.append(target)
    if target == "/_local/broken":
        raise RuntimeError("broken on purpose")
    return LocalReply(200, f"{method} {target}".encode() + body, [("Content-Type", "text/plain")])


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(Gateway(StandIn(()).app), "the-secret", local, 0)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def client(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()


def ask(
    client: http.client.HTTPConnection, method: str, path: str, **more: Any
) -> tuple[http.client.HTTPResponse, bytes]:
    client.request(method, path, **more)
    answer = client.getresponse()
    return answer, answer.read()


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    return answer


def test_the_app_sees_the_origins_secret_and_the_viewers_address(client: http.client.HTTPConnection) -> None:
    seen = json.loads(ask(client, "GET", "/things", headers={"X-Origin-Secret": "guess"})[1])
    assert seen["headers"]["x-origin-secret"] == "the-secret"
    assert seen["headers"]["x-viewer-address"] == "127.0.0.1"


def test_a_kept_connection_answers_without_waiting(client: http.client.HTTPConnection) -> None:
    ask(client, "GET", "/things")
    times = []
    for _ in range(20):
        started = time.perf_counter()
        ask(client, "GET", "/things")
        times.append(time.perf_counter() - started)
    assert min(times) < 0.03, "with Nagle's algorithm every single one waits 40 ms"


def test_head_has_the_headers_of_get_and_no_body(client: http.client.HTTPConnection) -> None:
    answer, body = ask(client, "HEAD", "/things")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 100
    assert ask(client, "GET", "/things")[0].status == 200, "the connection must still be in step"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("DELETE", "/things", 405, "method_not_allowed"),
        ("BREW", "/things", 405, "method_not_allowed"),
        ("GET", "/%", 404, "not_found"),
        ("GET", "/things/%00%zz/more", 404, "not_found"),
        ("GET", "//", 404, "not_found"),
        ("GET", "/?%%%=%&&=", 404, "not_found"),
        ("POST", "/static/portal/x.css", 405, "method_not_allowed"),
    ],
)
def test_errors_have_the_apis_form(
    client: http.client.HTTPConnection, method: str, path: str, status: int, code: str
) -> None:
    answer, body = ask(client, method, path)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"]
    assert json.loads(body)["code"] == code


def test_a_body_that_is_too_large_is_refused_and_its_sender_is_told(client: http.client.HTTPConnection) -> None:
    answer, body = ask(client, "POST", "/things", body=b"x" * (BODY_LIMIT + 1))
    assert (answer.status, json.loads(body)["code"]) == (413, "too_large")


def test_binary_multipart_does_no_harm(client: http.client.HTTPConnection) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    seen = json.loads(ask(client, "POST", "/things", body=bytes(range(256)), headers=kind)[1])
    assert seen["length"] == 256


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET\r\n\r\n", b"400"),
        (b"\x00\xff\xfe\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"POST /things HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"POST /things HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", b"400"),
        (b"POST /things HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST /things HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"GET http://elsewhere.example/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /things HTTP/1.1\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n", b"431"),
    ],
)
def test_what_is_no_proper_request_is_refused_and_the_connection_closed(
    server: Server, request_bytes: bytes, status: bytes
) -> None:
    answer = raw(server, request_bytes)
    assert answer.split(b" ", 2)[1] == status, answer[:200]
    assert b"application/problem+json" in answer
    assert answer.count(b"HTTP/1.") == 1


def test_of_a_client_that_hangs_up_in_the_middle_nothing_is_carried_out(
    server: Server, client: http.client.HTTPConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
        connection.sendall(b"POST /_local/half HTTP/1.1\r\nContent-Length: 1000\r\n\r\nonly this")
    assert ask(client, "GET", "/_local/whole")[0].status == 200
    assert "/_local/half" not in asked
    assert caplog.text == ""


def test_local_routes_go_before_the_app(client: http.client.HTTPConnection) -> None:
    assert ask(client, "POST", "/_local/x?y", body=b"!")[1] == b"POST /_local/x?y!"


def test_a_fault_is_a_500_in_the_apis_form_without_a_trace_of_it(
    client: http.client.HTTPConnection, caplog: pytest.LogCaptureFixture
) -> None:
    answer, body = ask(client, "GET", "/_local/broken")
    assert (answer.status, json.loads(body)["code"]) == (500, "internal_error")
    assert b"broken on purpose" not in body
    assert "broken on purpose" in caplog.text


def test_both_names_of_this_machine_work(server: Server) -> None:
    for name in ("localhost", "127.0.0.1"):
        connection = http.client.HTTPConnection(name, server.server_port, timeout=5)
        assert ask(connection, "GET", "/things")[0].status == 200
        connection.close()


def test_a_port_that_is_taken_is_an_error_at_once(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(Gateway(StandIn(()).app), "s", local, server.server_port)


def test_answers_are_dated_by_the_clock_of_the_desk() -> None:
    """Which may be ahead of this machine's, as after a jump: who sees the page reckons by it."""
    made = Server(Gateway(StandIn(()).app), "the-secret", local, 0, lambda: datetime(2027, 3, 2, 9, 30, tzinfo=UTC))
    made.start()
    connection = http.client.HTTPConnection("127.0.0.1", made.server_port, timeout=10)
    answer, _ = ask(connection, "GET", "/_local/time")
    assert answer.headers["Date"] == "Tue, 02 Mar 2027 09:30:00 GMT"
    connection.close()
    made.stop()
