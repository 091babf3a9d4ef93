"""Customers' HTML in a real browser: nothing of it runs and nothing is fetched, whatever it is made of.

Each vector is rendered twice: alone, as `sanitize` leaves it, on a page that would let everything run and load; and
with others through the desk, as a mail that came in and is shown at an address of its own.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect

from chalicelib.mail import sanitize
from tests.browser.console import api, sign_in
from tests.mail.html.xss_vectors import VECTORS
from tests.support.local_desk import LocalDesk

HERE = "https://page.test/"
SAFE_LINKS = ("http:", "https:", "mailto:", "tel:")
TOGETHER = 8
"""Vectors of one mail on their way through the desk."""

# Whatever waits for somebody is done to every element, in this frame alone; links say where they would lead.
_TOUCH = """() => {
  const kinds = ["mouseover", "pointerenter", "focus", "error", "load", "toggle", "start", "submit", "animationstart",
    "click", "copy", "wheel", "keydown"];
  addEventListener("click", event => event.preventDefault(), true);
  for (const element of document.querySelectorAll("*")) {
    for (const kind of kinds) element.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}));
    if (element.focus) element.focus();
  }
  const links = [...document.querySelectorAll("a[href], area[href], math[href]")];
  return links.map(link => link.protocol || link.getAttribute("href"));
}"""


class Trap:
    """A browser context that keeps what a page did: dialogs it opened, and addresses it asked for."""

    def __init__(self, context: BrowserContext, allowed: Callable[[str], bool]) -> None:
        self.caught: list[str] = []
        self._allowed = allowed
        context.add_init_script("self.alert = () => console.warn('ran')")
        context.on("console", lambda message: self._ran(message.text))
        context.on("dialog", lambda dialog: (self._ran("ran"), dialog.dismiss()))
        context.on("request", lambda request: self._asked(request.url))

    def _ran(self, text: str) -> None:
        if text == "ran":
            self.caught.append("a script ran")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "about", "blob") and not self._allowed(url):
            self.caught.append(f"asked for {url}")

    def after(self, page: Page, frame: Frame | None = None) -> list[str]:
        """What was caught once everything on the page, or in one of its frames, was touched."""
        links = (frame or page).evaluate(_TOUCH)
        self.caught += [f"leads to {link}" for link in links if not link.lower().startswith(SAFE_LINKS)]
        page.wait_for_timeout(30)
        caught, self.caught = self.caught, []
        return caught


@pytest.fixture(scope="module")
def open_trap(browser: Browser) -> Iterator[Callable[..., tuple[Page, Trap]]]:
    contexts = []

    def open_one(allowed: Callable[[str], bool]) -> tuple[Page, Trap]:
        contexts.append(browser.new_context())
        return contexts[-1].new_page(), Trap(contexts[-1], allowed)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def lawless(open_trap: Any) -> Callable[[str], list[str]]:
    """Renders HTML on a page without any policy; says what it did. Other addresses are answered with nothing."""
    page, trap = open_trap(lambda url: url == HERE)
    content = [""]

    def answer(route: Route) -> None:
        own = route.request.url == HERE
        document = f"<!doctype html><meta charset=utf-8><body>{content[0]}"
        route.fulfill(status=200 if own else 404, content_type="text/html", body=document if own else "")

    page.route("**/*", answer)

    def render(html: str) -> list[str]:
        content[0] = html.encode("utf-8", "replace").decode()
        page.goto(HERE, wait_until="commit")
        page.wait_for_load_state()
        return trap.after(page)

    return render


def test_the_trap_sees_what_the_vectors_would_do(lawless: Callable[[str], list[str]]) -> None:
    for vector, deed in (
        ("<script>alert(1)</script>", "a script ran"),
        ("<img src=//x.example/a.png>", "asked for https://x.example/a.png"),
        ("<p style='background:url(//x.example/a.png)'>x</p>", "asked for https://x.example/a.png"),
        ("<p onwheel=alert(1)>x</p>", "a script ran"),
        ("<a href='javascript:alert(1)'>x</a>", "leads to javascript:"),
    ):
        assert deed in lawless(vector), vector


def test_most_of_the_vectors_do_harm_where_nothing_stops_them(lawless: Callable[[str], list[str]]) -> None:
    harmful = [vector for vector in VECTORS if not _leads_away(vector) and lawless(vector)]
    assert len(harmful) > 86


def _leads_away(vector: str) -> bool:
    """Whether the page would be another by the time that it is looked at."""
    return "refresh" in vector


@pytest.mark.parametrize("around", ["{}", "<p>{}</p><table><tr><td>{}"], ids=["alone", "in a table"])
def test_no_vector_runs_or_fetches_once_it_is_sanitized(lawless: Callable[[str], list[str]], around: str) -> None:
    deeds = {vector: lawless(sanitize(around.replace("{}", vector))) for vector in VECTORS}
    assert {vector: deed for vector, deed in deeds.items() if deed} == {}


def test_no_vector_runs_or_fetches_on_the_page_that_shows_a_mail(
    open_trap: Any, live: LocalDesk, mails: dict[str, str]
) -> None:
    page, trap = open_trap(lambda url: url.startswith(live.desk["base_url"]) and "/mail-pages/" in url)
    for title, ref in mails.items():
        offered = api(live, "GET", f"tickets/{ref}/messages/description/html")
        page.goto(offered["url"], wait_until="commit")
        page.wait_for_load_state()
        assert trap.after(page) == [], title
        assert page.get_by_text("Hello").count() == 1, title


def test_no_vector_gets_out_of_the_consoles_frame(open_trap: Any, live: LocalDesk, mails: dict[str, str]) -> None:
    page, trap = open_trap(lambda url: url.startswith(live.desk["base_url"]))
    sign_in(page, live, f"{live.desk['base_url']}/console/")
    for title, ref in mails.items():
        page.goto(f"{live.desk['base_url']}/console/tickets/{ref}")
        page.get_by_role("button", name="Show original").click()
        expect(page.frame_locator("iframe.mail").get_by_text("Hello")).to_be_visible()
        shown = next(frame for frame in page.frames if "/mail-pages/" in frame.url)
        assert trap.after(page, shown) == [], title
        assert page.url.endswith(ref)


def _mail(live: LocalDesk, subject: str, vectors: str) -> EmailMessage:
    written = EmailMessage()
    sender = f"{subject.replace(' ', '.')}@vectors.example"
    written["From"], written["To"] = sender, live.desk["support_address"]
    written["Subject"], written["Message-ID"] = subject, f"<{subject.replace(' ', '.')}@vectors.example>"
    written.set_content(f"<p>Hello</p>{vectors}", subtype="html", cte="base64")
    return written


@pytest.fixture(scope="module")
def mails(live: LocalDesk) -> dict[str, str]:
    """The references of tickets with TOGETHER vectors each, all of which are tried alone as well, by title."""
    titles = {f"Vectors from {start}": start for start in range(0, len(VECTORS), TOGETHER)}
    with smtplib.SMTP(live.desk["smtp_host"], live.desk["smtp_port"], timeout=60) as client:
        for title, start in titles.items():
            client.send_message(_mail(live, title, "<br>".join(VECTORS[start : start + TOGETHER])))
    live.call("/_local/settle", {})
    items = api(live, "GET", "tickets?limit=100")["items"]
    refs = {ticket["title"]: ticket["ref"] for ticket in items if ticket["title"] in titles}
    assert refs.keys() == titles.keys()
    return refs
