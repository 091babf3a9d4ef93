"""What the API's tests have in common: asking, and reading what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from chalicelib.domain.tickets.links import parse
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import link_token, ticket_by_number
from tests.support.desk import PASSWORD, WORKSPACE, Answer, Desk

TICKETS = f"/v1/{WORKSPACE}/tickets"
CONTACTS = f"/v1/{WORKSPACE}/contacts"
FORM = {
    "name": "Maya Osei",
    "email": "maya@example.com",
    "title": "Checkout returns 502",
    "description": "Since this morning every payment ends in a 502.",
    "type": "bug_report",
}


def problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    """The problem document that the answer has to be (RFC 9457), and nothing more than that."""
    assert answer.status == status, f"{answer.status} {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    document: dict[str, Any] = answer.json()
    assert document["code"] == code, document
    assert document["status"] == status
    assert document["type"]
    assert document["title"]
    assert document["detail"]
    assert "Traceback" not in answer.text
    return document


def fields(document: dict[str, Any]) -> list[str]:
    """The fields that a problem document names."""
    return [error["field"] for error in document["errors"]]


def new_ticket(desk: Desk, **given: Any) -> dict[str, Any]:
    """A ticket made by the admin over the API."""
    answer = desk.http("POST", TICKETS, json={"title": "Checkout returns 502", **given}, token=desk.admin.token)
    assert answer.status == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def pages(desk: Desk, path: str, token: str, limit: int) -> Iterator[dict[str, Any]]:
    """Every page of a list, each fetched when it is asked for."""
    cursor: str | None = None
    joint = "&" if "?" in path else "?"
    while True:
        more = f"&cursor={quote(cursor)}" if cursor else ""
        answer = desk.http("GET", f"{path}{joint}limit={limit}{more}", token=token)
        assert answer.status == 200, answer.text
        page: dict[str, Any] = answer.json()
        assert len(page["items"]) <= limit
        yield page
        cursor = page["next_cursor"]
        if cursor is None:
            return


def walked(desk: Desk, path: str, token: str, limit: int) -> list[dict[str, Any]]:
    """Every item of a list, from the first page to the last."""
    return [item for page in pages(desk, path, token, limit) for item in page["items"]]


def hidden(page: Answer) -> dict[str, str]:
    """The hidden fields of a form, which a browser sends along."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def portal_form(desk: Desk, workspace: str = WORKSPACE) -> dict[str, str]:
    """The portal's form, opened and filled in."""
    page = desk.http("GET", f"/portal/{workspace}")
    assert page.status == 200
    return {**FORM, **hidden(page)}


def submitted(desk: Desk, **typed: str) -> str:
    """A request sent by the portal; the path of its page by the link that is mailed."""
    sent = desk.http("POST", f"/portal/{WORKSPACE}", form={**portal_form(desk), **typed})
    assert sent.status == 303, sent.text
    return mailed_path(desk, tracking_path(sent))


def mailed_path(desk: Desk, shown: str) -> str:
    """The path by the link that is mailed to whoever was `shown` the other one in their browser."""
    token = parse(shown.partition("?")[0].rpartition("/")[2])
    assert token is not None
    with desk.ports.open(WORKSPACE) as room:
        ticket = ticket_by_number(room, token.number, Ticket)
        return f"/portal/{WORKSPACE}/t/{link_token(room, ticket, token.recipient_id, proven=True)}"


def tracking_path(answer: Answer) -> str:
    """The path of the tracking page that an answer leads to, in the portal or in a widget's frame."""
    path, _, _ = answer.headers["location"].removeprefix("http://help.test").partition("?")
    assert re.match(rf"/(portal/{WORKSPACE}|widget/w_\w+)/t/", path)
    return path


def sign_in(desk: Desk, password: str = PASSWORD, email: str = "ana@acme.example") -> Answer:
    return desk.http("POST", "/v1/auth/sign-in", json={"email": email, "password": password})


def cookie(answer: Answer) -> str:
    """The refresh token in the answer's cookie."""
    return SimpleCookie(answer.headers["set-cookie"])["__Host-refresh"].value


def refresh(desk: Desk, token: str, place: str = "refresh", **headers: str) -> Answer:
    return desk.http("POST", f"/v1/auth/{place}", headers={"Cookie": f"__Host-refresh={token}", **headers})
