"""Every state of the widget, looked at by axe in the light and the dark: the page with the launcher, and the frame."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.watching import Watch, assert_accessible, axe_findings, in_both_schemes
from tests.browser.widget_host import REFUSED, Host, on_a_page
from tests.support.local_desk import LocalDesk


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        made.styles = ""
        page.emulate_media(reduced_motion="reduce")
        yield made


def _looked_at(host: Host) -> None:
    """Nothing to find on the page, nor in the frame if it is there."""

    def check(page: Page) -> None:
        assert_accessible(page)
        for frame in page.frames[1:]:
            findings = axe_findings(frame)
            assert not findings, json.dumps(findings, indent=1)

    in_both_schemes(host.page, check)


def _open(host: Host) -> None:
    host.show()
    host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "open")
    expect(host.frame.locator("h1")).to_be_visible()


def _follow(host: Host) -> None:
    host.frame.get_by_role("link", name=re.compile("A scratched saddle")).click()
    expect(host.frame.locator(".thread")).to_be_visible()


def test_from_the_button_to_the_rating(host: Host, live: LocalDesk, watch: Watch) -> None:
    watch.expect("status of 422")
    host.show()
    _looked_at(host)
    _open(host)
    _looked_at(host)
    host.frame.locator("main form button[type=submit]").first.click()
    expect(host.frame.locator(".summary")).to_be_focused()
    _looked_at(host)
    ref = host.send(f"vera-{uuid.uuid4().hex[:8]}@example.com", "A scratched saddle")
    _looked_at(host)
    host.launcher.locator(".close").click()
    host.reply(ref, "A **new one** leaves us today.")
    host.show()
    expect(host.launcher.locator(".badge")).to_have_text("1")
    _looked_at(host)
    host.bubble.click()
    expect(host.frame.locator(".agent")).to_be_visible()
    _looked_at(host)
    live.call(f"/v1/acme/tickets/{ref}/resolve", {"resolution": "A new saddle was sent."}, live.desk["api_key"])
    live.call("/_local/settle", {})
    _open(host)
    _follow(host)
    _looked_at(host)
    host.frame.get_by_role("radio", name="Satisfied", exact=True).check()
    host.frame.get_by_role("button", name="Send rating").click()
    expect(host.frame.locator("#comment")).to_be_visible()
    _looked_at(host)


def test_while_it_opens(host: Host) -> None:
    held: list[Route] = []
    host.page.route("**/widget/w_*", lambda route: held.append(route))
    host.show()
    host.bubble.click()
    expect(host.launcher.get_by_role("status")).to_be_visible()
    in_both_schemes(host.page, assert_accessible)
    for route in held:
        route.continue_()
    expect(host.launcher).to_have_attribute("data-state", "open")


def test_where_it_is_refused_and_where_it_was_removed(host: Host, watch: Watch) -> None:
    watch.expect(*REFUSED)
    host.show("localhost")
    host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "failed")
    in_both_schemes(host.page, assert_accessible)
    host.command("destroy")
    in_both_schemes(host.page, assert_accessible)
