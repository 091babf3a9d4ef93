"""The portal's pages under a widget's key: who may show them, and what a preview of them does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import FORM, TICKETS, walked
from tests.api.portal import stored
from tests.support.desk import Answer, Desk

ORIGINS = ["https://shop.example", "http://localhost:3000"]


@pytest.fixture
def widget(desk: Desk) -> dict[str, Any]:
    body = {"name": "Shop", "origins": ORIGINS, "language": "de"}
    made = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token)
    assert made.status == 201, made.text
    document: dict[str, Any] = made.json()
    return document


def _ancestors(answer: Answer) -> str:
    policy = answer.headers["content-security-policy"]
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors "))


def test_only_the_origins_of_its_key_may_show_the_frame(desk: Desk, widget: dict[str, Any]) -> None:
    answer = desk.http("GET", f"/widget/{widget['id']}")
    assert answer.status == 200
    assert _ancestors(answer) == f"frame-ancestors {' '.join(ORIGINS)}"


def test_a_preview_is_for_the_console_alone_and_stays_one_whatever_is_pressed(
    desk: Desk, widget: dict[str, Any]
) -> None:
    shown = desk.http("GET", widget["preview_url"].removeprefix("http://help.test"))
    assert _ancestors(shown) == "frame-ancestors http://desk.test"
    assert "<script" not in shown.text
    for address in (f'action="/widget/{widget["id"]}?preview=1"', 'href="?preview=1&amp;lang=fr"'):
        assert address in shown.text
    chosen = desk.http("GET", f"/widget/{widget['id']}?preview=1&lang=fr").text
    assert f'action="/widget/{widget["id"]}?preview=1&amp;lang=fr"' in chosen


def test_what_is_sent_in_a_preview_is_checked_and_never_kept(desk: Desk, widget: dict[str, Any]) -> None:
    path, before = f"/widget/{widget['id']}?preview=1", stored(desk)
    wrong = desk.http("POST", path, form=FORM | {"email": "maya"})
    assert (wrong.status, _ancestors(wrong)) == (422, "frame-ancestors http://desk.test")
    assert 'id="email-error"' in wrong.text
    good = desk.http("POST", path, form=FORM)
    assert (good.status, _ancestors(good)) == (200, "frame-ancestors http://desk.test")
    assert "Das war eine Vorschau" in good.text
    desk.settle()
    assert stored(desk) == before
    assert desk.sent == []


def test_the_word_preview_makes_nobodys_page_of_a_request_the_consoles(desk: Desk, widget: dict[str, Any]) -> None:
    sent = desk.http("POST", f"/widget/{widget['id']}", form=FORM)
    assert sent.status == 303
    path = sent.headers["location"].removeprefix("http://help.test").partition("?")[0]
    page = desk.http("GET", f"{path}?preview=1")
    assert (page.status, _ancestors(page)) == (200, f"frame-ancestors {' '.join(ORIGINS)}")
    said = desk.http("POST", f"{path}/replies?preview=1", form={"body": "And one thing more."})
    assert said.status == 303
    assert "And one thing more." in desk.http("GET", path).text
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
