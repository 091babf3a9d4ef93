"""Changing one's own account, and signing somebody out."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.console_states.accounts import FACTOR, SESSION, account
from tests.browser.console_states.common import answered
from tests.browser.console_states.settings import section
from tests.browser.console_writes.common import LOST, Write, button, filled, gone, pressed, seen, words
from tests.support.local_desk import LocalDesk

MINE = re.compile("/v1/me/(password|second-factor|sessions)")
TOKENS = {"access_token": "none of ours", "expires_in": 900}
HERE = {"id": "s_0", **SESSION, "created_at": "2027-02-02T09:30:00Z", "last_seen_at": "2027-03-01T09:30:00Z"}
THERE = {**HERE, "id": "s_1", "device": "Safari on Mac"}


def with_sessions(page: Page, live: LocalDesk) -> None:
    """Two browsers, until one of them is signed out."""
    items = [HERE | {"current": True}, THERE]

    def over(*_: object) -> None:
        answered(page, "**/v1/me/sessions", {"items": items[:1], "next_cursor": None}, method="GET")

    answered(page, "**/v1/me/sessions*", {}, method="DELETE")
    answered(page, "**/v1/me/sessions/s_1", {}, method="DELETE")
    answered(page, "**/v1/me/sessions", {"items": items, "next_cursor": None}, method="GET")
    page.on("requestfinished", lambda request: over() if request.method == "DELETE" else None)
    account(page, live)


def password_typed(page: Page, live: LocalDesk) -> None:
    answered(page, "**/v1/me/password", TOKENS, method="POST")
    account(page, live)
    page.get_by_label("Current password").fill("what it was until now")
    page.get_by_label("New password").fill("what it is to be now")


def factor_on(page: Page, live: LocalDesk) -> None:
    answered(page, FACTOR, {"on": True, "recovery_codes_left": 7}, method="GET")
    answered(page, FACTOR, TOKENS, method="DELETE")
    answered(page, f"{FACTOR}/recovery-codes", {"recovery_codes": ["ABCD-2345"]}, method="POST")
    account(page, live)


def password_for_the_app(page: Page, live: LocalDesk) -> None:
    setup = {"secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://totp/x", "qr_svg": "<svg/>", "session": "s-1"}
    answered(page, FACTOR, setup, method="POST")
    account(page, live)
    page.get_by_role("button", name="Set up second factor").click()
    page.locator("dialog[open]").get_by_label("Password").fill("whatever it is")


def members(page: Page, live: LocalDesk) -> None:
    answered(page, "**/members/*/sign-out", {}, method="POST")
    section("members")(page, live)


def member_signed_out(page: Page) -> None:
    page.get_by_role("button", name="Actions for Dmitri Vale").click()
    page.get_by_role("menuitem", name="Sign out everywhere").click()
    pressed("Sign out everywhere")(page)


WRITES: dict[str, Write] = {
    "own-password": Write(
        "POST /v1/me/password",
        password_typed,
        pressed("Change password"),
        filled("New password", "what it is to be now"),
        seen(words("Password changed.")),
        where=MINE,
    ),
    "set-up-factor": Write(
        "POST /v1/me/second-factor",
        password_for_the_app,
        pressed("Continue"),
        filled("Password", "whatever it is"),
        seen(words("Scan this with")),
        where=MINE,
    ),
    "turn-off-factor": Write(
        "DELETE /v1/me/second-factor",
        factor_on,
        pressed("Turn off", "Turn off"),
        seen(button("Turn off")),
        seen(words("Second factor turned off.")),
        where=MINE,
    ),
    "new-recovery-codes": Write(
        "POST /v1/me/second-factor/recovery-codes",
        factor_on,
        pressed("New recovery codes", "New recovery codes"),
        seen(button("New recovery codes")),
        seen(words("ABCD-2345")),
        where=MINE,
    ),
    "end-session": Write(
        "DELETE /v1/me/sessions/${id}",
        with_sessions,
        pressed("Sign out: Safari on Mac"),
        seen(button("Sign out: Safari on Mac")),
        gone(button("Sign out: Safari on Mac")),
        where=MINE,
    ),
    "end-other-sessions": Write(
        "DELETE /v1/me/sessions",
        with_sessions,
        pressed("Sign out everywhere else", "Sign out everywhere else"),
        seen(button("Sign out everywhere else")),
        gone(button("Sign out everywhere else")),
        (LOST, 403, 429, 500),
        MINE,
    ),
    "sign-a-member-out": Write(
        "POST members/${member.id}/sign-out",
        members,
        member_signed_out,
        seen(button("Actions for Dmitri Vale")),
        seen(words("has to sign in again")),
    ),
}
