"""An open page asks whether there is more: for next to nothing as long as there isn't, and telling of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from infra.local import template
from tests.api.asking import TICKETS, mailed_path, new_ticket, portal_form, submitted, tracking_path
from tests.api.portal import refused
from tests.portal.page_reader import read
from tests.support.capacity import Layout
from tests.support.desk import Answer, Desk
from tests.support.meter import metering

LONG = timedelta(minutes=2)


def _in_the_portal(desk: Desk) -> str:
    return submitted(desk)


def _in_the_widget(desk: Desk) -> str:
    new = {"name": "Shop", "origins": ["https://shop.example"]}
    key = desk.http("POST", "/v1/acme/widgets", json=new, token=desk.admin.token).json()["id"]
    sent = tracking_path(desk.http("POST", f"/widget/{key}", form=portal_form(desk)))
    return f"/widget/{key}/t/{mailed_path(desk, sent).rpartition('/')[2]}"


both = pytest.mark.parametrize("asked", [_in_the_portal, _in_the_widget])


class Page:
    """A page that somebody leaves open."""

    def __init__(self, desk: Desk, path: str) -> None:
        self.desk, self.path = desk, path
        self.mark = read(desk.http("GET", path).text).one("ol", class_="thread").attributes["data-shown"]

    def asks(self) -> Answer:
        answer = self.desk.http("GET", f"{self.path}/news?shown={self.mark}")
        self.mark = answer.headers["x-shown"]
        return answer


def _do(desk: Desk, verb: str, **body: Any) -> Any:
    answer = desk.http("POST", f"{TICKETS}/TKT-0001/{verb}", json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


@both
def test_without_anything_new_it_takes_one_read_unit_at_most(desk: Desk, asked: Callable[[Desk], str]) -> None:
    path = asked(desk)
    for _ in range(3):
        _do(desk, "replies", body="We look into it. " * 400)
    desk.advance(LONG)
    page = Page(desk, path)
    page.asks()  # the desk's settings are read for all who ask within half a minute
    with metering(Layout.of(template.table())) as meter:
        answer = page.asks()
    assert (answer.status, answer.content) == (204, b"")
    assert 0 < meter.reads <= 1


@both
def test_a_reply_is_shown_once_it_is_out(desk: Desk, asked: Callable[[Desk], str]) -> None:
    page = Page(desk, asked(desk))
    assert page.asks().status == 204
    _do(desk, "replies", body="It is on its way.", status="waiting", undo_seconds=10)
    assert page.asks().status == 204, "it may still be taken back"
    desk.advance(timedelta(seconds=11))
    answer = page.asks()
    assert answer.status == 200
    shown = read(answer.text)
    assert "It is on its way." in shown.one("ol", class_="thread").text
    assert shown.one("span", class_="status waiting").text == "Waiting for your reply"
    assert page.asks().status == 204
    desk.advance(LONG)
    assert page.asks().status == 204


@both
def test_nothing_tells_of_what_the_team_does_among_itself(desk: Desk, asked: Callable[[Desk], str]) -> None:
    page = Page(desk, asked(desk))
    desk.advance(LONG)
    before = page.asks()
    _do(desk, "notes", body="Only for us: amber kettle")
    desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"priority": "high"}, token=desk.admin.token)
    after = page.asks()
    assert (after.status, after.content) == (before.status, before.content) == (204, b"")
    assert after.headers.keys() == before.headers.keys()


def test_what_is_said_on_the_request_it_was_merged_into_is_new_as_well(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"})
    path = submitted(desk, email="maya@example.com")
    _do(desk, "merge", duplicate="TKT-0002")
    desk.advance(LONG)
    page = Page(desk, path)
    assert page.asks().status == 204
    desk.advance(LONG)
    assert page.asks().status == 204
    _do(desk, "replies", body="To both of you.")
    assert "To both of you." in page.asks().text


@pytest.mark.parametrize("mark", ["", "x", "9" * 40, "-1.x", "٣.x", "1.0000", "99999999999.x"])
def test_whatever_a_page_says_that_it_shows_its_reader_gets_what_is_theirs(desk: Desk, mark: str) -> None:
    path = submitted(desk)
    _do(desk, "notes", body="Only for us: amber kettle")
    answer = desk.http("GET", f"{path}/news?shown={mark}")
    assert answer.status == 200
    assert "amber kettle" not in answer.text


def test_a_link_that_opens_nothing_has_no_news(desk: Desk) -> None:
    refused(desk.http("GET", f"/portal/acme/t/1.aaaaaaaa.{'a' * 32}/news?shown=1.x"), 404)
