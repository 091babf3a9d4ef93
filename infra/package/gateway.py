"""API Gateway's own answers in the desk's form of errors, from infra/template/gateway_responses.json.

What each type is: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
The form: RFC 9457. An unknown route is MISSING_AUTHENTICATION_TOKEN, or INVALID_SIGNATURE when the request carries an
Authorization header that isn't AWS's own: both mean 404 here.
"""

from __future__ import annotations

import json
from typing import Any

from infra.package.parts import Template, read


def gateway_responses() -> Template:
    """The answers as the API's `GatewayResponses`, a piece of a template."""
    answers = {kind: _answer(**entry) for kind, entry in read("template/gateway_responses.json").items()}
    return {"Resources": {"RestAPI": {"Properties": {"GatewayResponses": answers}}}}


def problem(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    """Return the content of such an answer."""
    return {
        "type": f"about:blank#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [],
    }


def _answer(status: int, code: str, title: str, detail: str, retry_after: int | None = None) -> Template:
    headers = {
        "Content-Type": "'application/problem+json'",
        "Cache-Control": "'no-store'",
        "X-Request-Id": "context.requestId",
    }
    if retry_after is not None:
        headers["Retry-After"] = f"'{retry_after}'"
    return {
        "StatusCode": str(status),
        "ResponseParameters": {"Headers": headers},
        "ResponseTemplates": {"application/json": json.dumps(problem(status, code, title, detail))},
    }
