"""The widget's states, on a page of a shop."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.pictures import Shoot
from tests.browser.portal_walk import from_elsewhere
from tests.browser.widget_host import Host, on_a_page
from tests.support.local_desk import LocalDesk

STYLES = """
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem }
h1 { font-size: 2rem }
"""
TITLE = "The saddle of my order 4711 came with a scratch"
DESCRIPTION = "It is on the left side, about two centimetres long. I can send a picture. Could you send another one?"
ANSWER = (
    "Good morning Vera,\n\nI am sorry about that. A new saddle leaves us **today**; keep the scratched one as a spare."
)
RESOLUTION = "A new saddle was sent on 2 March, at no cost."


def _address(page: Page) -> str:
    """Another customer for each look, since each has one request."""
    return f"vera{abs(hash(page)) % 10**8}@example.com"


def _agent(live: LocalDesk) -> str:
    """The token of somebody with a name."""
    signed_in = live.call("/v1/auth/sign-in", {"email": live.desk["email"], "password": live.desk["password"]})
    token: str = signed_in["access_token"]
    return token


def _opened(host: Host) -> None:
    if host.state() == "closed":
        host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "open")


def _follow(host: Host) -> None:
    host.frame.get_by_role("link", name=re.compile("saddle")).click()
    expect(host.frame.locator(".thread")).to_be_visible()


def from_the_form_to_the_rating(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    from_elsewhere(page.context)
    with on_a_page(page, live) as host:
        host.styles = STYLES
        host.show()
        shoot("closed")
        held = _hold_the_frame_back(page)
        host.bubble.click()
        shoot("opening")
        for route in held:
            route.continue_()
        page.unroute("**/widget/w_*")
        _opened(host)
        expect(host.frame.locator("h1")).to_be_visible()
        shoot("form")
        host.frame.locator("main form button[type=submit]").first.click()
        expect(host.frame.locator(".summary")).to_be_focused()
        _painted(host)
        shoot("field-errors")
        page.route("**/widget/w_*", lambda route: route.abort())
        host.frame.locator("main form button[type=submit]").first.click()
        expect(host.frame.get_by_text("This could not be sent.")).to_be_visible()
        _painted(host)
        shoot("not-sent")
        page.unroute("**/widget/w_*")
        ref = host.send(_address(page), TITLE, DESCRIPTION)
        expect(host.frame.locator(".notice")).to_be_visible()
        shoot("sent")
        host.launcher.locator(".close").click()
        host.reply(ref, ANSWER, _agent(live))
        host.show()
        expect(host.launcher.locator(".badge")).to_have_text("1")
        shoot("unread")
        _opened(host)
        expect(host.frame.locator(".agent")).to_be_visible()
        shoot("thread")
        host.frame.locator("main form button[type=submit]").first.scroll_into_view_if_needed()
        _painted(host)
        shoot("thread-answer")
        _resolve(live, ref)
        host.show()
        _opened(host)
        expect(host.frame.locator("#requests")).to_be_visible()
        shoot("requests")
        _follow(host)
        _painted(host)
        shoot("resolved")
        host.frame.get_by_role("radio", name="Satisfied", exact=True).check()
        host.frame.get_by_role("button", name="Send rating").click()
        expect(host.frame.locator("#comment")).to_be_visible()
        shoot("rating")


def where_it_cannot_be_shown(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    with on_a_page(page, live) as host:
        host.styles = STYLES
        page.route("**/widget/w_*", lambda route: route.abort())
        host.show()
        host.bubble.click()
        expect(host.launcher).to_have_attribute("data-state", "failed")
        shoot("load-failed")
        page.unroute("**/widget/w_*")
        host.show("localhost")
        host.bubble.click()
        expect(host.launcher).to_have_attribute("data-state", "failed")
        shoot("origin-refused")
        host.command("destroy")
        shoot("removed")


def in_other_words(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    with on_a_page(page, live) as host:
        host.styles, host.attributes = STYLES, 'data-lang="de" data-side="left"'
        host.show()
        _opened(host)
        expect(host.frame.locator("h1")).to_be_visible()
        shoot("german-on-the-left")
        page.goto(host.widget["preview_url"])
        shoot("preview")


def _painted(host: Host) -> None:
    """Wait until the frame, which has a process of its own, has drawn what it last did."""
    twice = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    host.frame.locator("html").evaluate(twice)


def _hold_the_frame_back(page: Page) -> list[Route]:
    held: list[Route] = []
    page.route("**/widget/w_*", lambda route: held.append(route))
    return held


def _resolve(live: LocalDesk, ref: str) -> None:
    live.call(f"/v1/acme/tickets/{ref}/resolve", {"resolution": RESOLUTION}, live.desk["api_key"])
    live.call("/_local/settle", {})


JOURNEYS = (from_the_form_to_the_rating, where_it_cannot_be_shown, in_other_words)
