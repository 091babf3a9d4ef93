"""The request at hand, for all that serve HTTP: the API and the portal."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from chalice.app import Request as ChaliceRequest

_current: ContextVar[ChaliceRequest] = ContextVar("request")


def current() -> ChaliceRequest:
    return _current.get()


def raw_body(event: ChaliceRequest) -> bytes:
    body = event.raw_body
    return body if isinstance(body, bytes) else body.encode()


def client_address(headers: Mapping[str, str]) -> str:
    """The address CloudFront saw. Its own function overwrites what a viewer sends under this name."""
    return str(headers.get("x-viewer-address", "unknown"))


def viewer_host(headers: Mapping[str, str]) -> str:
    """The host that was asked, as CloudFront says; empty where that isn't known."""
    return str(headers.get("x-viewer-host", "")).lower()
