"""What a mail was signed by is told, and nobody but a mail can say it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import TICKETS, fields, new_ticket, portal_form, problem
from tests.api.portal import PORTAL
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {"title": "Checkout", "channel": "email"}),
        ("PATCH", "/TKT-0001", {"title": "Another"}),
        ("POST", "/TKT-0001/replies", {"body": "Hello"}),
        ("POST", "/TKT-0001/notes", {"body": "Hello"}),
    ],
)
def test_nobody_says_over_the_api_that_something_was_signed(
    desk: Desk, method: str, path: str, body: dict[str, Any]
) -> None:
    assert new_ticket(desk)["signed"] is None
    answer = desk.http(method, TICKETS + path, json={**body, "signed": "smime"}, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["signed"]


def test_nor_with_the_form_of_the_portal(desk: Desk) -> None:
    assert desk.http("POST", PORTAL, form={**portal_form(desk), "signed": "smime"}).status in (200, 303)
    assert desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()["signed"] is None
