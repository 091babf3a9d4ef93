"""What the widget weighs, gzipped: its launcher, and all that is loaded by opening it."""

from __future__ import annotations

import gzip
import re

import pytest

from chalicelib import assets
from tests.support.desk import Desk

LAUNCHER = "widget/widget.js"
_LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


def _weight(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def _file(name: str) -> bytes:
    return assets.delivered(name, assets.ROOT / name)


def test_the_launcher_keeps_to_its_budget() -> None:
    assert _weight(_file(LAUNCHER)) <= 5_000


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_all_that_opening_loads_keeps_to_its_budget(desk: Desk, language: str) -> None:
    body = {"name": "Shop", "origins": ["https://shop.example", "https://www.shop.example"], "language": language}
    widget = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token).json()
    page = desk.http("GET", f"/widget/{widget['id']}").text
    names = {served: name for name, served in assets.served_names(assets.ROOT).items()}
    loaded = _LOADED.findall(page)
    static = [names[address.removeprefix(assets.PREFIX)] for address in loaded if address.startswith(assets.PREFIX)]
    theme = [address for address in loaded if not address.startswith(assets.PREFIX)]
    assert sorted(static) == ["portal/portal.css", "widget/frame.css", "widget/frame.js"]
    assert len(theme) == 1
    answers = [page, desk.http("GET", theme[0]).text]
    parts = [*map(_file, [LAUNCHER, *static]), *(answer.encode() for answer in answers)]
    assert sum(map(_weight, parts)) <= 15_000
