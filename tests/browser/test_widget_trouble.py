"""The widget among enemies: foreign messages, forged visitors, and sites that take it away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import jwt
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.console import token_of
from tests.browser.watching import Watch, assert_accessible, in_both_schemes
from tests.browser.widget_host import Host, on_a_page
from tests.support.local_desk import LocalDesk

_HEARD = """([key, origin, ours]) => {
  const frame = document.querySelector("workestra-tickets").shadowRoot.querySelector("iframe").contentWindow;
  const data = {workestra: key, type: "close"};
  dispatchEvent(new MessageEvent("message", {data, origin, source: ours ? frame : window}));
}"""


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        made.show()
        yield made


@pytest.mark.parametrize(
    ("origin", "ours", "after"),
    [("https://evil.example", True, "open"), ("", False, "open"), ("", True, "closed")],
    ids=["foreign origin", "foreign source", "its own frame"],
)
def test_the_launcher_believes_its_own_frame_on_the_desks_origin_and_nobody_else(
    host: Host, origin: str, ours: bool, after: str
) -> None:
    host.open()
    host.page.evaluate(_HEARD, [host.widget["id"], origin or host.live.desk["base_url"], ours])
    assert host.state() == after


def test_what_a_page_of_another_key_says_is_not_for_this_one(host: Host) -> None:
    host.open()
    host.page.evaluate(_HEARD, ["w_00000000000000000000", host.live.desk["base_url"], True])
    assert host.state() == "open"


def _forged(host: Host, email: str) -> str:
    claims = jwt.decode(host.signed(email), options={"verify_signature": False})
    return jwt.encode(claims, "wis_not-the-secret-of-this-widget-at-all", "HS256")


def _unsigned(host: Host, email: str) -> str:
    claims = jwt.decode(host.signed(email), options={"verify_signature": False})
    return jwt.encode(claims, "", "none")


def _of_another_widget(host: Host, email: str) -> str:
    new = {"name": f"Other {uuid.uuid4().hex}", "origins": ["https://other.example"]}
    other = host.live.call("/v1/acme/widgets", new, token_of(host.live, host.live.desk["email"]))
    claims = jwt.decode(host.signed(email), options={"verify_signature": False})
    return jwt.encode(claims, other["secret"], "HS256")


@pytest.mark.parametrize("made", [_forged, _unsigned, _of_another_widget])
def test_who_is_vouched_for_by_nobody_finds_no_earlier_request(
    host: Host, watch: Watch, made: Callable[[Host, str], str]
) -> None:
    watch.expect("403")
    email = f"vera-{uuid.uuid4().hex[:8]}@example.com"
    ticket = {"title": "By telephone", "contact": {"email": email}}
    host.live.call("/v1/acme/tickets", ticket, host.live.desk["api_key"])
    heard = host.page.evaluate_handle("({said: new Promise(said => WorkestraTickets('on', 'refused', said))})")
    host.command("identify", made(host, email))
    host.open()
    heard.evaluate("heard => heard.said.then(() => null)")
    expect(host.frame.locator("#requests")).to_be_hidden()
    expect(host.frame.locator('[name="email"]')).to_have_value("")


def test_taken_out_of_the_page_while_open_it_comes_back_with_its_form(host: Host) -> None:
    host.open()
    host.launcher.evaluate("launcher => launcher.remove()")
    expect(host.frame.locator('[name="title"]')).to_be_visible()
    assert host.state() == "open"
    box = host.bubble.bounding_box()
    assert box
    assert round(box["x"] + box["width"]) == 1440 - 20  # over a body that is turned and filtered


def test_destroyed_it_leaves_no_frame_no_listener_and_no_focus_and_may_be_started_again(host: Host) -> None:
    host.open()
    frame = host.launcher.locator("iframe").element_handle()
    host.page.evaluate("() => { window.told = []; WorkestraTickets('on', 'close', () => told.push('close')) }")
    host.command("destroy")
    assert not frame.evaluate("frame => frame.isConnected || frame.contentWindow !== null")
    host.page.keyboard.press("Escape")
    host.page.evaluate("key => postMessage({workestra: key, type: 'close'}, '*')", host.widget["id"])
    for command in ("open", "close", "identify", "prefill", "destroy"):
        host.command(command, {})
    assert host.page.evaluate("told") == []
    assert host.page.evaluate("document.documentElement.children.length") == 2
    assert host.page.evaluate("document.activeElement === document.body")
    src = host.page.locator("script[data-key]").get_attribute("src")
    host.page.evaluate(
        """([src, key]) => {
          const script = document.createElement("script");
          Object.assign(script, {src, nonce: "x"}).dataset.key = key;
          document.body.append(script);
        }""",
        [src, host.widget["id"]],
    )
    expect(host.bubble).to_be_visible()
    host.open()


def test_nothing_moves_for_whoever_wants_no_motion(host: Host) -> None:
    moves = "panel => getComputedStyle(panel).animationName"
    host.open()
    assert host.launcher.locator(".panel").evaluate(moves) == "come"
    host.page.emulate_media(reduced_motion="reduce")
    assert host.launcher.locator(".panel").evaluate(moves) == "none"


def test_on_a_phone_the_keyboard_stays_in_it_and_on_a_desktop_it_does_not(
    open_page: Callable[..., Page], live: LocalDesk
) -> None:
    with on_a_page(open_page(**PHONE), live) as phone:
        phone.show()
        phone.open()
        expect(phone.launcher.locator(".panel")).to_have_attribute("aria-modal", "true")
        phone.launcher.locator(".close").focus()
        phone.page.keyboard.press("Tab")
        phone.page.keyboard.press("Shift+Tab")
        assert phone.page.evaluate(_FOCUSED) in ("close", "IFRAME")
        phone.launcher.locator(".close").focus()
        phone.page.keyboard.press("Shift+Tab")
        assert phone.page.evaluate(_FOCUSED) == "IFRAME"
        assert phone.frame.locator('[name="title"]').evaluate("field => getComputedStyle(field).fontSize") == "16px"


_FOCUSED = """() => {
  const inside = document.activeElement.shadowRoot?.activeElement;
  return inside ? inside.className || inside.tagName : document.activeElement.tagName;
}"""


def test_focus_goes_into_the_form_and_comes_back_to_whatever_opened_it(host: Host) -> None:
    own = host.page.locator("#own")
    own.focus()
    host.command("open")
    expect(host.launcher).to_have_attribute("data-state", "open")
    expect(host.launcher.locator(".panel")).to_have_attribute("aria-modal", "false")
    host.page.wait_for_function(f"({_FOCUSED})() === 'IFRAME'")
    host.page.keyboard.press("Escape")
    expect(host.launcher).to_have_attribute("data-state", "closed")
    expect(own).to_be_focused()


def _count(host: Host, title: str) -> int:
    """How many requests there are of that title."""
    found = host.live.call("/v1/acme/tickets?limit=100", token=host.live.desk["api_key"])["items"]
    return [one["title"] for one in found].count(title)


@pytest.mark.parametrize("arrives", [True, False], ids=["its answer is lost", "it never arrives"])
def test_a_form_that_is_lost_on_its_way_keeps_what_was_typed_and_is_sent_once_in_the_end(
    host: Host, watch: Watch, arrives: bool
) -> None:
    watch.expect("net::ERR", "Failed to load")

    def cut(route: Route) -> None:
        if route.request.method != "POST" or route.request.url.endswith("/requests"):
            return route.fallback()
        if arrives:
            route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    title = f"A saddle with a scratch {uuid.uuid4().hex[:8]}"
    typed = {"name": "Maya Osei", "email": "maya@northpier.example", "title": title, "description": "It is long."}
    host.open()
    for name, value in typed.items():
        host.frame.locator(f'[name="{name}"]').fill(value)
    host.page.route("**/widget/w_*", cut)
    button = host.frame.locator("main form button[type=submit]").first
    button.click()
    expect(host.frame.get_by_role("alert")).to_contain_text("This could not be sent. Your text is still here")
    in_both_schemes(host.page, lambda page: assert_accessible(page.frames[-1]))
    for name, value in typed.items():
        expect(host.frame.locator(f'[name="{name}"]')).to_have_value(value)
    host.page.unroute("**/widget/w_*", cut)
    button.click()
    expect(host.frame.locator("html[data-notice=created]")).to_be_attached()
    assert _count(host, title) == 1
    host.page.route("**/widget/w_*/t/*/replies", cut)
    host.frame.locator("textarea").fill("And one thing more.")
    host.frame.locator("main form button[type=submit]").first.click()
    expect(host.frame.get_by_role("alert")).to_be_visible()
    expect(host.frame.locator("textarea")).to_have_value("And one thing more.")


def test_a_page_that_is_lost_on_its_way_gives_way_to_a_message_and_comes_back(host: Host, watch: Watch) -> None:
    watch.expect("net::ERR", "Failed to load")
    host.open()
    host.page.context.set_offline(True)
    host.frame.get_by_role("link", name="Find your requests").click()
    expect(host.launcher).to_have_attribute("data-state", "failed")
    expect(host.launcher.locator(".note")).to_contain_text("The form could not be loaded.")
    host.page.context.set_offline(False)
    host.launcher.locator(".again").click()
    expect(host.launcher).to_have_attribute("data-state", "open")
    expect(host.frame.locator("h1")).to_be_visible()


def test_whoever_begins_to_listen_late_is_told_that_it_is_ready(host: Host) -> None:
    listen = "when => WorkestraTickets('on', 'ready', () => document.querySelector('main').append(`heard ${when}.`))"
    host.page.evaluate(listen, "in time")
    host.open()
    expect(host.page.locator("main")).to_contain_text("heard in time.")
    host.page.evaluate(listen, "late")
    expect(host.page.locator("main")).to_contain_text("heard late.")
