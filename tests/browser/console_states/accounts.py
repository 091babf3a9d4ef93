"""One's own account, and what keeps a member out of a workspace."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from chalicelib.qr import qr_svg
from tests.browser.console import go, sign_in
from tests.browser.console_states.common import CARLA, answered, dialog, named, refused
from tests.support.local_desk import LocalDesk

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODES = [f"ABCD-{number}EFG" for number in range(2340, 2350)]
FACTOR = "**/v1/me/second-factor"
SESSION = {"device": "Firefox on Windows", "network": "198.51.100.7", "method": "factor", "current": False}


def as_if(page: Page, *, others: int = 0, me: dict[str, Any] | None = None, **workspace: Any) -> None:
    """The desk says so of whoever is signed in and their workspace; there are other ones besides."""

    def answer(route: Route) -> None:
        document = route.fetch().json() | (me or {})
        first = document["workspaces"][0]
        more = [first | {"id": f"globex-{number}", "name": f"Globex {number}"} for number in range(1, others + 1)]
        document["workspaces"] = [first | workspace, *more]
        route.fulfill(body=json.dumps(document), content_type="application/json")

    page.route("**/v1/me", answer)


def account(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/account", CARLA)
    expect(page.get_by_text("this browser")).to_be_visible()
    expect(page.get_by_text("Your second factor is o")).to_be_visible()


def enrolment(page: Page, live: LocalDesk) -> None:
    """The password is right, whatever it is; the code of the app isn't."""
    uri = f"otpauth://totp/Workestra%20Tickets:{CARLA}?secret={SECRET}&issuer=Workestra%20Tickets"
    setup = {"secret": SECRET, "uri": uri, "qr_svg": qr_svg(uri, "QR"), "session": "s-1"}
    answered(page, FACTOR, setup, method="POST")
    page.get_by_role("button", name="Set up second factor").click()
    dialog(page).get_by_label("Password").fill("whatever it is")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("img", name="QR code")).to_be_visible()


def settings_account(page: Page, live: LocalDesk) -> None:
    account(page, live)


def settings_account_with_sessions(page: Page, live: LocalDesk) -> None:
    times = {"created_at": "2027-02-02T09:30:00Z", "last_seen_at": "2027-03-01T09:30:00Z"}
    here = {"id": "s_0", **SESSION, **times, "current": True}
    odd = {"id": "s_2", **SESSION, **times, "device": "", "network": "2001:db8:1:2::/64", "method": "password"}
    answered(page, "**/v1/me/sessions", {"items": [here, {"id": "s_1", **SESSION, **times}, odd], "next_cursor": None})
    answered(page, FACTOR, {"on": True, "recovery_codes_left": 7}, method="GET")
    sign_in(page, live, "/console/settings/account", CARLA)
    expect(page.get_by_role("button", name="Sign out: Unknown browser")).to_be_visible()
    expect(page.get_by_text("7 recovery codes left.")).to_be_visible()


def settings_account_switching_off(page: Page, live: LocalDesk) -> None:
    settings_account_with_sessions(page, live)
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("dialog", name="Turn off your second factor?")).to_be_visible()


def settings_account_proving(page: Page, live: LocalDesk) -> None:
    """To sign out another browser takes having proved who one is a while ago."""
    settings_account_with_sessions(page, live)
    refused(page, "**/v1/me/sessions/s_1", 403, "sign_in_again")
    page.get_by_role("button", name="Sign out: Firefox on Windows").click()
    expect(page.get_by_text("confirm that it's you")).to_be_visible()


def settings_account_wrong_password(page: Page, live: LocalDesk) -> None:
    account(page, live)
    errors = [{"field": "current", "message": "This isn't your password."}]
    problem = {"code": "validation_failed", "detail": "This isn't your password.", "errors": errors}
    answered(page, "**/v1/me/password", problem, 422)
    page.get_by_label("Current password").fill("not mine at all")
    page.get_by_label("New password").fill("a few words in a row")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Current password")).to_have_attribute("aria-invalid", "true")


def settings_account_enrolling(page: Page, live: LocalDesk) -> None:
    account(page, live)
    page.get_by_role("button", name="Set up second factor").click()
    expect(dialog(page).get_by_label("Password")).to_be_focused()


def settings_account_app(page: Page, live: LocalDesk) -> None:
    account(page, live)
    enrolment(page, live)


def settings_account_recovery_codes(page: Page, live: LocalDesk) -> None:
    account(page, live)
    enrolment(page, live)
    answered(page, FACTOR, {"recovery_codes": CODES, "access_token": "t", "expires_in": 900}, method="POST")
    dialog(page).get_by_label("Code from the app").fill("123 456")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("listitem")).to_have_count(10)


