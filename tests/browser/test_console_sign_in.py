"""Signing in to the console, and what belongs to whoever did: colours, language, workspaces, signing out."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.browser.console import fill_sign_in, needs_console, new_ticket, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

UNAUTHORIZED = "the server responded with a status of 401"


def test_after_signing_in_one_is_where_the_address_led(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Linked from a mail")
    fill_sign_in(page, live, f"/console/tickets/{ref}")
    expect(page.get_by_role("heading", name="Linked from a mail")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Linked from a mail")).to_be_visible()
    expect(page).to_have_title(re.compile(rf"(^|\) ){ref} Linked from a mail · Acme Support$"))


def test_nobody_is_asked_for_anything_else_than_the_sign_in(page: Page) -> None:
    needs_console()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/console/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert [url.partition("/v1/")[2] for url in asked if "/v1/" in url] == ["auth/refresh"]


def test_a_wrong_password_is_said_and_the_address_kept(page: Page, watch: Watch) -> None:
    needs_console()
    watch.expect(UNAUTHORIZED)
    page.goto("/console/")
    page.get_by_label("Email address").fill("nobody@acme.example")
    page.get_by_label("Password").fill("wrong horse battery 8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Incorrect email or password.")
    expect(page.get_by_label("Email address")).to_have_value("nobody@acme.example")


def answers(page: Page, *documents: dict[str, object]) -> list[dict[str, object]]:
    """The next answers to signing in and its challenges; gives what was sent. The local user pool has no challenges."""
    waiting, sent = list(documents), list[dict[str, object]]()

    def answer(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(body=json.dumps(waiting.pop(0)), content_type="application/json")

    page.route(re.compile("/v1/auth/(sign-in|challenge)"), answer)
    return sent


def test_a_first_password_and_a_code_are_asked_for_one_after_the_other(page: Page, live: LocalDesk) -> None:
    needs_console()
    tokens = live.call("/v1/auth/sign-in", {"email": "carla@acme.example", "password": live.desk["password"]})
    first = {"challenge": "new_password_required", "session": "s-1"}
    second = {"challenge": "mfa", "session": "s-2"}
    sent = answers(page, first, second, tokens)
    fill_sign_in(page, live, email="carla@acme.example")
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
    expect(page.get_by_label("New password")).to_be_focused()
    page.keyboard.type(" my own 12 words ")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code from your authenticator app")).to_be_focused()
    page.keyboard.type("123 456 ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Carla Nunes's account")).to_be_visible()
    assert [(one["session"], one["answer"]) for one in sent[1:]] == [("s-1", " my own 12 words "), ("s-2", "123 456")]


def test_a_forgotten_password_is_helped_with_whether_or_not_the_address_is_known(page: Page, live: LocalDesk) -> None:
    needs_console()
    page.goto("/console/")
    page.get_by_label("Email address").fill("ben@acme.example")
    page.get_by_role("button", name="Forgot your password?").click()
    expect(page.get_by_label("Email address")).to_have_value("ben@acme.example")
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("status")).to_contain_text("we've emailed you a link to set a new password")
    live.call("/_local/settle", {})
    page.get_by_role("button", name="Back to sign-in").click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_colours_and_language_are_chosen_and_kept(page: Page, live: LocalDesk) -> None:
    sign_in(page, live)
    account = page.get_by_role("button", name="Ana K.'s account")
    account.click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert (
        page.evaluate("getComputedStyle(document.body).colorScheme || document.documentElement.dataset.theme") == "dark"
    )
    account.press("ArrowDown")
    expect(page.get_by_role("menuitemradio", name="System")).to_be_focused()
    page.keyboard.type("deu")
    page.get_by_role("menuitemradio", name="Deutsch").press("Enter")
    expect(page.get_by_role("link", name="Nicht zugewiesen").first).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de"
    page.reload()
    expect(page.get_by_role("link", name="Nicht zugewiesen").first).to_be_visible()


def test_signing_out_leaves_nothing_behind(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 401")  # to what was asked for a moment before
    fill_sign_in(page, live, email="ben@acme.example")
    page.get_by_role("button", name="Ben Ito's account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_another_workspace_is_a_press_away_and_nothing_of_the_first_stays(page: Page, live: LocalDesk) -> None:
    """The demo desk has one workspace: the second is the first under another name."""

    def with_another(route: Route) -> None:
        document = route.fetch().json()
        document["workspaces"].append(document["workspaces"][0] | {"id": "globex", "name": "Globex Help"})
        route.fulfill(body=json.dumps(document), content_type="application/json")

    asked: list[str] = []
    page.route("**/v1/me", with_another)
    page.route(
        "**/v1/globex/**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(
                body=json.dumps({"items": [], "next_cursor": None, "unread": 0}), content_type="application/json"
            ),
        ),
    )
    ref = new_ticket(live, "Only here")
    sign_in(page, live, "/console/tickets?tab=open")
    expect(page.get_by_text(ref, exact=True)).to_be_visible()
    page.get_by_role("button", name="Workspace: Acme Support").click()
    page.get_by_role("menuitemradio", name="Globex Help").click()
    expect(page.get_by_role("button", name="Workspace: Globex Help")).to_be_visible()
    expect(page.get_by_text(ref)).to_have_count(0)
    assert any("/v1/globex/tickets" in url for url in asked)
    page.reload()
    expect(page.get_by_role("button", name="Workspace: Globex Help")).to_be_visible()
