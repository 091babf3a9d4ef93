"""Accounts in the console: second factor, password, where one is signed in, the company's sign-in, and leaving."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import conversation_there, fill_sign_in, go, needs_console, new_ticket
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk
from tests.support.totp import Authenticator

ANA, BEN, CARLA, DMITRI = (f"{name}@acme.example" for name in ("ana", "ben", "carla", "dmitri"))
REFUSED = "the server responded with a status of"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    """A desk of its own: passwords and second factors are changed in it."""
    started = LocalDesk(tmp_path_factory.mktemp("accounts"), quick=True)
    yield started
    started.stop()


def token(live: LocalDesk, email: str) -> str:
    signed_in = live.call("/v1/auth/sign-in", {"email": email, "password": live.desk["password"]})
    return str(signed_in["access_token"])


def enrolled(live: LocalDesk, email: str) -> dict[str, Any]:
    """Have somebody set up a second factor elsewhere; their recovery codes, and a token."""
    begun = token(live, email)
    setup = live.call("/v1/me/second-factor", {"password": live.desk["password"]}, begun)
    code = Authenticator(setup["secret"]).code()
    answer: dict[str, Any] = live.call("/v1/me/second-factor", {"session": setup["session"], "code": code}, begun)
    return answer


@contextmanager
def strict(live: LocalDesk) -> Iterator[Callable[..., None]]:
    """Whoever changes how members sign in has a second factor meanwhile: the rules hold for them, too."""
    admin = str(enrolled(live, ANA)["access_token"])

    def rules(**changes: Any) -> None:
        live.call("/v1/acme/sign-in-rules", changes, admin, "PATCH")

    try:
        yield rules
    finally:
        rules(second_factor="optional")
        live.call("/v1/me/second-factor", None, admin, "DELETE")


def account_of(page: Page, name: str) -> None:
    """Wait until the desk is open for somebody."""
    expect(page.get_by_role("button", name=f"{name}'s account")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="'s account").click()
    page.get_by_role("menuitem", name="Sign out").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_second_factor_is_set_up_by_keyboard_and_asked_for_from_then_on(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    fill_sign_in(page, live, "/console/settings/account", BEN)
    expect(page.get_by_text("Your second factor is off.")).to_be_visible()
    page.get_by_role("button", name="Set up second factor").press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_label("Password")).to_be_focused()
    watch.expect(f"{REFUSED} 422")
    page.keyboard.type("not my password")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("This isn't your password.")).to_be_visible()
    dialog.get_by_label("Password").fill(live.desk["password"])
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    app = Authenticator(dialog.locator(".key code").inner_text().replace(" ", ""))
    code = dialog.get_by_label("Code from the app")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    code.fill("000000")
    page.keyboard.press("Enter")
    expect(code).to_have_attribute("aria-invalid", "true")
    right = app.code()
    code.fill(f"{right[:3]} {right[3:]}")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("listitem")).to_have_count(10)
    codes = dialog.get_by_role("listitem").all_inner_texts()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("listitem")).to_have_count(10)
    with page.expect_download() as downloading:
        dialog.get_by_role("button", name="Download as text").press("Enter")
    downloaded = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert downloaded.splitlines()[2:] == codes
    assert BEN in downloaded
    dialog.get_by_role("button", name="I have kept them").press("Enter")
    expect(page.get_by_text("Your second factor is on. 10 recovery codes left.")).to_be_visible()

    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    fill_sign_in(page, live, email=BEN)
    expect(page.get_by_label("Code from your authenticator app")).to_be_focused()
    watch.expect(f"{REFUSED} 4")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong").filter(has_text=re.compile(r"\w"))).to_be_visible()
    page.get_by_label("Code from your authenticator app").fill(app.code())
    page.keyboard.press("Enter")
    account_of(page, "Ben Ito")


def test_without_the_phone_a_recovery_code_lets_one_in_and_on(page: Page, live: LocalDesk, watch: Watch) -> None:
    codes = enrolled(live, CARLA)["recovery_codes"]
    ref = new_ticket(live, "To be gone on with")
    watch.expect(f"{REFUSED} 422")
    fill_sign_in(page, live, f"/console/tickets/{ref}", CARLA)
    press(page, "Use a recovery code instead")
    field = page.get_by_label("Recovery code")
    field.fill("ABCD-2345")
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(codes[3].lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Set up your second factor again")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name="Set up your second factor again")).to_be_visible()
    press(page, "Go on without")
    expect(page.get_by_role("heading", name="To be gone on with")).to_be_visible()
    go(page, "/console/settings/account")
    expect(page.get_by_text("Your second factor is off.")).to_be_visible()


def test_a_workspace_that_requires_it_gives_time_and_then_leads_to_setting_it_up(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    with strict(live) as rules:
        rules(second_factor="required", grace_days=7)
        fill_sign_in(page, live, "/console/inbox", DMITRI)
        banner = page.get_by_role("status").filter(has_text="requires a second factor from")
        expect(banner).to_contain_text("Acme Support")
        banner.get_by_role("link", name="Set it up").click()
        expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
        rules(grace_days=0)
        watch.expect(f"{REFUSED} 403")
        go(page, "/console/inbox")
        expect(page.get_by_role("heading", name="Second factor required")).to_be_focused()
        expect(page.get_by_role("button", name="Go on without")).to_have_count(0)
        press(page, "Set up second factor")
        dialog = page.locator("dialog[open]")
        dialog.get_by_label("Password").fill(live.desk["password"])
        page.keyboard.press("Enter")
        app = Authenticator(dialog.locator(".key code").inner_text().replace(" ", ""))
        dialog.get_by_label("Code from the app").fill(app.code())
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("listitem")).to_have_count(10)
        press(page, "I have kept them")
        expect(page.get_by_role("heading", name="Inbox", exact=True)).to_be_visible()
        expect(banner).to_have_count(0)


def by_company(page: Page, name: str) -> None:
    """At the company's own page, say who one is."""
    page.get_by_role("button", name=re.compile(name)).click()


