"""Long answers are packed for whoever takes them, and none in which a length would tell what stands in it."""

from __future__ import annotations

import gzip
import importlib
import json
from typing import Any

import pytest

from chalicelib.api.serving import packing
from infra.local.gateway import Gateway
from tests.api.asking import TICKETS, new_ticket
from tests.api.serving.permissions import TABLE, Row
from tests.api.serving.scene import Scene, made
from tests.support.desk import Desk

TAKES = {"accept-encoding": "gzip, deflate, br, zstd"}


@pytest.fixture(scope="module")
def scene(standing_desk: Desk) -> Scene:
    return made(standing_desk)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_what_is_packed_says_the_same_and_what_holds_a_link_or_a_token_is_not(scene: Scene, row: Row) -> None:
    answer = scene.ask(row, "admin", **TAKES)
    secret = "/auth/" in row.path or "{token}" in row.path or "{unknown}" in row.path or "/requests" in row.path
    if answer.headers.get("content-encoding") != "gzip":
        assert "content-encoding" not in answer.headers
        return
    assert not secret or row.right not in ("anybody",)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert len(gzip.decompress(answer.content)) >= packing.LEAST
    assert len(answer.content) < len(gzip.decompress(answer.content))
    if row.method == "GET" and answer.headers["content-type"] == "application/json":
        assert json.loads(gzip.decompress(answer.content)).keys() == scene.ask(row, "admin").json().keys()


def test_a_list_takes_a_tenth_of_its_bytes(scene: Scene) -> None:
    for number in range(30):
        new_ticket(scene.desk, title=f"Checkout {number} returns 502")
    plain, packed = (
        scene.desk.http("GET", f"{TICKETS}?limit=50", token=scene.desk.admin.token, headers=headers)
        for headers in ({}, TAKES)
    )
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 8
    assert packed.headers["cache-control"] == "no-store"
    assert set(packed.headers) - set(plain.headers) == {"content-encoding"}


@pytest.mark.parametrize(
    ("accepted", "packs"),
    [
        ("gzip", True),
        ("GZIP;q=0.1", True),
        ("x-gzip", True),
        ("*", True),
        ("br, *;q=0.5", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzipped", False),
        ("," * 9000, False),
    ],
)
def test_only_who_takes_it_gets_it(scene: Scene, accepted: str, packs: bool) -> None:
    answer = scene.desk.http("GET", "/v1/openapi.json", headers={"accept-encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") == packs
    assert answer.headers["vary"] == "Accept-Encoding"


def test_pages_by_a_link_go_as_they_are_and_the_empty_form_is_packed(scene: Scene) -> None:
    rows = {(row.method, row.path): row for row in TABLE}
    asked = {key: scene.ask(rows[key], "nobody", **TAKES).headers.get("content-encoding") for key in PAGES}
    assert asked == PAGES


PAGES = {
    ("GET", "/portal/{workspace}"): "gzip",
    ("GET", "/portal/{workspace}/find"): "gzip",
    ("GET", "/portal/{workspace}/privacy"): "gzip",
    ("GET", "/widget/{key}"): "gzip",
    ("POST", "/portal/{workspace}"): None,
    ("GET", "/portal/{workspace}/t/{token}"): None,
    ("GET", "/portal/{workspace}/t/{token}/rate"): None,
    ("GET", "/widget/{key}/t/{token}"): None,
    ("POST", "/widget/{key}/requests"): None,
    ("GET", "/account/password/{token}"): None,
    ("POST", "/v1/auth/sign-in"): None,
}


def test_a_session_that_is_opened_is_not_packed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = scene.desk.admin
    monkeypatch.setattr(packing, "LEAST", 100)
    assert "content-encoding" in scene.desk.http("GET", "/v1/me", token=admin.token, headers=TAKES).headers
    signed_in = scene.desk.http(
        "POST", "/v1/auth/sign-in", json={"email": admin.email, "password": admin.password}, headers=TAKES
    )
    assert signed_in.status == 200
    assert len(signed_in.content) > packing.LEAST
    assert "content-encoding" not in signed_in.headers


def test_lambda_hands_over_base64_that_api_gateway_unpacks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    app = importlib.import_module("app").app
    answers: list[dict[str, Any]] = []

    class Watched:
        routes = app.routes

        def __call__(self, event: Any, context: Any) -> Any:
            answers.append(app(event, context))
            return answers[-1]

    gateway = Gateway(app)
    monkeypatch.setattr(gateway, "_app", Watched())
    headers = {"host": "desk.test", "x-origin-secret": scene.desk.secrets["origin"], **TAKES}
    reply = gateway.handle("GET", "/v1/openapi.json", headers, b"")
    assert answers[0]["isBase64Encoded"] is True
    assert isinstance(answers[0]["body"], str)
    assert json.loads(json.dumps(answers[0])) == answers[0]
    assert json.loads(gzip.decompress(reply.body))["openapi"] == "3.1.0"
