"""The thin shell between Chalice and the API: what comes before the first view and after the last."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Request as ChaliceRequest
from chalice.app import Response

from chalicelib import policies
from chalicelib.api.serving import faults, http, lines, packing
from chalicelib.api.serving.problems import Answer, problem
from chalicelib.api.serving.routes import named
from chalicelib.bootstrap import desk
from chalicelib.observability import log
from chalicelib.web import Handling, client_address, handle, handling, raw_body, viewer_host

_PORTAL = ("/portal", "/widget")
"""How the addresses begin that the portal's host has to itself; the bare one belongs to both."""


def middleware(event: ChaliceRequest, get_response: Callable[[ChaliceRequest], Response]) -> Response:
    """Every HTTP request goes through here: the origin is checked, the request named in the log, faults made problems,
    and one line written of it, whatever became of it."""
    began, request = time.perf_counter(), handle(event)
    log.append_keys(request_id=request.id)
    response = _answered(request, get_response)
    response.headers["X-Request-Id"] = request.id
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", policies.NOTHING)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response = packing.packed(request, response)
    lines.write(request, response, time.perf_counter() - began)
    return response


def _answered(request: Handling, get_response: Callable[[ChaliceRequest], Response]) -> Response:
    """What is needed before a view is asked (settings, secrets) may be out of order, too."""
    event = request.request
    try:
        if not desk().secrets.is_origin(event.headers.get("x-origin-secret", "")):
            return to_response(problem("forbidden", "Use this service's own address."))
        if _is_elsewhere(event):
            return to_response(problem("not_found", "Nothing found at this address."))
        return _problem_of(get_response(event))
    except Exception as fault:  # noqa: BLE001 - it is logged, and told by its id
        return to_response(faults.answered(fault, request.id, request.route))


def _is_elsewhere(event: ChaliceRequest) -> bool:
    """Return whether it is the other host that this is served at: customers' pages never share the console's origin,
    where a script of theirs could act for whoever is signed in. At one address for both everything is served."""
    console, portal = urlsplit(desk().base_url).netloc, urlsplit(desk().portal_url).netloc
    if console == portal or event.path == "/":
        return False
    return viewer_host(event.headers) == (console if event.path.startswith(_PORTAL) else portal)


def serve(name: str, path: Mapping[str, str]) -> Response:
    """Answer the current request by the route of that name. Faults end here: Chalice would log all that they say, and
    they quote what people wrote."""
    request = handling()
    try:
        route = named(name)
        request.shrinks = packing.may_shrink(route)
        return to_response(http.answer(desk(), route, read(request.request, path)))
    except Exception as fault:  # noqa: BLE001 - it is logged, and told by its id
        return to_response(faults.answered(fault, request.id, request.route))


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
    if answer.cookies:
        headers["Set-Cookie"] = list(answer.cookies)
    return Response(body=answer.body, status_code=answer.status, headers=headers)


def _problem_of(response: Response) -> Response:
    """Chalice's own refusals and faults in our own form."""
    body = response.body
    if not isinstance(body, dict) or "Code" not in body:
        return response
    if response.status_code == 405:
        return to_response(problem("method_not_allowed", "This address doesn't take that method."))
    return to_response(problem("internal_error", "Something went wrong on our side. It has been logged."))
