"""Signing in, and what stands in its way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import fill_sign_in, needs_console, sign_in
from tests.browser.console_states.common import answered, named, refused, with_more
from tests.support.local_desk import LocalDesk


def signing_in(page: Page, live: LocalDesk) -> None:
    needs_console()
    page.goto("/console/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def wrong_password(page: Page, live: LocalDesk) -> None:
    refused(page, "**/auth/sign-in", 401, "bad_credentials")
    fill_sign_in(page, live)
    expect(page.get_by_role("alert")).to_be_visible()


def forgotten_password(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Forgot your password?").click()
    expect(page.get_by_role("button", name="Send link")).to_be_visible()


def link_mailed(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/forgot-password", {})
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_text("emailed you a link")).to_be_visible()


def first_password(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "new_password_required", "session": "s-1"})
    fill_sign_in(page, live)
    expect(page.get_by_label("New password")).to_be_focused()


def code_of_the_authenticator(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "mfa", "session": "s-1"})
    fill_sign_in(page, live)
    expect(page.get_by_label("Code from your authenticator app")).to_be_focused()


def recovery_code(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Use a recovery code instead").click()
    errors = [{"field": "recovery_code", "message": "This recovery code isn't right, or was used before."}]
    problem = {"code": "validation_failed", "detail": errors[0]["message"], "errors": errors}
    answered(page, "**/auth/challenge", problem, 422)
    page.get_by_label("Recovery code").fill("ABCD-2345")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Recovery code")).to_have_attribute("aria-invalid", "true")


def company_asked_for(page: Page, live: LocalDesk) -> None:
    page.goto("/console/")
    page.evaluate("localStorage.removeItem('workestra.workspace')")
    page.reload()
    page.get_by_role("button", name="Sign in with your company").click()
    expect(page.get_by_label("Workspace")).to_be_focused()


def company_unknown(page: Page, live: LocalDesk) -> None:
    page.get_by_label("Workspace").fill("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Workspace")).to_have_attribute("aria-invalid", "true")


def company_refused(page: Page, live: LocalDesk) -> None:
    page.goto("/console/?workspace=acme&sign_in_problem=sso_not_verified")
    expect(page.get_by_role("alert").first).to_contain_text("unverified at your company")


def desk_unreachable(page: Page, live: LocalDesk) -> None:
    page.route("**/auth/refresh", lambda route: route.abort())
    page.goto("/console/")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def member_of_nothing(page: Page, live: LocalDesk) -> None:
    with_more(page, "**/v1/me", workspaces=[])
    sign_in(page, live)
    expect(page.get_by_text("aren't a member of any workspace")).to_be_visible()


SCENES = {
    "sign-in": named(
        signing_in,
        wrong_password,
        forgotten_password,
        link_mailed,
        first_password,
        code_of_the_authenticator,
        recovery_code,
        company_asked_for,
        company_unknown,
        company_refused,
        desk_unreachable,
        member_of_nothing,
    ),
}
