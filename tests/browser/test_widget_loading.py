"""What the widget asks for, and when: closed, opened, and for a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal_walk import PIXEL, file_of
from tests.browser.widget_host import Host, on_a_page
from tests.support.local_desk import LocalDesk

BIG = PIXEL + b"x" * 6_000_000


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        yield made


@pytest.fixture
def asked(host: Host) -> list[str]:
    """The paths of the desk that are asked for, without the digests of their names."""
    paths: list[str] = []

    def note(url: str) -> None:
        if url.startswith(host.live.desk["base_url"]):
            paths.append(re.sub(r"\.[0-9a-f]{8,}\.", ".", urlsplit(url).path))

    host.page.on("request", lambda request: note(request.url))
    return paths


def test_before_it_is_opened_it_asks_for_its_script_and_nothing_else(host: Host, asked: list[str]) -> None:
    host.show()
    host.page.wait_for_timeout(500)
    assert asked == ["/static/widget/widget.js"]


def test_opening_it_asks_for_the_page_its_styles_and_its_script_once_and_coming_back_for_nothing(
    host: Host, asked: list[str]
) -> None:
    host.show()
    asked.clear()
    host.open()
    host.page.wait_for_load_state("networkidle")
    frame = f"/widget/{host.widget['id']}"
    files = ["/static/portal/portal.css", "/static/widget/frame.css", "/static/widget/frame.js"]
    assert sorted(asked) == [*files, frame, f"{frame}/theme.css"]
    host.command("close")
    asked.clear()
    host.command("open")
    expect(host.launcher).to_have_attribute("data-state", "open")
    host.page.wait_for_load_state("networkidle")
    assert asked == []


def test_a_file_larger_than_a_form_takes_goes_along_from_the_frame(
    host: Host, asked: list[str], tmp_path: Path
) -> None:
    host.show()
    host.open()
    expect(host.frame.locator(".attach .hint")).to_contain_text("25 MB")
    expect(host.frame.locator(".attach .hint")).not_to_contain_text("4 MB")
    assert "/static/portal/attach.js" not in asked
    host.frame.locator("#files").set_input_files(file_of(tmp_path, "film of it.png", BIG))
    expect(host.frame.locator(".kept")).to_contain_text("film of it.png")
    expect(host.frame.locator(".kept progress")).to_have_count(0)
    host.send("vera@example.com", "A scratch, seen on a film")
    expect(host.frame.locator(".files li")).to_contain_text("film of it.png")
    assert asked.count("/static/portal/attach.js") == 1
