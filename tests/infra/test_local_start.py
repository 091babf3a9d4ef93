"""`python -m infra.local` must be there soon, say where, and go away cleanly."""

from __future__ import annotations

import json
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
SOON = 60  # seconds; it takes five, but a busy machine is no failure


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


class Process:
    """The desk as `make run` starts it, with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, smtp_port, self.about = free_port(), free_port(), folder / "desk.json"
        command = ["--port", str(self.port), "--smtp-port", str(smtp_port), "--folder", str(folder)]
        self.process = run(*command)
        deadline = time.monotonic() + SOON
        while not self.about.exists():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        self.desk: dict[str, Any] = json.loads(self.about.read_text(encoding="utf-8"))

    def call(self, path: str, content: Any = None, token: str = "", method: str | None = None) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = None if content is None else json.dumps(content).encode()
        with urlopen(Request(self.desk["base_url"] + path, body, headers, method=method), timeout=30) as answer:
            return json.load(answer)


def run(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    started = Process(tmp_path_factory.mktemp("local"))
    yield started
    started.process.kill()
    started.process.communicate()


def test_it_says_where_everything_is(running: Process) -> None:
    desk = running.desk
    assert desk["base_url"] == f"http://localhost:{running.port}"
    assert desk["portal_url"] == f"{desk['base_url']}/portal/acme"
    assert desk["mailbox_url"] == f"{desk['base_url']}/_local/mailbox"
    assert desk.keys() >= {"workspace", "email", "password", "api_key", "smtp_host", "smtp_port", "support_address"}


def test_the_demo_is_there_for_whoever_signs_in_and_for_the_key(running: Process) -> None:
    desk = running.desk
    signed_in = running.call("/v1/auth/sign-in", {"email": desk["email"], "password": desk["password"]})
    for token in (signed_in["access_token"], desk["api_key"]):
        assert len(running.call("/v1/acme/tickets?limit=100", token=token)["items"]) >= 40
    assert running.call("/_local/mail") == [], "the demo's past is not mailed"


def test_a_mail_becomes_a_ticket_and_is_confirmed(running: Process) -> None:
    desk = running.desk
    with smtplib.SMTP(desk["smtp_host"], desk["smtp_port"], timeout=10) as client:
        mail = b"From: Kim <kim@example.com>\r\nTo: support@acme.example\r\nSubject: By mail\r\n\r\nHello.\r\n"
        client.sendmail("kim@example.com", [desk["support_address"]], mail)
    running.call("/_local/settle", {})
    newest = running.call("/v1/acme/tickets?limit=1", token=desk["api_key"])["items"][0]
    assert (newest["title"], newest["channel"]) == ("By mail", "email")
    [confirmation] = running.call("/_local/mail?to=kim%40example.com")
    assert f"[{newest['ref']}]" in confirmation["subject"]


def test_it_ends_cleanly_when_told_to(running: Process) -> None:
    running.process.send_signal(signal.SIGTERM)
    output, errors = running.process.communicate(timeout=SOON)
    assert (running.process.returncode, errors) == (0, "")
    assert "The desk is ready." in output
    assert running.desk["password"] in output
    assert output.endswith("The desk is closed.\n")
    assert not running.about.exists()


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run("--port", str(port), "--folder", str(tmp_path))
        output, errors = process.communicate(timeout=SOON)
    assert (process.returncode, output) == (1, "")
    assert str(port) in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    process = run("--port", port)
    _, errors = process.communicate(timeout=SOON)
    assert process.returncode == 2
    assert "--port" in errors
