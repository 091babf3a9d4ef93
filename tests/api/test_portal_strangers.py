"""Whoever knows a request's reference and its customer's address, but has no link, learns nothing."""

from __future__ import annotations

import re

import pytest

from tests.api.asking import TICKETS, portal_form, submitted, tracking_path
from tests.api.portal import PORTAL, stored
from tests.support.cuts import counting
from tests.support.desk import Answer, Desk

LONG = "Every payment ends in a 502. " * 2000
WAYS_IN = (
    ("GET", "/t/{token}"),
    ("HEAD", "/t/{token}"),
    ("GET", "/t/{token}/rate"),
    ("GET", "/t/{token}/files"),
    ("GET", "/t/{token}/files/a_none"),
    ("POST", "/t/{token}/replies"),
    ("POST", "/t/{token}/resolved"),
    ("POST", "/t/{token}/rate"),
    ("POST", "/t/{token}/uploads"),
)


def _told(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer tells, but the number that every request gets."""
    return answer.status, answer.content, {name: it for name, it in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize(("method", "way"), WAYS_IN)
def test_a_link_that_was_guessed_is_answered_alike_after_the_same_work(desk: Desk, method: str, way: str) -> None:
    """With the right recipient and a guessed signature, of a request with a long text or of none."""
    mine = submitted(desk, description=LONG).rpartition("/")[2]
    desk.settle()
    before = stored(desk)
    recipient = mine.split(".")[1]
    seen = []
    for token in (f"1.{recipient}.{'a' * 32}", f"99.{recipient}.{'a' * 32}", f"1.aaaaaaaa.{mine.split('.')[2]}"):
        with counting() as calls:
            form = {"body": "x", "score": "5", "name": "a", "size": "1"} if method == "POST" else None
            answer = desk.http(method, PORTAL + way.format(token=token), form=form)
        assert answer.status == 404
        seen.append((_told(answer), calls.made))
    assert seen[1:] == seen[:1] * 2
    assert stored(desk) == before


def test_guesses_are_counted_on_every_way_in(desk: Desk) -> None:
    link = f"{PORTAL}/t/1.aaaaaaaa.{'a' * 32}"
    for _ in range(7):
        for method, way in WAYS_IN:
            form = {"score": "5", "name": "a", "size": "1"} if method == "POST" else None
            last = desk.http(method, PORTAL + way.format(token=link.rpartition("/")[2]), form=form)
    assert last.status == 429
    assert int(last.headers["retry-after"]) <= 60


def test_who_asks_in_somebody_s_name_is_not_told_what_that_is(desk: Desk) -> None:
    submitted(desk, name="Maya Osei-Bonsu", description="My own matter")
    form = portal_form(desk) | {"name": "x", "title": "Hello", "description": "Who am I?"}
    path = tracking_path(desk.http("POST", PORTAL, form=form))
    assert desk.http("POST", f"{path}/replies", form={"body": "Anybody there?"}).status == 303
    for page in (desk.http("GET", path).text, desk.http("GET", f"{path}/rate").text):
        assert "Osei-Bonsu" not in page
        assert "My own matter" not in page
    assert re.findall(r"<h3><bdi>([^<]*)", desk.http("GET", path).text) == ["You", "You"]


def test_whoever_takes_part_sees_who_said_what_and_is_himself_called_you(desk: Desk) -> None:
    submitted(desk)
    body = {"participants": ["ops@example.com"]}
    assert desk.http("PATCH", f"{TICKETS}/TKT-0001", json=body, token=desk.admin.token).status == 200
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello"}, token=desk.admin.token)
    desk.settle()
    text = next(mail.text for mail in desk.sent if mail.to == ("ops@example.com",))
    path = re.findall(r"http://help\.test(/portal/acme/t/\S+)", text)[0]
    desk.http("POST", f"{path}/replies", form={"body": "From ops"})
    names = re.findall(r"<h3><bdi>([^<]*)", desk.http("GET", path).text)
    assert (names[0], names[-1]) == ("Maya Osei", "You")