def offer(live: LocalDesk, sso: str) -> None:
    live.call(f"/_local/sign-on?sso={sso}", {})


def test_the_company_lets_one_in_where_one_was_going(page: Page, live: LocalDesk, watch: Watch) -> None:
    offer(live, "offered")
    try:
        needs_console()
        watch.expect(f"{REFUSED} 404")
        page.goto("/console/settings/account")
        press(page, "Sign in with your company")
        page.get_by_label("Workspace").fill("nowhere")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Workspace")).to_have_attribute("aria-invalid", "true")
        page.get_by_label("Workspace").fill("Acme ")
        page.keyboard.press("Enter")
        by_company(page, "Eve Elsewhere")
        expect(page.get_by_role("alert").first).to_contain_text("does not accept the email address")
        expect(page).to_have_url(re.compile(r"/console/\?workspace=acme$"))
        press(page, "Sign in with your company")
        expect(page.get_by_label("Workspace")).to_have_value("acme")
        page.keyboard.press("Enter")
        by_company(page, "Nia Newton")
        account_of(page, "Nia Newton")
        expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
        expect(page.get_by_text("You sign in with your company.")).to_be_visible()
        expect(page.get_by_text("Company", exact=True)).to_be_visible()
    finally:
        offer(live, "off")


def test_who_is_barred_without_the_company_goes_there_and_comes_back_to_what_they_wrote(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    ref = new_ticket(live, "Behind the company's door")
    watch.expect(f"{REFUSED} 403", f"{REFUSED} 401", f"{REFUSED} 404")  # the company's page has no icon
    try:
        fill_sign_in(page, live, f"/console/tickets/{ref}", CARLA)
        page.get_by_role("textbox", name="Reply to the customer").fill("Begun before the door was shut")
        offer(live, "required")
        go(page, "/console/inbox")
        expect(page.get_by_role("heading", name="Sign in with your company")).to_be_focused()
        page.go_back()
        press(page, "Continue to your company")
        by_company(page, "Carla Nunes")
        field = page.get_by_role("textbox", name="Reply to the customer")
        expect(field).to_have_value("Begun before the door was shut")
        live.call("/v1/acme/members/" + member_id(live, CARLA) + "/sign-out", None, token(live, ANA), "POST")
        go(page, "/console/settings/labels")
        again = page.get_by_role("dialog", name="Sign in")
        expect(again).to_contain_text("Drafts are kept.")
        again.get_by_role("button", name="Continue").click()
        by_company(page, "Carla Nunes")
        expect(page.get_by_role("heading", name="Labels")).to_be_visible()  # no list, with labels of the same name
        expect(page.get_by_text("Billing", exact=True)).to_be_visible()
        go(page, f"/console/tickets/{ref}")
        expect(field).to_have_value("Begun before the door was shut")
    finally:
        offer(live, "off")


def member_id(live: LocalDesk, email: str) -> str:
    items = live.call("/v1/acme/members", None, live.desk["api_key"], "GET")["items"]
    return next(str(one["id"]) for one in items if one["email"] == email)


def test_admins_say_how_members_sign_in_and_sign_one_out(page: Page, live: LocalDesk, watch: Watch) -> None:
    offer(live, "off")
    fill_sign_in(page, live, "/console/settings/sign-in", ANA)
    page.get_by_label("Who needs a second factor").select_option("required")
    page.get_by_label("Days to set it up").fill("30")
    page.get_by_label("Sign-in with your company").select_option("offered")
    secret = page.get_by_label("Client secret")
    expect(page.get_by_label("Redirect URI")).to_have_value(f"{live.desk['base_url']}/v1/auth/sso/callback")
    expect(secret).to_have_value("")
    expect(page.get_by_text("One is set. Leave empty to keep it.")).to_be_visible()
    page.get_by_role("checkbox", name="acme.example").uncheck()
    watch.expect(f"{REFUSED} 422")
    press(page, "Save")
    expect(page.get_by_role("group", name="Email domains").locator(".wrong")).to_be_visible()
    page.get_by_role("checkbox", name="acme.example").check()
    page.get_by_label("Admin who can always sign in by password").select_option("Ana K.")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("requires a second factor from")).to_be_visible()
    page.get_by_label("Who needs a second factor").select_option("optional")
    page.get_by_label("Sign-in with your company").select_option("off")
    press(page, "Save")
    expect(page.get_by_text("requires a second factor from")).to_have_count(0)
    go(page, "/console/settings/members")
    row = page.get_by_role("listitem").filter(has_text="Ben Ito")
    expect(row.get_by_text("second factor")).to_be_visible()
    row.get_by_role("button", name="Actions for Ben Ito").click()
    page.get_by_role("menuitem", name="Sign out everywhere").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_text("Ben Ito has to sign in again.")).to_be_visible()
    go(page, "/console/settings/audit")
    expect(page.get_by_text("Sign-in rules changed").first).to_be_visible()


