"""A whole desk for one test: its own table, queues, buckets and people, the real app, and no socket or thread."""

from __future__ import annotations

import json as json_module
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.people.people import Role
from chalicelib.services.settings import create_workspace as workspaces
from infra.local import resources, ses
from infra.local.gateway import Gateway, behind_cloudfront
from infra.local.inbound import Inbound
from infra.local.pumps import Pumps
from infra.local.sent_mail import SentMail
from tests.support.signing_in import access_token

MAIL_DOMAIN = "acme.example"
SUPPORT = f"support@{MAIL_DOMAIN}"
WORKSPACE = "acme"
PASSWORD = "correct horse battery 7"
VISITOR = "198.51.100.7"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with. Names of headers are lower-case; of repeated ones the last value; `cookies` are
    all that are set."""

    status: int
    headers: dict[str, str]
    content: bytes
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    def json(self) -> Any:
        return json_module.loads(self.content)


@dataclass(frozen=True, slots=True)
class Person:
    """A member who can sign in, and an access token of theirs."""

    id: str
    name: str
    email: str
    password: str
    token: str


class Resources:
    """What AWS holds for one desk: made before the app is, since the app reads the environment."""

    def __init__(self, dynamodb: str = "memory", secret_values: dict[str, Any] | None = None) -> None:
        name = f"desk-{uuid.uuid4().hex[:12]}"
        self.secrets = secret_values or resources.new_secrets()
        self.environment = resources.create(
            MAIL_DOMAIN, "http://desk.test", "http://help.test", dynamodb, name=name, secret_values=self.secrets
        )
        self.outbox = ses.outbox(self.environment)


class Desk:
    """The app on its resources, and everything that a test does to it from outside.

    `ports` is the app's own composition root, for tests that go past HTTP. Once `open`, there is `admin`.
    """

    def __init__(self, app_module: Any, made: Resources, ports: Any) -> None:
        self.environment = made.environment
        self.ports = ports
        self.pumps = Pumps(app_module, made.environment)
        self.secrets = made.secrets
        self.outbox = made.outbox
        self._gateway = Gateway(app_module.app)
        self._inbound = Inbound(made.environment)

    def open(self) -> None:
        """Make the workspace `acme` and its `admin`."""
        self.create_workspace(WORKSPACE, "Acme Support", SUPPORT)
        self.admin = self.add_member("Ana K.", "ana@acme.example", "admin", can_delete=True)

    def create_workspace(self, slug: str, name: str, support_address: str) -> None:
        """A further workspace on the same desk."""
        workspaces.create_workspace(self.ports, slug, name, support_address)

    def add_member(
        self, name: str, email: str, role: str, *, workspace: str = WORKSPACE, can_delete: bool = False
    ) -> Person:
        """Somebody new, signed in. Nobody is sent an invitation."""
        member = workspaces.add_member(
            self.ports, workspace, name, email, Role(role), can_delete=can_delete, invited_by=None
        )
        self.ports.identity.set_password(email, PASSWORD)
        return Person(member.id, name, email, PASSWORD, access_token(self.ports, email, PASSWORD))

    def api_key(self, *scopes: str, workspace: str = WORKSPACE) -> str:
        """A new API key with these scopes, to be used as a token."""
        return workspaces.create_api_key(self.ports, workspace, "test", scopes)

    def advance(self, span: timedelta) -> None:
        """Move the desk's clock on, and let everything run that is due by then."""
        self.ports.clock.offset += span
        self.pumps.advance(span)
        self.settle()

    @property
    def sent(self) -> list[SentMail]:
        """The mails that left, oldest first."""
        return list(self.outbox.mails)

    def http(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        address: str = VISITOR,
    ) -> Answer:
        """One request as it comes from CloudFront to the host it belongs to, with JSON, a form's fields or bytes."""
        host = "help.test" if path.startswith(("/portal", "/widget")) else "desk.test"
        sent = {"host": host, "content-type": "application/json"}
        if json is not None:
            body = json_module.dumps(json).encode()
        elif form is not None:
            body, sent["content-type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        if token:
            sent["authorization"] = f"Bearer {token}"
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        passed_on = behind_cloudfront(sent, self.secrets["origin"], address)
        reply = self._gateway.handle(method, path, passed_on, body, address)
        cookies = tuple(value for name, value in reply.headers if name.lower() == "set-cookie")
        return Answer(reply.status, {name.lower(): value for name, value in reply.headers}, reply.body, cookies)

    def receive(
        self, raw: bytes, mail_from: str, rcpt_tos: list[str], verdicts: Mapping[str, str] | None = None
    ) -> str:
        """A mail comes in through SES, which found `verdicts` (`{"spam": "FAIL"}`); the key of its object."""
        return self._inbound.receive(raw, mail_from, rcpt_tos, verdicts)

    def settle(self, timeout: float = 60) -> None:
        """Let everything run that follows from what happened, but for what is to wait.

        Fails when a function failed at something for good. A test that wants just that settles `pumps` itself.
        """
        before = self.pumps.lost()
        self.pumps.settle(timeout)
        lost = [entry for entry in self.pumps.lost() if entry not in before]
        assert not lost, f"given up after every try, see the log: {lost}"
