"""The agents' console in a browser: signed in, at a place of it."""

from __future__ import annotations

import json
import os
import re
import smtplib
import time
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from chalicelib.assets import ROOT
from tests.support.local_desk import LocalDesk

_GOOD_FOR = 600
_tokens: dict[tuple[str, str], tuple[float, str]] = {}
TOM = "tom@lindqvistcycles.example"
BUILT = ROOT / "console" / "dist" / "index.html"


def needs_console() -> None:
    """Skips, or fails where browsers are required, when the console isn't built."""
    if BUILT.is_file():
        return
    missing = "The console is not built (make console)."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def sign_in(page: Page, live: LocalDesk, path: str = "/console/", email: str = "") -> Page:
    """Open the console at `path` as the demo desk's admin, or another of its members.

    The browser is as after a reload: it gets its token by the cookie. Really signing in is limited to ten a minute, so
    each member does it once for many tests.
    """
    needs_console()
    token = token_of(live, email or live.desk["email"])
    answer = json.dumps({"access_token": token, "expires_in": 900})
    page.context.route("**/v1/auth/refresh", lambda route: route.fulfill(body=answer, content_type="application/json"))
    page.goto(path)
    expect(page.get_by_role("main")).to_be_visible()
    return page


def go(page: Page, path: str) -> None:
    """To another place of the console, as by a link in it: nothing is loaded anew."""
    page.evaluate("path => history.pushState(null, '', path)", path)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")


def conversation_there(page: Page) -> None:
    """Wait until the desk has told the conversation of the open ticket, however busy it is."""
    page.get_by_role("region", name="Conversation").and_(page.locator("[aria-busy=false]")).wait_for()


def field(page: Page, name: str, value: str) -> Locator:
    """The control above the conversation that says so, such as `Status`, `Waiting`."""
    return page.get_by_role("button", name=f"{name}: {value}", exact=True)


def set_field(page: Page, name: str, value: str) -> None:
    """Change it there."""
    page.locator(".ticket").get_by_role("button", name=re.compile(f"^{name}: ")).click()
    page.get_by_role("dialog").get_by_role("option", name=value, exact=True).click()


def more(page: Page, item: str) -> None:
    """What the open ticket's ⋯ offers."""
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=item).click()


def sign_in_as_reader(page: Page, live: LocalDesk) -> None:
    """Open the list as somebody who may read tickets and change nothing."""

    def with_less(route: Route) -> None:
        document = route.fetch().json()
        document["workspaces"][0]["permissions"] = ["tickets:read", "desk:read", "contacts:read"]
        route.fulfill(body=json.dumps(document), content_type="application/json")

    page.route("**/v1/me", with_less)
    sign_in(page, live)
    expect(page.get_by_role("region", name="Tickets", exact=True).get_by_role("listitem").first).to_be_visible()


def fill_sign_in(page: Page, live: LocalDesk, path: str = "/console/", email: str = "") -> None:
    """Sign in by the form, as people do."""
    needs_console()
    page.goto(path)
    page.get_by_label("Email address").fill(email or live.desk["email"])
    page.get_by_label("Password", exact=True).fill(live.desk["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()


def token_of(live: LocalDesk, email: str) -> str:
    """An access token that is good for some minutes yet."""
    at, token = _tokens.get((live.desk["base_url"], email), (float("-inf"), ""))
    if time.monotonic() - at > _GOOD_FOR:
        signed_in = live.call("/v1/auth/sign-in", {"email": email, "password": live.desk["password"]})
        at, token = time.monotonic(), str(signed_in["access_token"])
        _tokens[live.desk["base_url"], email] = (at, token)
    return token


def api(live: LocalDesk, method: str, path: str, content: Any = None) -> Any:
    """What the demo key may do, within the demo workspace: `api(live, "POST", "tickets", {…})`."""
    return live.call(f"/v1/{live.desk['workspace']}/{path}", content, live.desk["api_key"], method)


def as_member(live: LocalDesk, method: str, path: str, content: Any = None, email: str = "") -> Any:
    """What a member may do, the admin if none is named: what they write is their own."""
    token = token_of(live, email or live.desk["email"])
    return live.call(f"/v1/{live.desk['workspace']}/{path}", content, token, method)


def new_ticket(live: LocalDesk, title: str = "Invoice twice", **more: Any) -> str:
    """The reference of a ticket made for one test."""
    contact = {"email": "maya@northpier.example", "name": "Maya Osei"}
    made = api(live, "POST", "tickets", {"title": title, "contact": contact, **more})
    return str(made["ref"])


def mail(
    live: LocalDesk, subject: str, text: str, html: str = "", sender: str = "Maya Osei <maya@northpier.example>"
) -> str:
    """The reference of the ticket that a customer's mail becomes."""
    written = EmailMessage()
    written["From"], written["To"] = sender, live.desk["support_address"]
    written["Subject"] = subject
    written.set_content(text)
    if html:
        written.add_alternative(html, subtype="html")
    return posted(live, written)


def unproven(live: LocalDesk, subject: str, *copies: str) -> str:
    """The reference of a ticket by a mail that came from a server of another domain than its sender's."""
    written = EmailMessage()
    written["From"], written["To"] = f"Tom Lindqvist <{TOM}>", live.desk["support_address"]
    written["Subject"], written["Cc"] = subject, ", ".join(copies)
    written.set_content("Please look at it.")
    return posted(live, written, "bounce@elsewhere.example", [live.desk["support_address"]])


def posted(live: LocalDesk, written: EmailMessage, *envelope: Any) -> str:
    """The reference of the ticket that a mail becomes."""
    sent(live, written, *envelope)
    items: list[dict[str, Any]] = api(live, "GET", "tickets?limit=5")["items"]
    return next(str(ticket["ref"]) for ticket in items if ticket["title"] == written["Subject"])


def sent(live: LocalDesk, written: EmailMessage, *envelope: Any) -> None:
    """A mail comes in, and what follows from it is done. `envelope` is its sender and recipients, if not the mail's."""
    with smtplib.SMTP(live.desk["smtp_host"], live.desk["smtp_port"], timeout=20) as client:
        client.send_message(written, *envelope)
    live.call("/_local/settle", {})
