"""The agents' console in a browser: signed in, at a place of it."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.assets import ROOT
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

NOT_SIGNED_IN = "the server responded with a status of 401"
BUILT = ROOT / "console" / "dist" / "index.html"


def needs_console() -> None:
    """Skips, or fails where browsers are required, when the console isn't built."""
    if BUILT.is_file():
        return
    missing = "The console is not built (make console)."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def sign_in(page: Page, live: LocalDesk, watch: Watch, path: str = "/console/", email: str = "") -> Page:
    """Open the console at `path` and sign in, as the demo desk's admin or another of its members.

    The first request asks whether the browser is signed in already; that it isn't is no trouble.
    """
    needs_console()
    watch.expect(NOT_SIGNED_IN)
    page.goto(path)
    page.get_by_label("Email address").fill(email or live.desk["email"])
    page.get_by_label("Password", exact=True).fill(live.desk["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Password", exact=True)).to_have_count(0)
    return page


def api(live: LocalDesk, method: str, path: str, content: Any = None) -> Any:
    """What the demo key may do, within the demo workspace: `api(live, "POST", "tickets", {…})`."""
    return live.call(f"/v1/{live.desk['workspace']}/{path}", content, live.desk["api_key"], method)


def new_ticket(live: LocalDesk, title: str = "Invoice twice", **more: Any) -> str:
    """The reference of a ticket made for one test."""
    contact = {"email": "maya@northpier.example", "name": "Maya Osei"}
    made = api(live, "POST", "tickets", {"title": title, "contact": contact, **more})
    return str(made["ref"])
