"""`python -m infra.local` must be there soon, say where, and go away cleanly."""

from __future__ import annotations

import re
import signal
import smtplib
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.support.local_desk import SOON, LocalDesk, run


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    started = LocalDesk(tmp_path_factory.mktemp("local"), history=True)
    yield started
    started.stop()


def test_it_says_where_everything_is(running: LocalDesk) -> None:
    desk = running.desk
    assert desk["base_url"] == f"http://localhost:{running.port}"
    assert desk["portal_url"] == f"{desk['base_url']}/portal/acme"
    assert desk["mailbox_url"] == f"{desk['base_url']}/_local/mailbox"
    assert desk.keys() >= {"workspace", "email", "password", "api_key", "smtp_host", "smtp_port", "support_address"}


def test_the_demo_is_there_for_whoever_signs_in_and_for_the_key(running: LocalDesk) -> None:
    desk = running.desk
    signed_in = running.call("/v1/auth/sign-in", {"email": desk["email"], "password": desk["password"]})
    for token in (signed_in["access_token"], desk["api_key"]):
        assert len(running.call("/v1/acme/tickets?limit=100", token=token)["items"]) >= 40
    assert running.call("/_local/mail") == [], "the demo's past is not mailed"


def test_a_mail_becomes_a_ticket_and_is_confirmed(running: LocalDesk) -> None:
    desk = running.desk
    with smtplib.SMTP(desk["smtp_host"], desk["smtp_port"], timeout=10) as client:
        mail = b"From: Kim <kim@example.com>\r\nTo: support@acme.example\r\nSubject: By mail\r\n\r\nHello.\r\n"
        client.sendmail("kim@example.com", [desk["support_address"]], mail)
    running.call("/_local/settle", {})
    newest = running.call("/v1/acme/tickets?limit=1", token=desk["api_key"])["items"][0]
    assert (newest["title"], newest["channel"]) == ("By mail", "email")
    [confirmation] = running.call("/_local/mail?to=kim%40example.com")
    assert f"[{newest['ref']}]" in confirmation["subject"]


def test_the_demo_page_of_the_widget_is_of_another_origin_and_signs_its_customer_in(running: LocalDesk) -> None:
    address = running.desk["widget_demo_url"]
    assert not address.startswith(running.desk["base_url"])
    html = _text(Request(address))
    for file in re.findall(r'(?:href|src)="(/_local/[^"?]+\.(?:css|js))"', html):
        assert _text(Request(running.desk["base_url"] + file))
    [key] = set(re.findall(r'data-key="(w_[0-9a-f]+)"', html))
    signed = _text(Request(f"{address}/token", method="POST"))
    asked = Request(f"{running.desk['base_url']}/widget/{key}/requests", f"proof={signed}".encode())
    assert "Maya Osei" in _text(asked)


def test_its_bare_addresses_lead_to_the_console_and_to_the_portal(running: LocalDesk) -> None:
    for host, leads_to in (("localhost", "/console/"), ("127.0.0.1", "/portal/acme")):
        for method in ("GET", "HEAD"):
            connection = HTTPConnection(host, running.port, timeout=30)
            connection.request(method, "/")
            answer = connection.getresponse()
            assert (answer.status, answer.headers["Location"]) == (302, leads_to)
            connection.close()


def _text(request: Request) -> str:
    with urlopen(request, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


def test_it_ends_cleanly_when_told_to(running: LocalDesk) -> None:
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=SOON) == 0
    output, errors = running.said()
    assert errors == ""
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


def test_what_was_done_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = LocalDesk(tmp_path)
    try:
        key = first.desk["api_key"]
        made = first.call("/v1/acme/tickets", {"title": "Kept", "contact": {"email": "kim@example.com"}}, key)
        late = {"body": "Held until the next run", "undo_seconds": 10}
        first.call(f"/v1/acme/tickets/{made['ref']}/replies", late, key)
        first.call("/_local/settle", {})
        before = first.call("/v1/acme/tickets/counts", token=key)
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(timeout=SOON) == 0, first.said()
    finally:
        first.stop()
    again = LocalDesk(tmp_path)
    try:
        assert again.desk["api_key"] == key
        assert again.call(f"/v1/acme/tickets/{made['ref']}", token=key)["title"] == "Kept"
        assert again.call("/v1/acme/tickets/counts", token=key) == before
        again.call("/_local/clock", {"advance_minutes": 1})
        again.call("/_local/settle", {})
        mails = again.call("/_local/mail?to=kim%40example.com")
        assert any("Held until the next run" in mail["text"] for mail in mails), [mail["subject"] for mail in mails]
        signed_in = again.call("/v1/auth/sign-in", {"email": again.desk["email"], "password": again.desk["password"]})
        assert signed_in["access_token"]
    finally:
        again.stop()
