"""Signing in and out, and staying signed in."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import fill_sign_in, sign_in
from tests.browser.console_states.common import CARLA, answered
from tests.browser.console_writes.common import LOST, Write, button, filled, pressed, seen, words
from tests.support.local_desk import LocalDesk

AUTH = "**/v1/auth/**"


def signing_in(page: Page, live: LocalDesk) -> None:
    page.goto("/console/")
    page.get_by_label("Email address").fill(CARLA)
    page.get_by_label("Password", exact=True).fill(live.desk["password"])


def code_asked_for(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "mfa", "session": "s-1"})
    answered(page, "**/auth/challenge", {"challenge": "new_password_required", "session": "s-2"})
    fill_sign_in(page, live)
    page.get_by_label("Code from your authenticator app").fill("123 456")


def password_forgotten(page: Page, live: LocalDesk) -> None:
    page.goto("/console/")
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_label("Email address").fill(CARLA)


def at_work(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/keyboard", CARLA)


def really_signed_in(page: Page, live: LocalDesk) -> None:
    fill_sign_in(page, live, "/console/settings/keyboard", CARLA)
    expect(button("Carla Nunes's account")(page)).to_be_visible()


def loaded_again(page: Page) -> None:
    page.reload()


def signed_out(page: Page) -> None:
    page.get_by_role("button", name="'s account").click()
    page.get_by_role("menuitem", name="Sign out").click()


WRITES: dict[str, Write] = {
    "sign-in": Write(
        "POST /v1/auth/sign-in",
        signing_in,
        pressed("Sign in"),
        filled("Email address", CARLA),
        seen(button("Carla Nunes's account")),
        (LOST, 429, 500),
        AUTH,
    ),
    "challenge": Write(
        "POST /v1/auth/challenge",
        code_asked_for,
        pressed("Sign in"),
        filled("Code from your authenticator app", "123 456"),
        seen(words("Choose your own password")),
        (LOST, 429, 500),
        AUTH,
    ),
    "forgotten": Write(
        "POST /v1/auth/forgot-password",
        password_forgotten,
        pressed("Send link"),
        filled("Email address", CARLA),
        seen(words("emailed you a link")),
        (LOST, 429, 500),
        AUTH,
    ),
    "sign-out": Write(
        "POST /v1/auth/sign-out",
        really_signed_in,
        signed_out,
        seen(button("Carla Nunes's account")),
        seen(button("Forgot your password?")),
        (LOST, 429, 500),
        AUTH,
    ),
    "refresh": Write(
        "POST /v1/auth/refresh",
        at_work,
        loaded_again,
        seen(button("Try again")),
        seen(button("Carla Nunes's account")),
        (LOST,),
        AUTH,
    ),
}
