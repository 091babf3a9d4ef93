"""Nobody reaches the app past CloudFront, and how long a refusal takes tells nothing of the secret."""

from __future__ import annotations

import hmac
import importlib
from typing import Any

import pytest

from infra.local.gateway import Gateway
from tests.support.desk import Desk


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
