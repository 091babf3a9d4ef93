"""Trying a new version before anything else calls it: a person's way through the desk, and an event of each kind.

The events are handed to the version itself, past API Gateway, queues and stream. What it does stays in a workspace
that nobody works in; only the tick does for everybody what it does every minute anyway.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from infra.deploy import scratch, smoke_events
from infra.deploy.errors import DeployError
from infra.deploy.saying import progress
from infra.deploy.versions import API, Call
from infra.package.names import function_id

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk

MOST_SAID = 400
"""Characters of an answer that are shown: what is wrong stands at its beginning."""
TITLE = "A new version is tried"
_SENDER = "nobody@example.com"


class SmokeError(DeployError):
    """A step that a new version failed at; the message says which, and what was answered."""


class Walker(Protocol):
    """A person's way through the desk, by whatever leads there."""

    settings: Mapping[str, str]
    token: str
    ticket: int

    def ask(
        self, method: str, resource: str, body: dict[str, Any] | None = None, *, on: str = "BASE_URL", **path: str
    ) -> str:
        """Return the body of a good answer. DeployError says what was answered otherwise."""
        ...


@dataclass(slots=True)
class Trial:
    """A version that is tried, by `call`. `settings` are those of its functions, `origin` what CloudFront shows it."""

    call: Call
    desk: Desk
    settings: Mapping[str, str]
    origin: str
    token: str = field(default="", repr=False)
    ticket: int = 0

    def ask(
        self, method: str, resource: str, body: dict[str, Any] | None = None, *, on: str = "BASE_URL", **path: str
    ) -> str:
        """Return the body of a good answer. DeployError says what was answered otherwise."""
        event = smoke_events.request(method, resource, self.settings[on], self.origin, body, self.token, **path)
        answer = self.call(API, event)
        said = str(answer.get("body") or "")
        if answer.get("isBase64Encoded"):
            said = base64.b64decode(said).decode(errors="replace")
        if not 200 <= int(answer["statusCode"]) < 300:
            raise DeployError(f"it was answered {answer['statusCode']}: {said[:MOST_SAID]}")
        return said

    def hand(self, function: str, event: dict[str, Any]) -> None:
        """Hand an event to a function. DeployError where it says that it failed at it."""
        answer = self.call(function_id(function), event)
        if failed := (answer or {}).get("batchItemFailures"):
            raise DeployError(
                f"it failed at the record: {json.dumps(failed)}. What was wrong is in the log of {function}."
            )


Step = tuple[str, Callable[[Trial], object]]


def try_out(trial: Trial) -> None:
    """Take every step, and tell of each. SmokeError at the first that fails."""
    if not trial.desk.identity.knows_anybody():
        # To be the first somebody is for the first workspace, which the bare address then leads to.
        progress("Nobody can sign in yet: only what needs no workspace is tried.")
        _take(trial, _ANYHOW)
        return
    _take(trial, _ANYHOW)
    with scratch.opened(trial.desk, trial.settings["MAIL_DOMAIN"]) as password:
        _take(trial, [("sign-in", lambda one: sign_in(one, password)), *_IN_WORKSPACE])


def _take(trial: Trial, steps: list[Step]) -> None:
    for name, step in steps:
        try:
            step(trial)
        except DeployError as failure:
            raise SmokeError(f"{name}: {failure}") from failure
        progress(f"{name}: works")


def sign_in(walker: Walker, password: str) -> None:
    """Sign in as the scratch workspace's member; what is asked from then on is asked as them."""
    email = scratch.address(walker.settings["MAIL_DOMAIN"])
    said = json.loads(walker.ask("POST", "/v1/auth/sign-in", {"email": email, "password": password}))
    if not said.get("access_token"):
        raise DeployError("it was answered, without an access token")
    walker.token = said["access_token"]


def listed(walker: Walker) -> list[dict[str, Any]]:
    """Return the first page of the scratch workspace's tickets."""
    page = json.loads(walker.ask("GET", "/v1/{workspace}/tickets", workspace=scratch.NAME))
    found: list[dict[str, Any]] = page["items"]
    return found


def create(walker: Walker) -> dict[str, Any]:
    """Make a ticket, of which nobody is told, and look at it. Return it."""
    wanted = {"title": TITLE, "description": TITLE, "notify_customer": False}
    made: dict[str, Any] = json.loads(walker.ask("POST", "/v1/{workspace}/tickets", wanted, workspace=scratch.NAME))
    walker.ticket = made["number"]
    shown = walker.ask("GET", "/v1/{workspace}/tickets/{ref}", workspace=scratch.NAME, ref=made["ref"])
    if json.loads(shown)["title"] != TITLE:
        raise DeployError("the ticket that was made has another title")
    return made


def portal_page(walker: Walker) -> str:
    """Return the portal's page, which has to have a form for a request."""
    page = walker.ask("GET", "/portal/{workspace}", on="PORTAL_URL", workspace=scratch.NAME)
    if "<form" not in page:
        raise DeployError("it was answered, without a form for a request")
    return page


def _portal(trial: Trial) -> None:
    trial.token = ""
    portal_page(trial)


def _mail_in(trial: Trial) -> None:
    import boto3  # late: where to look stands in the environment by now

    recipient, key = scratch.address(trial.settings["MAIL_DOMAIN"]), f"inbound/{scratch.NAME}"
    mail = f"From: <{_SENDER}>\r\nTo: <{recipient}>\r\nSubject: {TITLE}\r\n\r\n{TITLE}\r\n"
    boto3.client("s3").put_object(Bucket=trial.settings["MAIL_BUCKET"], Key=key, Body=mail.encode())
    trial.hand("ingest_mail", smoke_events.message(smoke_events.mail_notice(key, _SENDER, recipient)))


def _record(function: str) -> Step:
    def step(trial: Trial) -> None:
        trial.hand(function, smoke_events.inserted(scratch.action_of(trial.desk, trial.ticket)))

    return f"record of the stream, {function}", step


def _retry(trial: Trial) -> None:
    action = scratch.action_of(trial.desk, trial.ticket)
    where = {"workspace": scratch.NAME, "number": trial.ticket, "action": action["sk"]["S"].rpartition("#")[2]}
    trial.hand("react_retry", smoke_events.message(where | {"reactor": "index", "at": "index"}))


def _mail_out(trial: Trial) -> None:
    """A job that isn't there: to look for it is what every mail begins with, and nobody is written to."""
    job = {"id": scratch.NAME, "workspace": scratch.NAME, "number": trial.ticket}
    trial.hand("deliver_mail", smoke_events.message(job))


_ANYHOW: list[Step] = [
    ("health", lambda trial: trial.ask("GET", "/health")),
    ("minute, sla_tick", lambda trial: trial.hand("sla_tick", smoke_events.minute())),
    (
        "event of SES, record_delivery",
        lambda trial: trial.hand("record_delivery", smoke_events.message({"eventType": "Open", "mail": {"tags": {}}})),
    ),
]
_IN_WORKSPACE: list[Step] = [
    ("list of tickets", listed),
    ("new ticket", create),
    _record("notify"),
    _record("index"),
    ("message, react_retry", _retry),
    ("mail that comes in, ingest_mail", _mail_in),
    ("mail that goes out, deliver_mail", _mail_out),
    ("portal", _portal),
]