def settings_account_of_the_company(page: Page, live: LocalDesk) -> None:
    as_if(page, me={"signed_in_by": "sso"})
    sign_in(page, live, "/console/settings/account", CARLA)
    expect(page.get_by_text("It manages your password")).to_be_visible()


def factor_wanted_soon(page: Page, live: LocalDesk) -> None:
    as_if(page, second_factor_by="2027-03-09T09:30:00Z")
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_role("heading", name="Inbox", exact=True)).to_be_visible()
    expect(page.get_by_text("requires a second factor from")).to_be_visible()


def barred_without_factor(page: Page, live: LocalDesk) -> None:
    as_if(page, others=2, barred="second_factor_required", second_factor_by="2027-03-01T09:30:00Z")
    sign_in(page, live, "/console/inbox?workspace=acme", CARLA)
    expect(page.get_by_role("heading", name="Second factor required")).to_be_focused()


def barred_after_recovery(page: Page, live: LocalDesk) -> None:
    as_if(page, barred="second_factor_required")
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_role("button", name="Go on without")).to_be_visible()


def barred_and_enrolling(page: Page, live: LocalDesk) -> None:
    barred_after_recovery(page, live)
    page.get_by_role("button", name="Set up second factor").click()
    expect(dialog(page).get_by_label("Password")).to_be_focused()


def barred_to_the_company(page: Page, live: LocalDesk) -> None:
    as_if(page, barred="sso_required")
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_role("button", name="Continue to your company")).to_be_visible()


def barred_from_the_company(page: Page, live: LocalDesk) -> None:
    as_if(page, barred="unauthenticated")
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_text("no longer accepts your company's sign-in")).to_be_visible()


def settings_sign_in(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/sign-in")
    expect(page.get_by_label("Who needs a second factor")).to_be_visible()


def settings_sign_in_by_company(page: Page, live: LocalDesk) -> None:
    record = {"type": "TXT", "name": "_workestra-tickets.acme.example", "value": "workestra-tickets=a1b2c3d4"}
    shown = {"id": "acme.example", "domain": "acme.example", "state": "shown", "shown_at": "2027-03-02T09:30:00Z"}
    answered(page, "**/acme/mail-domains*", {"items": [shown | {"record": record}], "next_cursor": None})
    settings_sign_in(page, live)
    page.get_by_label("Who needs a second factor").select_option("required")
    page.get_by_label("Sign-in with your company").select_option("required")
    expect(page.get_by_role("checkbox", name="acme.example")).to_be_visible()
    expect(page.get_by_label("Admin who can always sign in by password")).to_be_visible()


def settings_sign_in_without_domain(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/mail-domains*", {"items": [], "next_cursor": None})
    settings_sign_in(page, live)
    page.get_by_label("Sign-in with your company").select_option("offered")
    expect(page.get_by_text("No domain is verified yet.")).to_be_visible()


def members_with_a_factor(page: Page, live: LocalDesk) -> None:
    def answer(route: Route) -> None:
        document = route.fetch().json()
        document["items"][0] |= {"second_factor": True, "sso_linked": True}
        route.fulfill(body=json.dumps(document), content_type="application/json")

    page.route("**/acme/members?*", answer)
    go(page, "/console/settings/keyboard")
    go(page, "/console/settings/members")
    expect(page.get_by_text("SSO", exact=True)).to_be_visible()
    page.get_by_role("listitem").filter(has_text="SSO").get_by_role("button", name="Actions for").click()
    expect(page.get_by_role("menuitem", name="Unlink company account")).to_be_visible()


def signing_a_member_out(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/members")
    page.get_by_role("button", name="Actions for Dmitri Vale").click()
    page.get_by_role("menuitem", name="Sign out everywhere").click()
    expect(page.get_by_role("dialog", name="Sign out everywhere:")).to_be_visible()


SCENES = {
    "own-account": named(
        settings_account,
        settings_account_with_sessions,
        settings_account_switching_off,
        settings_account_proving,
        settings_account_wrong_password,
        settings_account_enrolling,
        settings_account_app,
        settings_account_recovery_codes,
        settings_account_of_the_company,
        factor_wanted_soon,
        barred_without_factor,
        barred_after_recovery,
        barred_and_enrolling,
        barred_to_the_company,
        barred_from_the_company,
    ),
    "sign-in-rules": named(
        settings_sign_in,
        settings_sign_in_by_company,
        settings_sign_in_without_domain,
        members_with_a_factor,
        signing_a_member_out,
    ),
}
