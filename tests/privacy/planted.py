"""A desk on which every mark is put in by its own way, and whoever sees it done."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest

from chalicelib.adapters.web_push import WebPush
from chalicelib.domain.notices.push import PushAnswer, PushMessage, PushOutcome, PushSubscription
from chalicelib.observability import log
from chalicelib.services.notices.push import subscribe
from infra.local.aws import client
from infra.local.sent_mail import SentMail
from tests.privacy.decoding import document
from tests.privacy.finding import Finder
from tests.privacy.marks import MARKS
from tests.privacy.scan import Scan, Witness, scan
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Answer, Desk, Person
from tests.support.push_browser import Browser

_DOMAINS = ("example.com", "mail.example.com")
FINDER = Finder(
    {name: mark.word for name, mark in MARKS.items()},
    {said: name for name, mark in MARKS.items() for said in (mark.word, *(f"{mark.word}@{at}" for at in _DOMAINS))},
)
MAIN, NOOR, SPAM = "maya@example.com", "noor@example.com", "spam@example.com"


@dataclass
class Planted:
    """The desk, its mail, what was seen, and how to call what is there: tickets, contacts, members."""

    desk: Desk
    witness: Witness
    refs: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    members: dict[str, Person] = field(default_factory=dict)

    @property
    def post(self) -> Correspondence:
        return Correspondence(self.desk)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """What a request of a member's, by default the admin's, was answered; it has to succeed."""
        token = more.pop("token", self.desk.admin.token)
        answer = self.desk.http(method, f"/v1/acme{path}", json=body, token=token, **more)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def on(self, ticket: str, method: str, path: str = "", body: Any = None, **more: Any) -> Any:
        return self.call(method, f"/tickets/{self.refs[ticket]}{path}", body, **more)

    @contextmanager
    def opening(self, ticket: str) -> Iterator[None]:
        """Whatever new ticket there is behind it is called so."""
        before = set(self.post.refs())
        yield
        self.desk.settle()
        (self.refs[ticket],) = set(self.post.refs()) - before

    def tool(self, name: str, **arguments: Any) -> Any:
        """What a tool of the MCP server's gave."""
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        answer = self.desk.http("POST", "/mcp/acme", json=asked, token=self.desk.admin.token)
        assert not answer.json()["result"].get("isError"), answer.text
        return answer.json()["result"]["structuredContent"]

    def last_mail(self, ticket: str, to: str) -> SentMail:
        """The last mail to somebody about a ticket."""
        found = [mail for mail in self.desk.sent if mail.to == (to,) and self.refs[ticket] in mail.subject]
        return found[-1]

    def hear_in_a_browser(self) -> None:
        """The admin hears of everything in the inbox, by mail, and in a browser."""
        ways = ["inbox", "email", "push"]
        wanted = {"notices": {"customer_replied": {"mine": ways, "all": ways}, "created": {"mine": ways, "all": ways}}}
        self.call("PATCH", "/preferences", wanted)
        keys, endpoint = Browser().keys, "https://fcm.googleapis.com/fcm/send/one"
        browser = PushSubscription(endpoint=endpoint, seed="", p256dh=keys["p256dh"], auth=keys["auth"])
        subscribe(self.desk.ports, self.desk.admin.id, browser, titles=True)

    def scan(self) -> Scan:
        return scan(self.desk, FINDER, self.witness)


class _Lines(logging.Handler):
    """Hears what any logger says, as the log would have it."""

    def __init__(self, lines: list[Any]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        ours = record.name == log.name
        text = log.registered_formatter.format(record) if ours else f"{record.name} {record.getMessage()}"
        self._lines.append(document(text) if ours else {"message": record.name, "text": text})


@contextmanager
def witnessed(desk: Desk) -> Iterator[Witness]:
    """Have somebody see all that is logged, asked for and shown in browsers meanwhile."""
    witness, root, said = Witness(), logging.getLogger(), StringIO()
    handler = _Lines(witness.lines)
    root.addHandler(handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "http", _asked(desk, witness))
        patch.setattr(WebPush, "send", _pushed(witness))
        patch.setattr(sys, "stdout", said)
        try:
            yield witness
        finally:
            root.removeHandler(handler)
    witness.lines += [document(line) or {"message": "print", "text": line} for line in said.getvalue().splitlines()]


def _asked(desk: Desk, witness: Witness) -> Any:
    http = desk.http

    def asked(method: str, path: str, **more: Any) -> Answer:
        witness.urls.append((f"of {method}", path))
        answer = http(method, path, **more)
        if "location" in answer.headers:
            witness.urls.append((f"that {method} leads to", answer.headers["location"]))
        return answer

    return asked


def _pushed(witness: Witness) -> Any:
    def send(_self: WebPush, _to: PushSubscription, _secret: str, message: PushMessage) -> PushAnswer:
        witness.pushed.append(message.content)
        return PushAnswer(PushOutcome.TAKEN)

    return send


def keep_versions(desk: Desk) -> None:
    """As the deployed bucket of files does."""
    versions = {"Status": "Enabled"}
    client("s3").put_bucket_versioning(Bucket=desk.environment["FILES_BUCKET"], VersioningConfiguration=versions)
