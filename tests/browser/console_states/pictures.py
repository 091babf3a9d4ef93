"""Pictures of a message, and of a reply that is being written."""

from __future__ import annotations

from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.browser.console import posted
from tests.browser.console_states.common import dialog, named
from tests.browser.console_states.ticket import at_ticket
from tests.support.drawn import png
from tests.support.local_desk import LocalDesk


def pictures(page: Page, live: LocalDesk) -> None:
    written = EmailMessage()
    written["From"], written["To"] = "Maya Osei <maya@northpier.example>", live.desk["support_address"]
    written["Subject"] = "Two pictures of a state"
    written.set_content("See below.")
    for name in ("hinge.png", "door.png"):
        written.add_attachment(png(1200, 800), maintype="image", subtype="png", filename=name)
    at_ticket(page, live, posted(live, written))
    expect(page.get_by_role("button", name="hinge.png")).to_be_visible()


def large_picture(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="hinge.png").click()
    expect(dialog(page).get_by_text("1 of 2")).to_be_visible()


def picture_of_a_reply(page: Page, live: LocalDesk) -> None:
    file = {"name": "shot.png", "mimeType": "image/png", "buffer": png(640, 400)}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".composer").get_by_role("button", name="shot.png", exact=True)).to_be_visible()


SCENES = {"pictures": named(pictures, large_picture, picture_of_a_reply)}
