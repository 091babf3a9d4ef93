"""The thin shell between Chalice and the API: what comes before the first view and after the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Request as ChaliceRequest
from chalice.app import Response

from chalicelib import policies
from chalicelib.api.serving import http
from chalicelib.api.serving.problems import Answer, problem
from chalicelib.api.serving.routes import named
from chalicelib.bootstrap import desk
from chalicelib.observability import log
from chalicelib.web import _current, client_address, current, raw_body, viewer_host

_PORTAL = ("/portal", "/widget")
"""How the addresses begin that the portal's host has to itself; the bare one belongs to both."""


def middleware(event: ChaliceRequest, get_response: Callable[[ChaliceRequest], Response]) -> Response:
    """Every HTTP request goes through here: the origin is checked, the request named in the log, faults made problems.

    Chalice keeps the current request on the app, which threads of the local server would share; hence the context.
    """
    request_id = str(event.context.get("requestId", "local"))
    log.append_keys(request_id=request_id)
    _current.set(event)
    if not desk().secrets.is_origin(event.headers.get("x-origin-secret", "")):
        response = to_response(problem("forbidden", "Please use the desk's own address."))
    elif _is_elsewhere(event):
        response = to_response(problem("not_found", "There is nothing at this address."))
    else:
        response = _problem_of(get_response(event))
    response.headers["X-Request-Id"] = request_id
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", policies.NOTHING)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def _is_elsewhere(event: ChaliceRequest) -> bool:
    """Return whether it is the other host that this is served at: customers' pages never share the console's origin,
    where a script of theirs could act for whoever is signed in. At one address for both everything is served."""
    console, portal = urlsplit(desk().base_url).netloc, urlsplit(desk().portal_url).netloc
    if console == portal or event.path == "/":
        return False
    return viewer_host(event.headers) == (console if event.path.startswith(_PORTAL) else portal)


def serve(name: str, path: Mapping[str, str]) -> Response:
    """Answer the current request by the route of that name."""
    return to_response(http.answer(desk(), named(name), read(current(), path)))


def read(event: ChaliceRequest, path: Mapping[str, str]) -> http.Request:
    query: Mapping[str, str] = event.query_params or {}
    return http.Request(
        path=path,
        query=dict(query),
        headers={name.lower(): value for name, value in event.headers.items()},
        body=raw_body(event),
        client=client_address(event.headers),
    )


def to_response(answer: Answer) -> Response:
    headers: dict[str, Any] = {"Content-Type": answer.content_type, **answer.headers}
    return Response(body=answer.body, status_code=answer.status, headers=headers)


def _problem_of(response: Response) -> Response:
    """Chalice's own refusals and faults in our own form. It logs a fault's trace; the caller gets none."""
    body = response.body
    if not isinstance(body, dict) or "Code" not in body:
        return response
    if response.status_code == 405:
        return to_response(problem("method_not_allowed", "This address doesn't take that method."))
    return to_response(problem("internal_error", "Something went wrong on our side. It has been logged."))
