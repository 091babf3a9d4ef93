"""What the tests of the portal's pages have in common."""

from __future__ import annotations

from typing import Any

from infra.local.aws import client
from tests.support.desk import Answer, Desk

PORTAL = "/portal/acme"
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{1234*5678}}</textarea>'


def post(desk: Desk, form: dict[str, str], path: str = PORTAL) -> Answer:
    return desk.http("POST", path, form=form)


def refused(answer: Answer, status: int = 422) -> str:
    """The page that a refusal must be; its text."""
    assert answer.status == status, f"{answer.status} {answer.text[:300]}"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'self'; " in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    return answer.text


def wrong_fields(page: str) -> list[str]:
    """The fields that a page marks as wrong, in its order."""
    return [name for name in ("name", "email", "type", "title", "description") if f'id="{name}-error"' in page]


def stored(desk: Desk) -> dict[str, Any]:
    """Everything in the table but the counters of the rate limits, as the table has it."""
    table = desk.environment["TABLE_NAME"]
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    items = [item for page in pages for item in page["Items"]]
    keyed = {f"{item['pk']['S']}|{item['sk']['S']}": item for item in items}
    return {key: item for key, item in keyed.items() if not key.startswith("RATE#")}
