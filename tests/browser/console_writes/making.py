"""Making tickets and answers, with what comes along: files, canned responses, the assistant's words."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.console import new_ticket, sign_in
from tests.browser.console_states.common import SENTENCE
from tests.browser.console_writes.common import LOST, REF, Write, button, filled, gone, opened, pressed, seen, words
from tests.support.local_desk import LocalDesk

FILE = FilePayload(name="route.txt", mimeType="text/plain", buffer=b"A7, exit 12")
ANSWERED = re.compile(r"Good morning\..+", re.DOTALL)
ELSEWHERE = re.compile(r"^https?://[^/]+/(?!v1/|console/)")
"""The file store has an address of its own."""


def new_one_written(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/inbox")
    page.keyboard.press("c")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Lorry out of fuel")


def answer_begun(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("textbox", name="Reply to the customer").fill("Good morning.")


def asked(page: Page, live: LocalDesk) -> None:
    opened(page, live, new_ticket(live, "Asked about", description="The export stops at line 1000."))
    page.get_by_label("Your question").fill("At which line does the export stop?")


def sentence_typed(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/inbox")
    page.keyboard.press("Control+k")
    page.keyboard.type(SENTENCE)


def canned_picked(page: Page) -> None:
    page.get_by_role("button", name="Canned").click()
    page.get_by_role("dialog").get_by_role("option").first.click()


def file_sent(page: Page) -> None:
    """The first time by choosing it, then by the button beside it."""
    again = page.get_by_role("list", name="Attachments").get_by_role("button", name="Try again")
    if again.count():
        again.click()
    else:
        page.locator("input[type=file]").last.set_input_files(FILE)


def wished(page: Page) -> None:
    again = page.get_by_role("dialog").get_by_role("button", name="Try again")
    if again.count():
        again.click()
    else:
        page.get_by_role("option", name="Create a ticket from").click()


WRITES: dict[str, Write] = {
    "new-ticket": Write(
        "POST tickets",
        new_one_written,
        pressed("Create ticket"),
        filled("Title", "Lorry out of fuel"),
        seen(lambda page: page.get_by_role("heading", name="Lorry out of fuel")),
        (LOST, 403, 429, 500),
    ),
    "offer-of-a-file": Write(
        f"POST {REF}/attachments",
        answer_begun,
        file_sent,
        filled("Reply to the customer", "Good morning."),
        seen(button("Remove route.txt")),
        (403, 429, 500),
    ),
    "offer-of-a-file-for-a-new-ticket": Write(
        "POST attachments",
        new_one_written,
        file_sent,
        filled("Title", "Lorry out of fuel"),
        gone(words("could not be uploaded")),
        (403, 500),
    ),
    "file": Write(
        "POST form.url",
        answer_begun,
        file_sent,
        filled("Reply to the customer", "Good morning."),
        gone(words("could not be uploaded")),
        (LOST,),
        ELSEWHERE,
    ),
    "canned-response": Write(
        "POST canned-responses/${id}/render",
        answer_begun,
        canned_picked,
        filled("Reply to the customer", "Good morning."),
        lambda page: expect(page.get_by_label("Reply to the customer")).to_have_value(ANSWERED),
    ),
    "question": Write(
        f"POST {REF}/ask",
        asked,
        pressed("Ask"),
        filled("Your question", "At which line does the export stop?"),
        seen(lambda page: page.get_by_role("log").locator("blockquote").first),
        (LOST, 429, 500),
    ),
    "draft": Write(
        f"POST {REF}/draft",
        answer_begun,
        pressed("Draft a reply"),
        filled("Reply to the customer", "Good morning."),
        lambda page: expect(page.get_by_label("Reply to the customer")).to_have_value(ANSWERED),
        (LOST, 429, 500),
    ),
    "sentence": Write(
        "POST assistant",
        sentence_typed,
        wished,
        lambda page: expect(page.get_by_role("combobox", name="Search or jump to")).to_have_value(SENTENCE),
        seen(words("Filled in from")),
        (LOST, 429, 500),
    ),
}
