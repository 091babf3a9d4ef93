"""Times on the customer's page are on their own clock where scripts run, else on the desk's."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.portal_walk import PORTAL, fill, from_elsewhere, send, somebody


@pytest.mark.parametrize(("scripted", "named"), [(True, r"GMT\+9|JST"), (False, r"\(.+\)")])
def test_times_are_on_the_readers_clock_or_else_on_the_desks(open_page: OpenPage, scripted: bool, named: str) -> None:
    page = open_page(java_script_enabled=scripted, timezone_id="Asia/Tokyo", locale="en-GB")
    from_elsewhere(page.context)
    page.goto(PORTAL)
    fill(page, somebody())
    send(page)
    time = page.locator(".facts time")
    expect(time).to_have_text(re.compile(named))
    if scripted:
        at = datetime.fromisoformat(time.get_attribute("datetime") or "").astimezone(ZoneInfo("Asia/Tokyo"))
        expect(time).to_have_text(re.compile(f"{at:%H:%M}"))
