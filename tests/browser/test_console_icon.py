"""The console's icon on a phone's home screen."""

from __future__ import annotations

from itertools import starmap

from playwright.sync_api import Browser, Page

from tests.browser.console import needs_console
from tests.browser.guide_pictures import points_of
from tests.browser.touch_icon import ICON, SIDE, drawn
from tests.support.local_desk import LocalDesk

NEAR = 24
"""How much the brightness of a point may differ: browsers smooth edges each in their own way."""


def test_the_icon_of_the_home_screen_is_the_tab_s_with_its_colour_to_the_edges(browser: Browser) -> None:
    width, height, kept = points_of(ICON.read_bytes())
    _, _, anew = points_of(drawn(browser))
    assert (width, height) == (SIDE, SIDE)
    assert kept[0] == kept[-1] == (0x3B, 0x5B, 0xDB)
    assert sum(starmap(_differ, zip(kept, anew, strict=True))) < len(kept) / 100


def test_a_phone_finds_the_icon(page: Page, live: LocalDesk) -> None:
    needs_console()
    page.goto("/console/")
    href = page.locator("link[rel=apple-touch-icon]").get_attribute("href")
    assert href
    answer = page.request.get(href)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body() == ICON.read_bytes()


def _differ(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return max(abs(first - second) for first, second in zip(one, other, strict=True)) > NEAR
