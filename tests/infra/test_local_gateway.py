"""The gateway must bring requests to the app and answers back as API Gateway does."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.local import template
from infra.local.gateway import BODY_LIMIT, Gateway, LocalReply, behind_cloudfront
from tests.support.stand_in import StandIn


@pytest.fixture
def gateway() -> Gateway:
    return Gateway(StandIn(()).app)


def seen(reply: LocalReply) -> Any:
    assert reply.status == 200, reply
    return json.loads(reply.body)


def code(reply: LocalReply) -> str:
    content = json.loads(reply.body)
    assert content.keys() == {"type", "title", "status", "detail", "code", "errors"}
    assert content["status"] == reply.status
    assert dict(reply.headers)["Content-Type"] == "application/problem+json"
    found: str = content["code"]
    return found


def test_path_query_and_body_arrive(gateway: Gateway) -> None:
    got = seen(gateway.handle("PUT", "/things/a%2Fb?x=1&x=%C3%A9&empty=", {"content-type": "text/plain"}, b"body"))
    assert got["route"] == "/things/{thing}"
    assert got["parameters"] == {"thing": "a%2Fb"}
    assert got["query"] == {"x": ["1", "é"], "empty": [""]}
    assert got["body"] == "body"


def test_a_fixed_path_goes_before_a_parameter_and_a_trailing_slash_does_not_matter(gateway: Gateway) -> None:
    assert seen(gateway.handle("GET", "/things/fixed/", {}, b""))["route"] == "/things/fixed"
    assert seen(gateway.handle("GET", "/things/", {}, b""))["route"] == "/things"


@pytest.mark.parametrize("path", ["/nothing", "/", "", "/things//", "/things/a/b", "//[", "/%zz%"])
def test_an_unknown_address_is_not_found(gateway: Gateway, path: str) -> None:
    reply = gateway.handle("GET", path, {}, b"")
    assert (reply.status, code(reply)) == (404, "not_found")


def test_a_method_the_address_does_not_take_is_refused_with_those_it_takes(gateway: Gateway) -> None:
    reply = gateway.handle("DELETE", "/things", {}, b"")
    assert (reply.status, code(reply)) == (405, "method_not_allowed")
    assert dict(reply.headers)["Allow"] == "GET, HEAD, POST"


def test_a_body_over_ten_megabytes_is_refused_and_one_of_ten_is_not(gateway: Gateway) -> None:
    kind = {"content-type": "text/plain"}
    assert seen(gateway.handle("POST", "/things", kind, b"x" * BODY_LIMIT))["length"] == BODY_LIMIT
    reply = gateway.handle("POST", "/things", kind, b"x" * (BODY_LIMIT + 1))
    assert (reply.status, code(reply)) == (413, "too_large")


@pytest.mark.parametrize("kind", ['multipart/form-data; boundary="x"', "application/json; charset=utf-8", "text/plain"])
def test_a_body_that_is_not_to_be_mended_arrives_byte_by_byte(gateway: Gateway, kind: str) -> None:
    every_byte = bytes(range(256))
    got = seen(gateway.handle("POST", "/things", {"content-type": kind}, every_byte))
    assert got["body"].encode("latin-1") == every_byte[:200]
    assert got["length"] == 256


def test_where_text_is_told_from_binary_what_is_no_utf_8_is_mended(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "binary_types", lambda: ["application/json"])
    got = seen(gateway.handle("POST", "/things?x=%FF", {"content-type": "text/plain"}, b"\xff"))
    assert got["length"] == len("\ufffd".encode())
    assert got["query"] == {"x": ["\ufffd"]}


def test_repeated_headers_of_an_answer_stay_repeated(gateway: Gateway) -> None:
    reply = gateway.handle("GET", "/things", {}, b"")
    assert [value for name, value in reply.headers if name == "Set-Cookie"] == ["a=1", "b=2"]


def test_requests_at_the_same_time_keep_apart(gateway: Gateway) -> None:
    def ask(number: int) -> tuple[str, Any]:
        return str(number), seen(gateway.handle("GET", f"/things/{number}?n={number}", {"x-n": str(number)}, b""))

    with ThreadPoolExecutor(8) as pool:
        for number, got in pool.map(ask, range(200)):
            assert got["parameters"] == {"thing": number}
            assert got["query"] == {"n": [number]}
            assert got["headers"]["x-n"] == number


def test_cloudfront_adds_secret_host_and_address_and_lets_nobody_forge_the_first_two() -> None:
    sent = {"x-origin-secret": "guess", "x-viewer-host": "guess", "accept": "*/*", "host": "desk.test"}
    ours = {"x-origin-secret": "secret", "x-viewer-host": "desk.test", "x-viewer-address": "203.0.113.9"}
    assert behind_cloudfront(sent, "secret", "203.0.113.9") == {"accept": "*/*", "host": "desk.test"} | ours


@pytest.mark.parametrize(
    ("headers", "viewer"),
    [
        ({"cloudfront-viewer-address": "198.51.100.1:4711"}, "198.51.100.1"),
        ({"cloudfront-viewer-address": "2001:db8::7:4711"}, "2001:db8::7"),
        ({"x-viewer-address": "198.51.100.2"}, "198.51.100.2"),
        ({"cloudfront-viewer-address": "nonsense"}, "127.0.0.1"),
    ],
)
def test_a_test_may_speak_from_another_address(headers: dict[str, str], viewer: str) -> None:
    assert behind_cloudfront(headers, "s", "127.0.0.1")["x-viewer-address"] == viewer
