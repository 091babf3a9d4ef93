"""Mails as people write them, and what the desk made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import count
from typing import Any

from infra.local.sent_mail import SentMail
from tests.support.desk import SUPPORT, Answer, Desk

MAYA = "Maya Osei <maya@example.com>"
File = tuple[str, str, bytes]
"""Name, type and content."""

_ids = count(1)
_AS_WRITTEN = policy.SMTP.clone(max_line_length=990)
"""The library would fold long ids by encoding them, which no mail program does."""


class Correspondence:
    """A desk, with pen and paper."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def write(
        self,
        text: str = "It broke.",
        *,
        sender: str = MAYA,
        to: str = SUPPORT,
        verdicts: Mapping[str, str] | None = None,
        files: Sequence[File] = (),
        **headers: str,
    ) -> None:
        """Somebody writes; the names of further headers have underscores for dashes. Waits for all that follows."""
        message = EmailMessage(_AS_WRITTEN)
        usual = {"From": sender, "To": to, "Subject": "Checkout", "Message-ID": f"<{next(_ids)}@mail.example.com>"}
        for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
            message[name] = value
        message.set_content(text)
        for name, kind, content in files:
            main, _, sub = kind.partition("/")
            message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        self.send(message.as_bytes(), to, sender=parseaddr(sender)[1], verdicts=verdicts)

    def send(
        self, raw: bytes, *to: str, sender: str = "maya@example.com", verdicts: Mapping[str, str] | None = None
    ) -> None:
        """A mail as it came over the wire. Waits for all that follows."""
        self.desk.receive(raw, sender, list(to or (SUPPORT,)), verdicts)
        self.desk.settle()

    def call(self, method: str, path: str, json: Any = None, workspace: str = "acme") -> Answer:
        return self.desk.http(method, f"/v1/{workspace}{path}", json=json, token=self.desk.admin.token)

    def change(self, **fields: Any) -> None:
        """Change the first ticket, and let everybody know."""
        assert self.call("PATCH", "/tickets/TKT-0001", fields).status == 200
        self.desk.settle()

    def reply(self, body: str = "Which cards?") -> SentMail:
        """The agent replies on the first ticket; the last mail that leaves for it."""
        assert self.call("POST", "/tickets/TKT-0001/replies", {"body": body}).status == 201
        self.desk.settle()
        return self.desk.sent[-1]

    def ticket(self, ref: str = "TKT-0001") -> Any:
        return self.call("GET", f"/tickets/{ref}").json()

    def refs(self) -> list[str]:
        """Every ticket there is."""
        return sorted(ticket["ref"] for ticket in self.call("GET", "/tickets?limit=100").json()["items"])

    def entries(self, ref: str = "TKT-0001") -> list[Any]:
        found: list[Any] = self.call("GET", f"/tickets/{ref}/timeline?limit=100").json()["items"]
        return found

    def said(self, ref: str = "TKT-0001") -> list[tuple[str, str]]:
        """Who said what on a ticket: kind and text."""
        return [(one["kind"], one["body_text"]) for one in self.entries(ref) if one["kind"] != "event"]

    def happened(self, ref: str = "TKT-0001") -> list[str]:
        return [one["event"]["type"] for one in self.entries(ref) if one["kind"] == "event"]

    def parked(self, workspace: str = "acme") -> list[str]:
        """Why mails were parked, the newest first."""
        with self.desk.ports.open(workspace) as room:
            return [mail.cause for mail in room.suspended.list(100, None).items]


def reply_address(mail: SentMail) -> str:
    return mail.addresses("Reply-To")[0]
