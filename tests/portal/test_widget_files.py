"""The widget's own files are small."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

_STATIC = Path(__file__).parents[2] / "portal_static"
_LAUNCHER = ("widget/widget.js",)
_OPENED = (*_LAUNCHER, "widget/frame.js", "widget/frame.css", "portal/portal.css")


@pytest.mark.parametrize(("files", "most"), [(_LAUNCHER, 5_000), (_OPENED, 13_000)])
def test_the_launcher_and_all_it_opens_keep_to_their_budget(files: tuple[str, ...], most: int) -> None:
    """In bytes as gzip makes them; 2,000 of the 15,000 are left to the page itself."""
    assert sum(len(gzip.compress((_STATIC / file).read_bytes(), 9)) for file in files) <= most
