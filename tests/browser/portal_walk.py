"""A customer on the portal's pages, as every test of them in a browser moves."""

from __future__ import annotations

import itertools
import re
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.local_desk import LocalDesk

PORTAL = "/portal/acme"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_visitors = itertools.count(1)


def from_elsewhere(context: BrowserContext) -> None:
    """Let the pages of this context come from an address of their own: limits are counted for each."""
    number = next(_visitors)
    context.set_extra_http_headers({"CloudFront-Viewer-Address": f"198.51.{number // 250}.{number % 250 + 1}:4711"})


def somebody() -> str:
    """An address that nobody else has."""
    return f"vera-{uuid.uuid4().hex[:8]}@example.com"


def fill(page: Page, email: str, title: str = "Checkout returns 502", text: str = "Every payment ends so.") -> None:
    """Type the request into the form that is shown, in whatever language."""
    page.locator("#name").fill("Vera Kallas")
    page.locator("#email").fill(email)
    page.locator("#title").fill(title)
    page.locator("#description").fill(text)


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def reference(page: Page) -> str:
    """That of the request whose tracking page is shown."""
    expect(page.locator(".ref")).to_be_visible()
    found = re.search(r"TKT-\d+", page.locator(".ref").inner_text())
    assert found
    return found[0]


def asked(page: Page, **more: str) -> str:
    """A request sent by the form; its reference. The page is its tracking page."""
    page.goto(PORTAL)
    fill(page, more.pop("email", None) or somebody(), **more)
    send(page)
    return reference(page)


def do(live: LocalDesk, ref: str, verb: str = "", *, method: str | None = None, **body: Any) -> Any:
    """What an agent does to it, and all that follows."""
    done = live.call(f"/v1/acme/tickets/{ref}/{verb}".rstrip("/"), body, _agent(live), method)
    live.call("/_local/settle", {})
    return done


@cache
def _agent(live: LocalDesk) -> str:
    """The token of a member, who has a name."""
    signed_in = live.call("/v1/auth/sign-in", {"email": live.desk["email"], "password": live.desk["password"]})
    token: str = signed_in["access_token"]
    return token


def mailed_link(live: LocalDesk, email: str) -> str:
    """The address of the tracking page in the last mail to `email`."""
    live.call("/_local/settle", {})
    mail = live.call(f"/_local/mail?to={email}")[-1]
    found = re.search(r"http\S+/portal/acme/t/[^\s/]+", mail["text"])
    assert found, mail["text"]
    return found[0]


def file_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
