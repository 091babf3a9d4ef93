"""API Gateway on one machine: finds the route, makes the event, calls the app, unpacks its answer.

Chalice has such a thing for its development server. It answers unknown routes with 403, tells text from binary by the
exact spelling of a header, and passes on path parameters of routes that it only tried.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any
from urllib.parse import parse_qs

from chalice.app import Chalice
from chalice.local import LambdaContext, LocalChalice

from infra.local import template

BODY_LIMIT = 10 * 1024 * 1024
"""API Gateway's: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LocalReply:
    """The answer that goes back to the caller. A header may occur more than once."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = with_default(default_factory=list)


def problem(status: int, code: str, title: str, detail: str, *errors: tuple[str, str], **headers: str) -> LocalReply:
    """An error in the form of RFC 9457 that the API's own errors have. `errors` are fields and what is wrong there."""
    content = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    own = {"Content-Type": "application/problem+json", "Cache-Control": "no-store", "X-Request-Id": str(uuid.uuid4())}
    return LocalReply(status, json.dumps(content).encode(), list((own | headers).items()))


def own_answer(kind: str) -> LocalReply:
    """Return API Gateway's own answer of a kind, such as `REQUEST_TOO_LARGE`, in the template's words."""
    answer = template.gateway_responses()[kind]
    return problem(answer["status"], answer["code"], answer["title"], answer["detail"])


def behind_cloudfront(headers: Headers, origin_secret: str, address: str) -> dict[str, str]:
    """The headers as CloudFront passes them on: with the origin's secret, the viewer's address, and the host asked.

    A request that names its viewer already, in `X-Viewer-Address` or as `<address>:<port>` in
    `CloudFront-Viewer-Address`, is believed: that is how a test speaks from elsewhere.
    """
    viewer = headers.get("cloudfront-viewer-address", "").rpartition(":")[0] or address
    ours = {"x-origin-secret": origin_secret, "x-viewer-host": headers.get("host", "")}
    return {"x-viewer-address": viewer} | dict(headers) | ours


class Gateway:
    """The HTTP side of a Chalice app, without sockets. Safe to use from several threads."""

    def __init__(self, app: Any, timeout: int = 29, memory: int = 1024) -> None:
        self._app = app
        self._timeout, self._memory = timeout * 1000, memory
        self._routes = [(tuple(path.split("/")), path) for path in sorted(app.routes)]
        _keep_requests_apart(app)

    def handle(self, method: str, target: str, headers: Headers, body: bytes, address: str = "127.0.0.1") -> LocalReply:
        """Answer one request. `target` is path and query as in the request line, names of `headers` are lower-case."""
        path, _, query = target.partition("?")
        path = path.removesuffix("/") or "/"
        match = self._match(path)
        if len(body) > BODY_LIMIT:
            return own_answer("REQUEST_TOO_LARGE")
        if match is None:
            return own_answer("MISSING_AUTHENTICATION_TOKEN")
        route, parameters = match
        methods = self._app.routes[route]
        if method not in methods:
            allowed = ", ".join(sorted(methods))
            detail = f"This address takes {allowed}."
            return problem(405, "method_not_allowed", "Method not allowed", detail, Allow=allowed)
        event = _event(method, path, route, parameters, query, headers, address)
        event |= self._body(headers, body)
        return _reply(self._app(event, LambdaContext("api_handler", self._memory, self._timeout)))

    def _match(self, path: str) -> tuple[str, dict[str, str]] | None:
        parts = path.split("/")
        for pattern, route in self._routes:
            if len(pattern) == len(parts) and (found := _parameters(pattern, parts)) is not None:
                return route, found
        return None

    def _body(self, headers: Headers, body: bytes) -> dict[str, Any]:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if body and {kind, "*/*"} & set(template.binary_types()):
            return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
        return {"body": body.decode("utf-8", "replace") if body else None, "isBase64Encoded": False}


def _keep_requests_apart(app: Any) -> None:
    """Have Chalice keep `current_request` by thread, as for its own local server. An app that runs elsewhere keeps
    nothing here."""
    if isinstance(app, Chalice) and not isinstance(app, LocalChalice):
        app.__class__ = type("ThreadedChalice", (LocalChalice, type(app)), {})


def _parameters(pattern: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    """The path's parameters, still percent-encoded as API Gateway leaves them; None if the path is another one."""
    found = {}
    for expected, actual in zip(pattern, parts, strict=True):
        if expected.startswith("{") and actual:
            found[expected[1:-1]] = actual
        elif expected != actual:
            return None
    return found


def _event(
    method: str, path: str, route: str, parameters: dict[str, str], query: str, headers: Headers, address: str
) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"""
    values = parse_qs(query, keep_blank_values=True, errors="replace")
    return {
        "resource": route,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: found[-1] for name, found in values.items()} or None,
        "multiValueQueryStringParameters": values or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": route,
            "httpMethod": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "stage": "api",
            "requestId": str(uuid.uuid4()),
            "identity": {"sourceIp": address, "userAgent": headers.get("user-agent")},
        },
    }


def _reply(answer: dict[str, Any]) -> LocalReply:
    headers = [(name, str(value)) for name, value in answer["headers"].items()]
    headers += [(name, str(value)) for name, values in answer["multiValueHeaders"].items() for value in values]
    body = answer["body"] or ""
    unpacked = answer.get("isBase64Encoded") and "*/*" in template.binary_types()
    content = base64.b64decode(body) if unpacked else body.encode("utf-8")
    return LocalReply(answer["statusCode"], content, headers)