def test_another_browser_is_signed_out_at_once(open_page: OpenPage, live: LocalDesk, watch: Watch) -> None:
    here, there = open_page(), open_page()
    fill_sign_in(there, live, "/console/settings/keyboard", ANA)
    account_of(there, "Ana K.")
    fill_sign_in(here, live, "/console/settings/account", ANA)
    listed = here.get_by_role("list", name="Where you are signed in")
    expect(listed.get_by_text("this browser")).to_have_count(1)
    before = listed.get_by_role("listitem").count()
    assert before >= 2
    listed.get_by_role("button", name="Sign out: Chrome on Linux").first.click()
    expect(listed.get_by_role("listitem")).to_have_count(before - 1)
    expect(here.get_by_role("heading", name="Where you are signed in")).to_be_focused()
    if before > 2:
        press(here, "Sign out everywhere else")
        here.get_by_role("dialog").get_by_role("button", name="Sign out everywhere else").click()
    expect(listed.get_by_role("listitem")).to_have_count(1)
    expect(here.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)
    watch.expect(f"{REFUSED} 401")
    go(there, "/console/settings/labels")
    expect(there.get_by_role("dialog", name="Sign in").get_by_label("Password", exact=True)).to_be_focused()


def test_the_password_is_changed_by_who_knows_it_and_other_browsers_are_out(
    open_page: OpenPage, live: LocalDesk, watch: Watch
) -> None:
    here, there = open_page(), open_page()
    watch.expect(f"{REFUSED} 422", f"{REFUSED} 401")
    fill_sign_in(there, live, "/console/settings/keyboard", CARLA)
    account_of(there, "Carla Nunes")
    fill_sign_in(here, live, "/console/settings/account", CARLA)
    here.get_by_label("Current password").fill("not my password")
    here.get_by_label("New password").fill("nine green herons fly north")
    here.keyboard.press("Enter")
    expect(here.get_by_label("Current password")).to_have_attribute("aria-invalid", "true")
    here.get_by_label("Current password").fill(live.desk["password"])
    here.get_by_label("New password").fill("password1234")
    here.keyboard.press("Enter")
    expect(here.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
    here.get_by_label("New password").fill("nine green herons fly north")
    here.keyboard.press("Enter")
    expect(here.get_by_text("Password changed.")).to_be_visible()
    expect(here.get_by_label("Current password")).to_have_value("")
    go(here, "/console/settings/labels")
    expect(here.get_by_role("button", name="Edit: Billing")).to_have_count(0)
    expect(here.get_by_text("Billing", exact=True)).to_be_visible()
    go(there, "/console/settings/labels")
    again = there.get_by_role("dialog", name="Sign in")
    again.get_by_label("Password", exact=True).fill("nine green herons fly north")
    there.keyboard.press("Enter")
    expect(again).to_have_count(0)
    expect(there.get_by_text("Billing", exact=True)).to_be_visible()


def wants_proof(page: Page, url: re.Pattern[str]) -> list[str]:
    """As if somebody proved who they are long ago: until they do it again. Gives what was asked for."""
    tried: list[str] = []
    proved = [False]

    def answer(route: Route) -> None:
        tried.append(route.request.method)
        if proved[0]:
            return route.fallback()
        problem = {"code": "sign_in_again", "detail": "Sign in again to do this.", "errors": []}
        return route.fulfill(status=403, body=json.dumps(problem), content_type="application/problem+json")

    page.route(url, answer)
    page.on("response", lambda got: proved.__setitem__(0, proved[0] or (got.url.endswith("/sign-in") and got.ok)))
    return tried


def test_what_wants_a_fresh_sign_in_asks_for_it_and_is_done_then(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect(f"{REFUSED} 403")
    live.call("/v1/auth/sign-in", {"email": ANA, "password": live.desk["password"]})
    fill_sign_in(page, live, "/console/settings/account", ANA)
    listed = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    expect(listed.nth(1)).to_be_visible()
    before = listed.count()
    tried = wants_proof(page, re.compile("/v1/me/sessions/"))
    end = page.get_by_role("button", name="Sign out:").first
    end.click()
    dialog = page.get_by_role("dialog", name="Sign in")
    expect(dialog).to_contain_text("confirm that it's you")
    press(page, "Cancel")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="Sign in again to do this.")).to_be_visible()
    expect(listed).to_have_count(before)
    end.click()
    expect(dialog.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(live.desk["password"])
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(listed).not_to_have_count(before)
    assert tried == ["DELETE", "DELETE", "DELETE"]


def test_what_was_written_and_not_sent_goes_with_its_writer(page: Page, live: LocalDesk) -> None:
    kept = "Object.keys(localStorage).filter(name => /draft|new\\./.test(name))"
    ref = new_ticket(live, "Not for the next one's eyes")
    fill_sign_in(page, live, f"/console/tickets/{ref}", ANA)
    conversation_there(page)
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Internal note").fill("He is always late with his money.")
    sign_out(page)
    asked = page.get_by_role("dialog", name="Sign out?")
    expect(asked).to_contain_text("1 unsent draft on this device will be deleted.")
    asked.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("textbox", name="Internal note")).to_have_value("He is always late with his money.")
    beside = page.context.new_page()
    beside.goto("/console/inbox")
    account_of(beside, "Ana K.")
    sign_out(page)
    asked.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(beside.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate(kept) == []
    page.evaluate(
        "store => localStorage.setItem(...store)",
        ["workestra.draft.acme.m_former.TKT-0001", json.dumps({"mode": "note", "at": 9e12})],
    )
    fill_sign_in(page, live, f"/console/tickets/{ref}", ANA)
    account_of(page, "Ana K.")
    assert page.evaluate(kept) == []
