"""How a self-test asks over sockets: nothing is followed, and every answer is one; and what is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from infra.deploy.errors import DeployError
from infra.deploy.selftest.transcript import STRUCK, Transcript
from infra.deploy.selftest.web import WebRequest, form_with_file, over_https


class Server(BaseHTTPRequestHandler):
    """Leads on from /form, knows /here, and says what it was sent."""

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/here" else 404, b"here" if self.path == "/here" else b"nothing")

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["content-length"]))
        self._answer(303, said)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Location", "/here")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_redirect_is_an_answer_and_is_not_followed(address: str) -> None:
    answer = over_https(WebRequest("POST", f"{address}/form", b"asked"))
    assert (answer.status, answer.headers["location"], answer.text) == (303, "/here", "asked")


def test_a_refusal_is_an_answer_too(address: str) -> None:
    assert over_https(WebRequest("GET", f"{address}/here")).text == "here"
    refused = over_https(WebRequest("GET", f"{address}/gone"))
    assert (refused.status, refused.text) == (404, "nothing")


def test_where_nobody_answers_the_host_is_named_and_the_path_is_not() -> None:
    with pytest.raises(DeployError, match=r"no answer from 127\.0\.0\.1:1:") as failure:
        over_https(WebRequest("GET", "http://127.0.0.1:1/t/secret?Signature=x"))
    assert "secret" not in str(failure.value)


def test_a_form_takes_its_file_along_as_the_last_field() -> None:
    body, headers = form_with_file({"key": "a/b", "policy": "p"}, "f.txt", b"\x00bytes\n")
    head = f"Content-Type: {headers['content-type']}\r\n\r\n".encode()
    parts = list(BytesParser(policy=policy.HTTP).parsebytes(head + body).iter_parts())
    names = [part["content-disposition"].params["name"] for part in parts]
    assert names == ["key", "policy", "file"]
    assert b"\x00bytes\n" in body


def test_what_opens_something_is_struck_out(tmp_path: Path) -> None:
    transcript = Transcript(tmp_path / "build" / "told.txt")
    transcript.begin("Self-test")
    transcript.hide("correct horse", "", "no")
    transcript.line(
        "correct horse no /portal/x/t/1.abcdefghijkl.mn https://b.s3/k?X-Amz-Signature=feed&x=1 AKIAIOSFODNN7EXAMPLE"
        " eyJhbGciOi.eyJzdWIi.c2ln"
    )
    assert transcript.path.read_text("utf-8").splitlines()[-1] == (
        f"{STRUCK} no /portal/x/t/{STRUCK} https://b.s3/k?{STRUCK}&x=1 {STRUCK} {STRUCK}"
    )
