"""The watch on pages itself: what it is there to see, it sees."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.watching import Watch, assert_accessible, axe_findings, in_both_schemes


def test_a_violated_policy_a_fault_and_a_console_error_are_seen(page: Page, watch: Watch) -> None:
    page.goto("/portal/acme")
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))")
    page.evaluate("console.error('something odd')")
    page.evaluate("setTimeout(() => { throw new Error('a fault') })")
    page.wait_for_timeout(100)
    for text in ("style-src", "something odd", "a fault"):
        assert any(text in trouble for trouble in watch.troubles), watch.troubles
    watch.expect("style-src", "Content Security Policy", "something odd", "a fault")


def test_reaching_out_is_seen(page: Page, watch: Watch) -> None:
    page.route("https://elsewhere.example/**", lambda route: route.abort())
    page.goto("/portal/acme")
    page.evaluate("fetch('https://elsewhere.example/x').catch(() => 0)")
    page.evaluate("new Image().src = 'https://elsewhere.example/pixel'")
    assert watch.troubles
    watch.expect("elsewhere.example", "Content Security Policy")


def test_the_accessibility_check_finds_an_unnamed_field(page: Page) -> None:
    page.goto("/portal/acme")
    in_both_schemes(page, assert_accessible)
    page.evaluate("document.querySelector('form').append(document.createElement('input'))")
    assert "label" in [finding["rule"] for finding in axe_findings(page)]
