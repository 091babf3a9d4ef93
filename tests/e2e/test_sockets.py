"""The whole way of one request over real connections: a browser, a program and a mail client, and nothing else."""

from __future__ import annotations

import http.client
import importlib
import json
import re
import smtplib
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from infra.local import ses
from infra.local.gateway import Gateway
from infra.local.inbound import Inbound
from infra.local.routes import LocalRoutes
from infra.local.server import Server
from infra.local.smtp import SmtpListener
from tests.e2e.mail_programs import PROGRAMS, Mail
from tests.support.desk import MAIL_DOMAIN, Desk

FORM = "application/x-www-form-urlencoded"


class Outside:
    """Somebody with nothing but the addresses of the desk's two ports."""

    def __init__(self, http_port: int, smtp_port: int) -> None:
        self._web = http.client.HTTPConnection("127.0.0.1", http_port, timeout=20)
        self._smtp_port = smtp_port
        self.token = ""

    def leave(self) -> None:
        self._web.close()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Mapping[str, str], str]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self._web.request(method, path, body=body or None, headers=sent)
        answer = self._web.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()

    def api(self, method: str, path: str, content: Any = None) -> Any:
        """A call of the API that succeeds; what it answers."""
        headers = {"Content_Type": "application/json", "Authorization": f"Bearer {self.token}"}
        body = b"" if content is None else json.dumps(content).encode()
        status, _, text = self.ask(method, path, body, **headers)
        assert status in (200, 201), text
        return json.loads(text)

    def sign_in(self, email: str, password: str) -> None:
        self.token = self.api("POST", "/v1/auth/sign-in", {"email": email, "password": password})["access_token"]

    def submit(self) -> str:
        """Fill the portal's form in; the path of the tracking page it leads to."""
        _, _, page = self.ask("GET", "/portal/acme")
        hidden = dict(re.findall(r'name="(nonce|opened)"[^>]*value="([^"]*)"', page))
        typed = {"name": "Maya Osei", "email": "maya@example.com", "title": "Checkout", "type": "bug_report"}
        form = urlencode({**hidden, **typed, "description": "It broke."}).encode()
        status, headers, text = self.ask("POST", "/portal/acme", form, Content_Type=FORM)
        assert status == 303, text
        return urlsplit(headers["Location"]).path

    def mails(self) -> list[Mail]:
        """What the customer's server was handed, once all is quiet."""
        self.api("POST", "/_local/settle")
        found = self.api("GET", "/_local/mail?to=maya@example.com")
        return [{**mail["headers"], "text": mail["text"]} for mail in found]

    def send(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self._smtp_port, timeout=20) as client:
            client.send_message(message)
        self.api("POST", "/_local/settle")


@pytest.fixture
def outside(desk: Desk) -> Iterator[Outside]:
    local = LocalRoutes(ses.outbox(desk.environment), desk.pumps, desk.ports.clock)
    server = Server(Gateway(importlib.import_module("app").app), desk.secrets["origin"], local, 0)
    listener = SmtpListener(Inbound(desk.environment), MAIL_DOMAIN, 0)
    server.start()
    listener.start()
    made = Outside(server.server_port, listener.port)
    yield made
    made.leave()
    listener.stop()
    server.stop()


@pytest.mark.parametrize("answer", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_request_travels_the_whole_way_over_sockets(
    desk: Desk, outside: Outside, answer: Callable[[Mail, str], EmailMessage]
) -> None:
    tracking = outside.submit()
    (confirmation,) = outside.mails()
    assert tracking.rpartition(".")[0] in confirmation["text"]  # the mailed link is another one to the same page

    outside.sign_in(desk.admin.email, desk.admin.password)
    ticket = "/v1/acme/tickets/TKT-0001"
    outside.api("POST", f"{ticket}/notes", {"body": "the-password-is-plumtree"})
    outside.api("POST", f"{ticket}/replies", {"body": "Which cards does it happen with?", "status": "waiting"})
    assert outside.api("GET", ticket)["status"] == "waiting"

    *_, reply = outside.mails()
    assert "Which cards does it happen with?" in reply["text"]
    outside.send(answer(reply, "With German cards only."))

    assert outside.api("GET", ticket)["status"] == "open"
    entries = outside.api("GET", f"{ticket}/timeline")["items"]
    said = [entry for entry in entries if entry["kind"] == "customer_message"]
    assert [entry["body_text"].strip() for entry in said] == ["With German cards only."]
    assert "Which cards" in said[0]["quoted_text"]

    mailed = re.search(r"/portal/acme/t/[\w.]+", confirmation["text"])
    assert mailed is not None
    status, headers, page = outside.ask("GET", mailed[0])
    assert (status, headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "With German cards only." in page
    assert "plumtree" not in page + "".join(mail["text"] for mail in outside.mails())


def test_an_answer_over_smtp_to_a_closed_ticket_leads_to_a_new_page(desk: Desk, outside: Outside) -> None:
    tracking = outside.submit()
    outside.sign_in(desk.admin.email, desk.admin.password)
    outside.api("PATCH", "/v1/acme/tickets/TKT-0001", {"status": "closed"})
    first = outside.mails()[0]
    outside.send(PROGRAMS["the office"](first, "It is back."))
    *_, last = outside.mails()
    assert "[TKT-0002]" in last["Subject"]
    found = re.search(r"/portal/acme/t/[\w.]+", last["text"])
    assert found is not None
    assert found[0] != tracking
    assert "It is back." in outside.ask("GET", found[0])[2]


def test_mail_for_nobody_of_ours_is_refused_at_the_door(outside: Outside) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "maya@example.com", "someone@elsewhere.example", "Hi"
    message.set_content("Hello")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        outside.send(message)
