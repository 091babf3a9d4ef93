"""Signing in by a company's own sign-on: two redirects, and a cookie that holds what was begun."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode

from pydantic import ConfigDict

from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, NoBody, Schema, route
from chalicelib.domain.accounts.sign_ins import Tokens
from chalicelib.domain.accounts.sso import ATTEMPT_SECONDS, SsoError, SsoProblem
from chalicelib.observability import security_event
from chalicelib.services.accounts import sso as service
from chalicelib.web import cookie, refresh_cookie

COOKIE = "__Host-sso"
_CONSOLE = "/console/"


class CallbackQuery(Schema):
    """The answer of an issuer: a `code`, or an `error`. Many send more, which means nothing here."""

    flags: ClassVar[frozenset[str]] = frozenset()
    model_config = ConfigDict(extra="ignore", defer_build=True, frozen=True)

    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


@route(
    "Sign in by the workspace's own sign-on",
    description="For browsers: leads to the issuer that the workspace's sign-in rules name, and from there back to "
    "`/v1/auth/sso/callback`. Where the issuer can't be reached, it leads to the console, which says so.",
    access=Access.ANYBODY,
    gate="sso",
    status=302,
    refusals=("not_found", "rate_limited"),
)
def start(call: Call) -> Answer:
    workspace = call.path["workspace"]
    try:
        departure = service.depart(call.desk, workspace)
    except SsoError as failure:
        return _turned_away(call, failure, workspace)
    return Answer(302, "", headers={"Location": departure.url}, cookies=(_kept(departure.sealed, ATTEMPT_SECONDS),))


@route(
    "Come back from a workspace's own sign-on",
    description="For browsers: leads to the console, with a refresh token in the cookie or with `sign_in_problem`, one "
    f"of {', '.join(f'`{one.value}`' for one in SsoProblem)}.",
    access=Access.ANYBODY,
    gate="sso",
    query=CallbackQuery,
    status=302,
    refusals=("rate_limited",),
)
def callback(call: Call[CallbackQuery, NoBody]) -> Answer:
    asked = call.query
    attempt = service.attempt_in(call.desk, cookie(call.headers, COOKIE))
    back = service.Return(state=asked.state, code=asked.code, error=asked.error, issuer=asked.iss)
    workspace = attempt.workspace if attempt else None
    try:
        tokens = service.arrive(call.desk, attempt, back, call.device)
    except SsoError as failure:
        return _turned_away(call, failure, workspace)
    return _let_in(call, tokens, workspace)


def _let_in(call: Call, tokens: Tokens, workspace: str | None) -> Answer:
    security_event("sign_in", user=tokens.user_id, method="sso", workspace=workspace)
    kept = refresh_cookie(tokens.refresh or "")
    return _to_console(call, workspace, (_kept("", 0), kept))


def _turned_away(call: Call, failure: SsoError, workspace: str | None) -> Answer:
    """Lead to the console, which knows words for the problem. What the issuer says gets nowhere."""
    security_event("sign_in_failed", code=failure.problem, reason=failure.reason, workspace=workspace)
    return _to_console(call, workspace, (_kept("", 0),), sign_in_problem=failure.problem.value)


def _to_console(call: Call, workspace: str | None, cookies: tuple[str, ...], **more: str) -> Answer:
    asked = urlencode({**({"workspace": workspace} if workspace else {}), **more})
    return Answer(302, "", headers={"Location": f"{call.desk.base_url}{_CONSOLE}?{asked}"}, cookies=cookies)


def _kept(sealed: str, seconds: int) -> str:
    """Return the cookie. It has to come along from the issuer's page, which `Strict` would keep it from."""
    return f"{COOKIE}={sealed}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax"
