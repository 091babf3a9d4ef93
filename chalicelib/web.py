"""The request at hand, for all that serve HTTP: the API and the portal."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from chalice.app import Request as ChaliceRequest

from chalicelib.domain.accounts.devices import DEVICE_SECONDS
from chalicelib.domain.accounts.sign_ins import IDLE_SECONDS


@dataclass(slots=True)
class Handling:
    """A request, and what was found out of it for its line in the log: the workspace, once it is known to be one, and
    the kind of whoever asks (`member`, `key`, `customer` or `none`). `shrinks` is an answer that may be compressed."""

    request: ChaliceRequest
    workspace: str | None = None
    caller: str = "none"
    shrinks: bool = False

    @property
    def id(self) -> str:
        """Return what the request is called in the log and on a page that says something went wrong."""
        return str(self.request.context.get("requestId", "local"))

    @property
    def route(self) -> str:
        """Return method and path as they are declared: the path that was asked for holds tokens."""
        return f"{self.request.method} {self.request.context.get('resourcePath', '?')}"


_current: ContextVar[Handling] = ContextVar("request")


def handle(request: ChaliceRequest) -> Handling:
    """Make this the request at hand.

    Chalice keeps the current request on the app, which threads of the local server would share; hence the context.
    """
    handling = Handling(request)
    _current.set(handling)
    return handling


def handling() -> Handling:
    return _current.get()


def current() -> ChaliceRequest:
    return handling().request


def raw_body(event: ChaliceRequest) -> bytes:
    body = event.raw_body
    return body if isinstance(body, bytes) else body.encode()


def client_address(headers: Mapping[str, str]) -> str:
    """The address CloudFront saw. Its own function overwrites what a viewer sends under this name."""
    return str(headers.get("x-viewer-address", "unknown"))


def viewer_host(headers: Mapping[str, str]) -> str:
    """The host that was asked, as CloudFront says; empty where that isn't known."""
    return str(headers.get("x-viewer-host", "")).lower()


def cookie(headers: Mapping[str, str], name: str) -> str | None:
    """Return what a browser kept under this name; None where it kept nothing."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        morsel = None
    return morsel.value or None if morsel else None


REFRESH_COOKIE = "__Host-refresh"
DEVICE_COOKIE = "__Host-device"


def refresh_cookie(token: str, seconds: int = IDLE_SECONDS) -> str:
    """Return the cookie that keeps a refresh token where no script reads it and no other site sends it."""
    return _kept(REFRESH_COOKIE, token, seconds)


def device_cookie(token: str) -> str:
    """Return the cookie by which a browser keeps that its owner signed in there."""
    return _kept(DEVICE_COOKIE, token, DEVICE_SECONDS)


def _kept(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict"
