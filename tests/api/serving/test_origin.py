"""Nobody reaches the app past CloudFront, how long a refusal takes tells nothing of the secret, and each host serves
what is its own."""

from __future__ import annotations

import hmac
import importlib
from typing import Any

import pytest

from chalicelib.config import settings
from infra.local.gateway import Gateway
from tests.api.asking import problem, submitted
from tests.support.desk import Answer, Desk


def _ask(headers: dict[str, str]) -> int:
    app = importlib.import_module("app").app
    return Gateway(app).handle("GET", "/health", {"host": "desk.test", **headers}, b"").status


@pytest.mark.parametrize("guess", [None, "", "guess", "geheimnis-ß-\udce9"])
def test_whoever_does_not_show_the_secret_is_refused(desk: Desk, guess: str | None) -> None:
    assert _ask({} if guess is None else {"x-origin-secret": guess}) == 403
    assert _ask({"x-origin-secret": desk.secrets["origin"][:-1]}) == 403
    assert _ask({"x-origin-secret": desk.secrets["origin"]}) == 200


def test_the_secret_is_compared_whole_wherever_a_guess_goes_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Any, Any]] = []
    same = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return same(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    _ask({"x-origin-secret": "guess"})
    assert (desk.secrets["origin"].encode(), b"guess") in compared


def _at(desk: Desk, host: str, path: str, method: str = "GET") -> Answer:
    return desk.http(method, path, headers={"host": host}, token=desk.admin.token)


def test_each_host_serves_what_is_its_own_and_of_the_other_s_there_is_nothing(desk: Desk) -> None:
    token = submitted(desk).rpartition("/")[2]
    served = {"console": set[str](), "portal": set[str]()}
    for path, methods in importlib.import_module("app").app.routes.items():
        address = path.format_map(_Places(workspace="acme", token=token))
        portal = path.startswith(("/portal", "/widget"))
        served["portal" if portal else "console"].add(path)
        other = "desk.test" if portal else "help.test"
        for method in set(methods) - {"HEAD"}:
            if path != "/":
                problem(_at(desk, other, address, method), 404, "not_found")
                problem(_at(desk, other.upper(), address, method), 404, "not_found")
    assert {"/portal/{workspace}", "/widget/{key}"} <= served["portal"]
    assert {"/docs", "/mcp/{workspace}", "/v1/{workspace}/tickets", "/account/password/{token}"} <= served["console"]
    for host, path in (("help.test", "/portal/acme"), ("desk.test", "/docs"), ("desk.test", "/v1/acme/tickets")):
        assert _at(desk, host, path).status == 200


def test_a_desk_with_one_address_for_both_serves_all_of_it_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib import bootstrap

    monkeypatch.setenv("PORTAL_URL", "http://desk.test")
    settings.cache_clear()
    bootstrap.desk.cache_clear()
    assert [_at(desk, "desk.test", path).status for path in ("/portal/acme", "/docs")] == [200, 200]


class _Places(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return "none"
