"""Who a site says its visitor is: what is believed, and what is not."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.settings.widgets import ORIGIN as ORIGINS_ARE
from chalicelib.domain.settings.widgets import checked_origins
from tests.support.desk import Answer, Desk

ORIGIN = "https://shop.example"


def _widget(desk: Desk) -> dict[str, Any]:
    body = {"name": "Shop", "origins": [ORIGIN]}
    made: dict[str, Any] = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token).json()
    return made


def _token(widget: dict[str, Any], algorithm: str = "HS256", **more: Any) -> str:
    claims = {"aud": widget["id"], "exp": int(time.time()) + 600, "email": "maya@example.com", "name": "Maya"} | more
    secret = "" if algorithm == "none" else widget["secret"]
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, secret, algorithm)


def _ask(desk: Desk, widget: dict[str, Any], proof: str) -> Answer:
    return desk.http("POST", f"/widget/{widget['id']}/requests", form={"proof": proof})


def test_a_vouched_for_visitor_finds_their_requests_and_a_pass_for_the_next_pages(desk: Desk) -> None:
    widget = _widget(desk)
    made = {"title": "Checkout returns 502", "contact": {"email": "maya@example.com"}}
    assert desk.http("POST", "/v1/acme/tickets", json=made, token=desk.admin.token).status == 201
    for _ in range(2):
        found = _ask(desk, widget, _token(widget)).json()
        assert [request["title"] for request in found["requests"]] == ["Checkout returns 502"]
    again = _ask(desk, widget, found["person"]["proof"]).json()
    assert again["requests"] == found["requests"]
    page = desk.http("GET", f"/widget/{widget['id']}/t/{found['requests'][0]['token']}")
    assert page.status == 200
    assert f"frame-ancestors {ORIGIN};" in page.headers["content-security-policy"]


def test_their_own_requests_are_told_from_those_that_they_hold_links_of(desk: Desk) -> None:
    widget = _widget(desk)
    for email in ("maya@example.com", "sam@example.com"):
        made = {"title": f"Of {email}", "contact": {"email": email}}
        assert desk.http("POST", "/v1/acme/tickets", json=made, token=desk.admin.token).status == 201
    own = _ask(desk, widget, _token(widget)).json()["requests"][0]["token"]
    other = _ask(desk, widget, _token(widget, email="sam@example.com")).json()["requests"][0]["token"]
    form = {"proof": _token(widget), "tokens": f"{other} {own} {other[:-1]} nonsense"}
    found = desk.http("POST", f"/widget/{widget['id']}/requests", form=form).json()
    assert [(one["title"], one["own"]) for one in found["requests"]] == [
        ("Of maya@example.com", True),
        ("Of sam@example.com", False),
    ]
    nobody = desk.http("POST", f"/widget/{widget['id']}/requests", form={"tokens": own}).json()
    assert (nobody["person"], [one["own"] for one in nobody["requests"]]) == (None, [False])


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": 1},
        {"exp": 4_000_000_000},
        {"exp": None},
        {"exp": float("inf")},
        {"exp": "soon"},
        {"aud": "w_00000000000000000000"},
        {"aud": None},
        {"email": None},
        {"email": ["maya@example.com"]},
        {"email": "maya"},
        {"algorithm": "none"},
        {"algorithm": "HS384"},
    ],
)
def test_a_token_with_anything_wrong_opens_nothing(desk: Desk, wrong: dict[str, Any]) -> None:
    widget = _widget(desk)
    assert _ask(desk, widget, _token(widget, **wrong)).status == 403


def test_a_token_with_an_id_opens_once(desk: Desk) -> None:
    widget = _widget(desk)
    token = _token(widget, jti="one")
    assert [_ask(desk, widget, token).status for _ in range(2)] == [200, 403]


def test_a_renewed_secret_ends_the_tokens_and_the_passes_of_the_one_before(desk: Desk) -> None:
    widget = _widget(desk)
    token = _token(widget)
    passed = _ask(desk, widget, token).json()["person"]["proof"]
    path = f"/v1/acme/widgets/{widget['id']}/secret"
    kept = desk.http("POST", path, json={"keep_previous": True}, token=desk.admin.token)
    assert kept.status == 200
    assert [_ask(desk, widget, proof).status for proof in (token, passed)] == [200, 200]
    assert desk.http("POST", path, json={}, token=desk.admin.token).status == 200
    assert [_ask(desk, widget, proof).status for proof in (token, passed)] == [403, 403]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/", "https://*.example", "http://a.example", "https://a b", "null", "https://a;b", "0",
        "https://a.example:0", "https://a.example:65536", "https://-a.example", "http://localhost.a.example",
        "https://a..example", "ftp://a.example",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(DeskError):
        checked_origins([text])


ORIGINS = {
    " HTTPS://Shop.Example ": "https://shop.example",
    "https://shop.example:443": "https://shop.example",
    "https://shop.example:65535": "https://shop.example:65535",
    "https://xn--bcher-kva.example:8443": "https://xn--bcher-kva.example:8443",
    "https://[2001:db8::1]": "https://[2001:db8::1]",
    "http://localhost:80": "http://localhost",
    "http://shop.localhost:3000": "http://shop.localhost:3000",
    "http://127.0.0.1:3000": "http://127.0.0.1:3000",
    "http://[::1]": "http://[::1]",
}


@pytest.mark.parametrize(("given", "kept"), ORIGINS.items())
def test_an_origin_is_kept_as_browsers_write_it(given: str, kept: str) -> None:
    assert checked_origins([given]) == (kept,)


@given(st.from_regex(ORIGINS_ARE, fullmatch=True))
def test_all_that_the_api_says_of_origins_is_taken(text: str) -> None:
    assert checked_origins([text]) == checked_origins(checked_origins([text]))


@pytest.mark.parametrize(
    ("signed", "sent", "told"),
    [
        ("maya@example.com", "Maya@Example.com", "signed"),
        ("noor@example.com", "maya@example.com", "form"),
        ("", "maya@example.com", "form"),
    ],
)
def test_whom_the_site_vouches_for_has_asked_for_themselves_alone(
    desk: Desk, signed: str, sent: str, told: str
) -> None:
    widget = _widget(desk)
    proof = _ask(desk, widget, _token(widget, email=signed)).json()["person"]["proof"] if signed else ""
    form = {"email": sent, "name": "M", "title": "x", "description": "y", "type": "support_ticket", "nonce": "n" * 32}
    assert desk.http("POST", f"/widget/{widget['id']}", form={**form, "proof": proof}).status == 303
    ticket = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()
    assert (ticket["requester"]["reason"], ticket["requester_verified"]) == (told, told == "signed")
