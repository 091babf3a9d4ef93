"""Going to a company's sign-on and coming back, as a browser does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.observability import SECURITY_EVENTS, log
from chalicelib.services.settings.mail_domains import claim_mail_domain
from tests.support.desk import MAIL_DOMAIN, WORKSPACE, Answer, Desk
from tests.support.lying_issuer import CLIENT_ID, CLIENT_SECRET, KIM, Employee, IssuerServer

START = f"/v1/auth/sso/{WORKSPACE}"
CALLBACK = "/v1/auth/sso/callback"
RULES = f"/v1/{WORKSPACE}/sign-in-rules"


class Log:
    """What was logged since the test began."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return what security events of that name tell."""
        found = [vars(record) for record in self._caplog.records if getattr(record, "event", None) == name]
        return [{field: one[field] for field in SECURITY_EVENTS[name] & one.keys()} for one in found]

    def text(self) -> str:
        return "\n".join(str(log.registered_formatter.format(record)) for record in self._caplog.records)


@dataclass
class Company:
    """`acme`, which has a sign-on of its own, and a browser with its cookies."""

    desk: Desk
    server: IssuerServer
    cookies: dict[str, str] = field(default_factory=dict)

    def change(self, **given: Any) -> None:
        answer = self.desk.http("PATCH", RULES, json=given, token=self.desk.admin.token)
        assert answer.status == 200, answer.text

    def go(self, path: str) -> Answer:
        """Ask with the browser's cookies, and keep what comes."""
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.desk.http("GET", path, headers={"Cookie": sent})
        for kept in answer.cookies:
            name, _, rest = kept.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        return answer

    def start(self) -> str:
        """Set out; the address at the issuer."""
        answer = self.go(START)
        assert answer.status == 302, answer.text
        return answer.headers["location"]

    def back(self, person: Employee = KIM) -> str:
        """Set out and sign in at the issuer; the path to come back by."""
        return path_of(self.server.come_back(self.start(), person))

    def come(self, person: Employee = KIM) -> Answer:
        """Go all the way."""
        return self.go(self.back(person))

    def token(self) -> str:
        """Return an access token by the browser's cookie."""
        answer = self.desk.http(
            "POST", "/v1/auth/refresh", headers={"Cookie": f"__Host-refresh={self.cookies['__Host-refresh']}"}
        )
        return str(answer.json()["access_token"])

    def me(self) -> dict[str, Any]:
        """Return the only workspace that whoever signed in has, with who they are there."""
        (workspace,) = self.desk.http("GET", "/v1/me", token=self.token()).json()["workspaces"]
        return dict(workspace)

    def members(self) -> list[dict[str, Any]]:
        return list(self.desk.http("GET", "/v1/acme/members", token=self.desk.admin.token).json()["items"])


@contextmanager
def company(desk: Desk, **rules: Any) -> Iterator[Company]:
    """Have `acme` offer the sign-on of a company that takes in viewers."""
    claim_mail_domain(desk.ports, WORKSPACE, MAIL_DOMAIN)
    server = IssuerServer(desk.ports.base_url + CALLBACK)
    made = Company(desk, server)
    offered = {
        "sso": "offered",
        "issuer": server.issuer.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "domains": [MAIL_DOMAIN],
        "new_members": "viewer",
    }
    try:
        made.change(**offered | rules)
        yield made
    finally:
        server.stop()


def path_of(location: str) -> str:
    """Return path and query of an address of the desk."""
    assert location.startswith("http://desk.test/"), location
    return location.removeprefix("http://desk.test")


def problem(answer: Answer) -> str | None:
    """Return what the console is to say, None where somebody was let in. Nobody gets a cookie who isn't."""
    assert answer.status == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    assert (parts.netloc, parts.path) == ("desk.test", "/console/")
    asked = parse_qs(parts.query)
    assert asked.keys() <= {"workspace", "sign_in_problem"}
    found = asked.get("sign_in_problem", [None])[0]
    cookies = [one.partition("=")[0] for one in answer.cookies]
    assert cookies == (["__Host-sso"] if found else ["__Host-sso", "__Host-refresh"])
    assert answer.cookies[0].startswith("__Host-sso=; Path=/; Max-Age=0;")
    return found
