"""The widget on sites that draw their pages themselves, and throw out what they don't know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import Watch
from tests.browser.widget_host import Host, on_a_page
from tests.browser.widget_sites import react, tag, turbo
from tests.support.local_desk import LocalDesk

OURS = "Drawn by React"
MISMATCH = ("error #418", "error #423", "error #425")
"""How React says that the server's page is another than its own, and that it draws it anew."""


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        yield made


@pytest.mark.parametrize("version", [18, 19])
@pytest.mark.parametrize("first", ["widget", "react"])
def test_a_page_that_react_draws_anew_keeps_its_button(host: Host, watch: Watch, version: int, first: str) -> None:
    watch.expect(*MISMATCH)
    react(host, version, "Drawn by a server", tag(host) if first == "widget" else "")
    host.page.goto(f"http://127.0.0.1:{host.port}/")
    if first == "widget":
        expect(host.bubble).to_be_visible()
    host.page.evaluate("() => { hydrate() }")
    expect(host.page.locator("h1")).to_have_text(OURS)
    if first == "react":
        host.page.evaluate(
            "html => document.head.append(document.createRange().createContextualFragment(html))", tag(host)
        )
    host.open()
    expect(host.frame.locator("main form").first).to_be_visible()
    expect(host.launcher).to_have_count(1)


@pytest.mark.parametrize("version", [18, 19])
def test_it_is_no_reason_for_react_to_draw_a_page_anew(host: Host, version: int) -> None:
    react(host, version, OURS, tag(host))
    host.page.goto(f"http://127.0.0.1:{host.port}/")
    expect(host.bubble).to_be_visible()
    body = host.page.locator("h1").element_handle()
    host.page.evaluate("() => { hydrate() }")
    host.page.wait_for_function("h1 => Object.keys(h1).some(name => name.startsWith('__reactFiber'))", arg=body)
    assert body.evaluate("h1 => h1.isConnected")


@pytest.mark.parametrize("browser_is", ["new", "old"])
def test_what_turbo_swaps_the_body_of_keeps_the_conversation_open_and_one_button(
    host: Host, watch: Watch, browser_is: str
) -> None:
    if browser_is == "old":
        watch.expect("Failed to execute 'postMessage'")  # the frame loads anew, and is told again once it is there
        host.page.add_init_script("delete Element.prototype.moveBefore; delete HTMLElement.prototype.showPopover")
    turbo(host)
    host.page.goto(f"http://127.0.0.1:{host.port}/")
    host.open()
    host.send("vera@example.com", "A bell that is silent")
    host.frame.locator("textarea").fill("It rang once.")
    for heading in ("Bells", "Bicycles"):
        host.page.get_by_role("link", name=heading).click()
        expect(host.page.locator("h1")).to_have_text(heading)
        expect(host.frame.locator("h1")).to_have_text("A bell that is silent")
        if browser_is == "new":
            expect(host.frame.locator("textarea")).to_have_value("It rang once.")
        expect(host.launcher).to_have_count(1)
    host.bubble.click()
    host.page.go_back()
    expect(host.page.locator("h1")).to_have_text("Bells")
    expect(host.bubble).to_be_visible()
    expect(host.launcher).to_have_count(1)
    host.open()
    expect(host.frame.locator("h1")).to_have_text("A bell that is silent")
