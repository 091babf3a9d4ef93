"""The widget on somebody else's page: hostile styles, a strict policy, and another origin than the desk's."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.watching import Watch, assert_accessible, axe_findings, in_both_schemes
from tests.browser.widget_host import REFUSED, Host, on_a_page
from tests.support.local_desk import LocalDesk

QUEUE = "window.WorkestraTickets = function() { (WorkestraTickets.q ??= []).push(arguments) };"


@pytest.fixture
def host(page: Page, live: LocalDesk) -> Iterator[Host]:
    with on_a_page(page, live) as made:
        yield made


def address() -> str:
    return f"vera-{uuid.uuid4().hex[:8]}@example.com"


def opened(host: Host) -> None:
    host.show()
    host.open()


def test_a_request_travels_from_the_page_to_an_agent_and_back(host: Host, live: LocalDesk) -> None:
    opened(host)
    ref = host.send(address(), "Checkout from the shop")
    ticket = live.call(f"/v1/acme/tickets/{ref}", token=live.desk["api_key"])
    assert (ticket["title"], ticket["channel"], ticket["source"]) == ("Checkout from the shop", "chat", "widget")
    note = {"body": "Only for us: amber kettle"}
    live.call(f"/v1/acme/tickets/{ref}/notes", note, live.desk["api_key"])
    host.reply(ref, "Please try again now.")

    host.page.reload()
    expect(host.launcher.locator(".badge")).to_be_visible()
    host.bubble.click()
    expect(host.frame.locator(".thread")).to_contain_text("Please try again now.")
    assert "amber kettle" not in host.frame.locator("html").inner_html()
    host.frame.locator("textarea").fill("It works, thank you.")
    host.frame.locator("form button[type=submit]").first.click()
    expect(host.frame.locator(".thread")).to_contain_text("It works, thank you.")


def test_fields_at_fault_are_named_and_what_was_typed_is_kept(host: Host, watch: Watch) -> None:
    watch.expect("status of 422")
    opened(host)
    host.frame.locator('[name="title"]').fill("A title that stays")
    host.frame.locator("main form button[type=submit]").first.click()
    expect(host.frame.locator('[name="email"][aria-invalid="true"]')).to_be_visible()
    expect(host.frame.locator('[name="title"]')).to_have_value("A title that stays")
    expect(host.frame.locator(".summary")).to_be_focused()


def test_an_answer_shows_on_the_button_until_it_is_read(host: Host) -> None:
    opened(host)
    ref = host.send(address(), "Where is my parcel")
    host.launcher.locator(".close").click()
    host.reply(ref, "It is on its way.")
    host.page.reload()
    expect(host.launcher.locator(".badge")).to_have_text("1")
    expect(host.bubble).to_have_attribute("aria-label", re.compile(": 1$"))
    host.bubble.click()
    expect(host.frame.locator(".message:last-child")).to_contain_text("It is on its way.")
    expect(host.frame.locator(".message:last-child")).to_be_in_viewport()
    host.page.reload()
    host.bubble.click()
    expect(host.frame.locator("#requests")).to_be_visible()
    host.launcher.locator(".close").click()
    expect(host.launcher.locator(".badge")).to_be_hidden()


def test_a_visitor_whom_their_site_vouches_for_finds_their_earlier_requests(host: Host, live: LocalDesk) -> None:
    email = address()
    made = {"title": "By telephone", "contact": {"email": email}}
    live.call("/v1/acme/tickets", made, live.desk["api_key"])
    host.show()
    host.command("identify", host.signed(email))
    host.bubble.click()
    host.frame.get_by_role("link", name=re.compile("By telephone")).click()
    expect(host.frame.locator("h1")).to_have_text("By telephone")
    assert email not in host.page.url


@pytest.mark.parametrize("spoilt", [{"exp": 1}, {"aud": "w_00000000000000000000"}])
def test_a_token_that_is_no_good_opens_nothing_and_says_so_to_the_page(
    host: Host, live: LocalDesk, watch: Watch, spoilt: dict[str, object]
) -> None:
    email = address()
    live.call("/v1/acme/tickets", {"title": "By telephone", "contact": {"email": email}}, live.desk["api_key"])
    watch.expect("403")
    host.show()
    heard = host.page.evaluate_handle("({said: new Promise(said => WorkestraTickets('on', 'refused', said))})")
    host.command("identify", host.signed(email, **spoilt))
    heard.evaluate("heard => heard.said.then(() => null)")
    host.bubble.click()
    expect(host.frame.locator("#requests")).to_be_hidden()


def test_a_token_that_opens_once_is_sent_once_however_the_page_hurries(host: Host, live: LocalDesk) -> None:
    email = address()
    live.call("/v1/acme/tickets", {"title": "By telephone", "contact": {"email": email}}, live.desk["api_key"])
    token = host.signed(email, jti=uuid.uuid4().hex)
    host.inline = f"{QUEUE} WorkestraTickets('identify', '{token}'); WorkestraTickets('open');"
    host.show()
    expect(host.frame.get_by_role("link", name=re.compile("By telephone"))).to_be_visible()
    host.frame.get_by_role("link", name=re.compile("By telephone")).click()
    expect(host.frame.locator("h1")).to_have_text("By telephone")


def test_whoever_is_next_in_the_same_browser_finds_nothing_of_who_was_signed_in_before(
    host: Host, live: LocalDesk
) -> None:
    before, after = address(), address()
    for email, title in ((before, "Of the first"), (after, "Of the second")):
        live.call("/v1/acme/tickets", {"title": title, "contact": {"email": email}}, live.desk["api_key"])
    host.show()
    host.command("identify", host.signed(before))
    host.bubble.click()
    host.frame.get_by_role("link", name=re.compile("Of the first")).click()
    expect(host.frame.locator(".thread")).to_be_visible()
    host.frame.locator(".desk").click()
    expect(host.frame.locator("#requests bdi")).to_have_text(["Of the first"])
    host.command("identify", host.signed(after))
    expect(host.frame.locator("#requests bdi")).to_have_text(["Of the second"])
    host.command("identify")
    expect(host.frame.locator("#requests")).to_be_hidden()
    host.page.reload()
    host.bubble.click()
    expect(host.frame.locator("main form").first).to_be_visible()
    expect(host.frame.locator("#requests")).to_be_hidden()


def test_a_prefilled_address_opens_no_earlier_request(host: Host, live: LocalDesk) -> None:
    email = address()
    live.call("/v1/acme/tickets", {"title": "By telephone", "contact": {"email": email}}, live.desk["api_key"])
    host.show()
    host.command("prefill", {"email": email, "title": "Something new"})
    host.bubble.click()
    expect(host.frame.locator('[name="email"]')).to_have_value(email)
    expect(host.frame.locator('[name="title"]')).to_have_value("Something new")
    expect(host.frame.locator("#requests")).to_be_hidden()


def test_commands_given_before_the_script_is_there_are_carried_out(host: Host) -> None:
    host.inline = f"{QUEUE} WorkestraTickets('prefill', {{title: 'Early'}}); WorkestraTickets('open');"
    host.show()
    expect(host.launcher).to_have_attribute("data-state", "open")
    expect(host.frame.locator('[name="title"]')).to_have_value("Early")
    host.command("close")
    expect(host.launcher).to_have_attribute("data-state", "closed")


def test_destroyed_nothing_is_left_and_nothing_comes_back(host: Host) -> None:
    opened(host)
    host.command("destroy")
    expect(host.launcher).to_have_count(0)
    host.command("open")
    expect(host.launcher).to_have_count(0)


def test_pasted_twice_it_is_there_once(host: Host) -> None:
    host.times = 2
    host.show()
    host.page.wait_for_load_state("networkidle")
    expect(host.launcher).to_have_count(1)


def test_hostile_styles_change_nothing_of_it(host: Host) -> None:
    opened(host)
    box = host.bubble.bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (56, 56)
    assert round(box["x"] + box["width"]) == 1440 - 20
    frame = host.launcher.locator("iframe").bounding_box()
    assert frame
    assert frame["width"] > 390


def test_a_browser_that_makes_no_style_sheets_gets_a_style_element_that_the_policy_allows(host: Host) -> None:
    host.inline = "CSSStyleSheet = class { constructor() { throw new TypeError('Illegal constructor') } }"
    host.attributes = 'nonce="x"'
    opened(host)
    box = host.bubble.bounding_box()
    assert box
    assert (round(box["width"]), round(box["x"] + box["width"])) == (56, 1440 - 20)


def test_by_keyboard_it_opens_closes_and_gives_the_focus_back(host: Host) -> None:
    host.show()
    host.bubble.focus()
    host.page.keyboard.press("Enter")
    expect(host.launcher).to_have_attribute("data-state", "open")
    host.frame.locator('[name="name"]').focus()
    host.page.keyboard.press("Escape")
    expect(host.launcher).to_have_attribute("data-state", "closed")
    assert host.page.evaluate("document.activeElement.shadowRoot.activeElement.className") == "bubble"


def test_a_page_that_may_not_show_it_gets_no_frame_and_its_visitor_a_link(
    host: Host, live: LocalDesk, watch: Watch
) -> None:
    watch.expect(*REFUSED)
    host.show("localhost")
    host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "failed")
    link = host.launcher.get_by_role("link")
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").startswith(live.desk["base_url"])
    with host.page.expect_popup() as popup:
        link.click()
    expect(popup.value.locator("main form").first).to_be_visible()


def test_a_frame_that_says_nothing_for_eight_seconds_gives_way_to_a_link(host: Host, watch: Watch) -> None:
    watch.expect("net::ERR", "Failed to load")
    host.page.clock.install()
    waiting: list[Route] = []
    host.page.route("**/widget/w_*", lambda route: route.continue_() if waiting else waiting.append(route))
    host.show()
    with host.page.expect_request("**/widget/w_*"):  # from then on it is waited for
        host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "opening")
    host.page.clock.fast_forward(8_100)
    expect(host.launcher).to_have_attribute("data-state", "failed")
    host.launcher.locator(".again").click()
    expect(host.launcher).to_have_attribute("data-state", "open")


def test_messages_of_others_are_ignored_on_both_sides(host: Host) -> None:
    opened(host)
    key = host.widget["id"]
    host.page.evaluate("key => postMessage({workestra: key, type: 'close'}, '*')", key)
    host.page.evaluate("key => postMessage({workestra: key, type: 'unread', count: 7}, '*')", key)
    host.page.wait_for_timeout(200)
    assert host.state() == "open"
    expect(host.launcher.locator(".badge")).to_be_hidden()
    stranger = host.page.context.new_page()
    stranger.goto(f"{host.live.desk['base_url']}/widget/{key}")
    stranger.evaluate("key => postMessage({workestra: key, type: 'prefill', prefill: {title: 'forged'}}, '*')", key)
    stranger.wait_for_timeout(200)
    expect(stranger.locator('[name="title"]')).to_have_value("")


def test_it_is_accessible_open_and_closed_in_the_light_and_the_dark(host: Host) -> None:
    host.styles = ""
    opened(host)
    within = host.page.frames[-1]
    in_both_schemes(host.page, assert_accessible)
    for scheme in ("light", "dark"):
        host.page.emulate_media(color_scheme=scheme)
        assert axe_findings(within) == []
    host.launcher.locator(".close").click()
    in_both_schemes(host.page, assert_accessible)


SLID_IN = "frame => Promise.all(frame.getRootNode().getAnimations().map(each => each.finished)).then(() => {})"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_it_covers_all_and_nothing_runs_over(
    open_page: Callable[..., Page], live: LocalDesk, width: int
) -> None:
    with on_a_page(open_page(**{**PHONE, "viewport": {"width": width, "height": 700}}), live) as host:
        _covers_all(host, width)


def _covers_all(host: Host, width: int) -> None:
    host.styles = ""
    opened(host)
    host.launcher.locator("iframe").evaluate(SLID_IN)
    frame = host.launcher.locator("iframe").bounding_box()
    assert frame
    assert (frame["x"], frame["y"]) == (0, 0)
    assert (round(frame["width"]), round(frame["height"])) == (width, 700)
    overflow = host.frame.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    assert overflow <= 0
    expect(host.bubble).to_be_hidden()


def test_it_stands_where_the_page_wants_it_and_speaks_its_language(host: Host) -> None:
    host.attributes = 'data-side="left" data-lang="de"'
    opened(host)
    box = host.bubble.bounding_box()
    assert box
    assert round(box["x"]) == 20
    expect(host.bubble).to_have_attribute("aria-label", "Schließen")
    expect(host.frame.locator("html")).to_have_attribute("lang", "de")


def test_a_key_that_was_deleted_shows_nothing_any_more(host: Host, watch: Watch) -> None:
    watch.expect("404", "frame-ancestors", "Content Security Policy", "chrome-error", "X-Frame-Options")
    assert host.delete() == 204
    host.show()
    host.bubble.click()
    expect(host.launcher).to_have_attribute("data-state", "failed")


def test_on_a_page_that_is_written_from_the_right_it_stands_on_the_left(host: Host) -> None:
    host.inline = "document.documentElement.dir = 'rtl'"
    opened(host)
    for part in (host.bubble, host.launcher.locator(".panel")):
        box = part.bounding_box()
        assert box
        assert round(box["x"]) == 20
