"""Every page of the portal in every state that a customer may find it in, for the tests and the pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from chalicelib.domain.files import MOST_BYTES
from tests.browser.portal_walk import PIXEL, PORTAL, asked, do, fill, mailed_link, send, somebody
from tests.support.local_desk import LocalDesk

State = Callable[[Page, LocalDesk], None]
TITLE = "The saddle of my order 4711 came with a scratch"
TEXT = "It is on the left side, about two centimetres long. I can send a picture.\n\nCould you send another one?"
ANSWER = """Good morning Vera,

I am sorry about that. Two ways to go on:

1. A new saddle leaves us **today**; keep the scratched one as a spare.
2. We pay back half of its price.

Which one do you prefer? The order stands as `SO-4711` in [your account](https://shop.example/orders/4711)."""
RESOLUTION = "A new saddle was sent on 2 March, at no cost."
PHOTO = FilePayload(name="the scratch, from the left.png", mimeType="image/png", buffer=PIXEL)


def submit(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)


def field_errors(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)
    page.locator("#email").fill("vera@example")
    page.locator("#description").fill(TEXT)
    page.locator("#files").set_input_files(PHOTO)
    send(page)
    expect(page.locator(".summary")).to_be_visible()


def expired_form(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)
    _fill(page)
    page.locator("[name=opened]").evaluate("field => { field.value = '1700000000.x' }")
    send(page)
    expect(page.locator(".summary")).to_be_visible()


def file_that_lies(page: Page, live: LocalDesk) -> None:
    """Also what a file too large for a form comes to: the same place, other words."""
    page.goto(PORTAL)
    _fill(page)
    page.locator("#files").set_input_files(
        [PHOTO, FilePayload(name="invoice.pdf", mimeType="application/pdf", buffer=b"<html><script>")]
    )
    send(page)
    expect(page.locator("#files-error")).to_be_visible()


def file_too_large(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)
    _fill(page)
    with TemporaryDirectory() as folder:
        film = Path(folder) / "film of it.mp4"
        film.touch()
        os.truncate(film, MOST_BYTES + 1)
        page.locator("#files").set_input_files(film)
        expect(page.locator(".kept .wrong")).to_be_visible()


def too_often(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)
    _spend(page, "POST", PORTAL, 429)
    _fill(page)
    send(page)
    expect(page.locator(".summary")).to_be_visible()


def sent(page: Page, live: LocalDesk) -> None:
    asked(page, title=TITLE, text=TEXT)


def answered(page: Page, live: LocalDesk) -> None:
    _answered(page, live)


def answered_by_mail(page: Page, live: LocalDesk) -> None:
    """The page that whoever sent the form was shown."""
    ref = asked(page, title=TITLE, text=TEXT)
    do(live, ref, "replies", body=ANSWER, undo_seconds=0)
    page.goto(page.url.partition("?")[0])
    expect(page.locator(".agent")).to_have_count(0)


def answer_errors(page: Page, live: LocalDesk) -> None:
    asked(page, title=TITLE, text=TEXT)
    send(page)
    expect(page.locator("#body-error")).to_be_visible()


def replied(page: Page, live: LocalDesk) -> None:
    _answered(page, live)
    page.locator("#body").fill("> Which one do you prefer?\n\nThe *first*, please. Thank you!")
    page.locator("#files").set_input_files(PHOTO)
    expect(page.locator(".kept .quiet")).to_be_visible()
    send(page)
    expect(page.locator(".notice")).to_be_visible()


def resolved(page: Page, live: LocalDesk) -> None:
    _resolved(page, live)


def closed(page: Page, live: LocalDesk) -> None:
    ref = _resolved(page, live)
    do(live, ref, method="PATCH", status="closed")
    page.reload()


def follow_up(page: Page, live: LocalDesk) -> None:
    closed(page, live)
    page.locator("#body").fill("The new one has a scratch, too.")
    page.locator("form[action$='/replies'] button").click()
    expect(page.locator(".notice")).to_be_visible()


def merged(page: Page, live: LocalDesk) -> None:
    first = {"title": "When does my order 4711 come?", "text": "It was promised for Monday."}
    primary = asked(page, email="vera.kallas@example.com", **first)
    ref = asked(page, title=TITLE, text=TEXT, email="vera.kallas@example.com")
    do(live, primary, "merge", duplicate=ref)
    do(live, primary, "replies", body=ANSWER, undo_seconds=0)
    page.goto(page.url.partition("?")[0])


def merged_by_mail(page: Page, live: LocalDesk) -> None:
    """The same by the link that was mailed, which opens all of it."""
    merged(page, live)
    page.goto(mailed_link(live, "vera.kallas@example.com"))


def merged_meanwhile(page: Page, live: LocalDesk) -> None:
    """While an answer was being written."""
    primary = asked(page, email="vera.kallas@example.com")
    ref = asked(page, title=TITLE, text=TEXT, email="vera.kallas@example.com")
    page.locator("#body").fill("I can send it back, too.")
    do(live, primary, "merge", duplicate=ref)
    send(page)
    expect(page.locator(".summary")).to_be_visible()


def larger_file(page: Page, live: LocalDesk) -> None:
    asked(page, title=TITLE, text=TEXT)
    page.goto(page.url.partition("?")[0] + "/files")


def arrived_file(page: Page, live: LocalDesk) -> None:
    larger_file(page, live)
    page.locator("#file").set_input_files(PHOTO)
    send(page)
    expect(page.locator("#body")).to_be_visible()


def rating(page: Page, live: LocalDesk) -> None:
    _resolved(page, live)
    page.goto(page.url.partition("?")[0] + "/rate")
    expect(page.locator(".scores")).to_be_visible()


def rating_errors(page: Page, live: LocalDesk) -> None:
    rating(page, live)
    page.locator("#comment").fill("The answer came within the hour.")
    send(page)
    expect(page.locator("#score-error")).to_be_visible()


def rated(page: Page, live: LocalDesk) -> None:
    rating(page, live)
    page.get_by_role("radio", name="Satisfied", exact=True).check()
    page.locator("#comment").fill("The answer came within the hour.")
    send(page)
    expect(page.locator(".notice")).to_be_visible()


def find(page: Page, live: LocalDesk) -> None:
    page.goto(f"{PORTAL}/find")


def find_errors(page: Page, live: LocalDesk) -> None:
    page.goto(f"{PORTAL}/find")
    page.locator("#email").fill("vera")
    page.locator("#ref").fill("order 4711")
    send(page)
    expect(page.locator(".summary")).to_be_visible()


def links_sent(page: Page, live: LocalDesk) -> None:
    page.goto(f"{PORTAL}/find")
    page.locator("#email").fill("vera.kallas@example.com")
    send(page)
    expect(page.get_by_text("Check your email")).to_be_visible()


def parked(page: Page, live: LocalDesk) -> None:
    page.goto(f"{PORTAL}?notice=sent")


def link_of_nobody(page: Page, live: LocalDesk) -> None:
    page.goto(f"{PORTAL}/t/1.aaaaaaaa.{'a' * 32}")


def file_of_nobody(page: Page, live: LocalDesk) -> None:
    asked(page)
    page.goto(page.url.partition("?")[0] + "/files/a_none")


def desk_of_nobody(page: Page, live: LocalDesk) -> None:
    page.goto("/portal/nowhere")


def link_opened_too_often(page: Page, live: LocalDesk) -> None:
    link = f"{PORTAL}/t/1.aaaaaaaa.{'a' * 32}"
    page.goto(PORTAL)
    _spend(page, "GET", link, 429)
    page.goto(link)


def off(page: Page, live: LocalDesk) -> None:
    with _portal(live, on=False):
        page.goto(PORTAL)


def other_looks(page: Page, live: LocalDesk) -> None:
    """A name as long as they come, a colour that is hard to read, words of its own."""
    name = "Rheinschifffahrtsgesellschaft Niederrhein-Westfalen GmbH & Co. KG"
    text = "Kundendienst werktags 8–17 Uhr.\nBei Störungen: 0800 4711 0815"
    with _portal(live, name=name, color="#ffd400", text=text):
        page.goto(f"{PORTAL}?lang=de")


def password_expired(page: Page, live: LocalDesk) -> None:
    page.goto("/account/password/k1.x")


STATES: dict[str, State] = {
    state.__name__.replace("_", "-"): state
    for state in (
        submit,
        field_errors,
        expired_form,
        file_that_lies,
        file_too_large,
        too_often,
        sent,
        answered,
        answered_by_mail,
        answer_errors,
        replied,
        resolved,
        closed,
        follow_up,
        merged,
        merged_by_mail,
        merged_meanwhile,
        larger_file,
        arrived_file,
        rating,
        rating_errors,
        rated,
        find,
        find_errors,
        links_sent,
        parked,
        link_of_nobody,
        file_of_nobody,
        desk_of_nobody,
        link_opened_too_often,
        off,
        other_looks,
        password_expired,
    )
}


def _fill(page: Page) -> None:
    fill(page, "vera.kallas@example.com", TITLE, TEXT)


def _answered(page: Page, live: LocalDesk) -> str:
    email = somebody()
    ref = asked(page, title=TITLE, text=TEXT, email=email)
    do(live, ref, "replies", body=ANSWER, status="waiting", undo_seconds=0)
    page.goto(mailed_link(live, email))
    return ref


def _resolved(page: Page, live: LocalDesk) -> str:
    ref = _answered(page, live)
    do(live, ref, "resolve", resolution=RESOLUTION)
    page.reload()
    return ref


def _spend(page: Page, method: str, path: str, until: int) -> None:
    """Ask until it is too often; as whoever looks at the page."""
    form = {"name": "Vera Kallas", "email": "vera@example.com", "title": "Once more", "description": "Please"}
    for _ in range(130):  # a minute may end meanwhile
        answer = page.request.fetch(path, method=method, form=form if method == "POST" else None, max_redirects=0)
        if answer.status == until:
            return
    raise AssertionError(f"{path} can be asked for as often as one likes")


@contextmanager
def _portal(live: LocalDesk, **changes: Any) -> Iterator[None]:
    """The portal with other settings, while the block runs."""
    path, key = "/v1/acme/portal", live.desk["api_key"]
    before = live.call(path, token=key)
    live.call(path, changes, key, "PATCH")
    try:
        yield
    finally:
        live.call(path, {name: before[name] for name in changes}, key, "PATCH")
