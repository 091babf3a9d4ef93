"""Changing a ticket, and taking it back."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, more, new_ticket, unproven
from tests.browser.console_writes.common import (
    LOST,
    REF,
    Seen,
    Write,
    button,
    filled,
    gone,
    opened,
    pressed,
    seen,
    words,
)
from tests.support.local_desk import LocalDesk

MERGED = words("Merged into this ticket")
DOUBT = words("The checks passed for a different domain, not the sender's.")
BILLING = button("Remove label Billing")


def message(text: str) -> Seen:
    """It stands in the conversation, and the desk has it."""

    def shown(page: Page) -> None:
        expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()
        expect(page.locator(".on-its-way")).to_have_count(0)

    return shown


def note_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.keyboard.press("n")
    page.keyboard.type("The proxy again")


def hold_begun(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    more(page, "Put on hold")
    page.get_by_label("Reason").fill("A lawsuit")


def on_hold(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Kept")
    api(live, "PUT", f"tickets/{ref}/hold", {"reason": "A lawsuit"})
    opened(page, live, ref)


def forward_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.keyboard.press("Shift+F")
    page.get_by_label("To", exact=True).fill("lee@carrier.example")
    page.get_by_label("Your message").fill("Where is it?")


def label_missed(page: Page) -> None:
    """Missed in the picker, and made there."""
    if page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Add label").click()
    page.keyboard.type("Never seen before")
    page.get_by_role("option", name="Create label").click()


def reply_held(page: Page, live: LocalDesk) -> None:
    """A reply on hold for longer than usual: there has to be time for all that goes wrong."""

    def for_longer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        route.continue_(post_data=json.dumps(body | {"undo_seconds": 60}))

    opened(page, live)
    page.route("**/replies", for_longer)
    page.get_by_role("textbox", name="Reply to the customer").fill("Too early")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text(re.compile(r"^sends in \d+ s"))).to_be_visible()


def archived(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Put away")
    api(live, "POST", f"tickets/{ref}/archive")
    opened(page, live, ref)


def marked_spam(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Cheap watches")
    api(live, "POST", f"tickets/{ref}/spam")
    opened(page, live, ref)


def duplicate_chosen(page: Page, live: LocalDesk) -> None:
    duplicate = new_ticket(live, "Heron on the roof")
    opened(page, live)
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("combobox").fill(duplicate)
    page.get_by_role("option", name="Heron on the roof").click()


def merged(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "The one to keep")
    api(live, "POST", f"tickets/{ref}/merge", {"duplicate": new_ticket(live, "The other one")})
    opened(page, live, ref)


def labelled(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Labelled")
    billing = next(each["id"] for each in api(live, "GET", "labels")["items"] if each["name"] == "Billing")
    api(live, "PUT", f"tickets/{ref}/labels/{billing}")
    opened(page, live, ref)


def doubted(page: Page, live: LocalDesk) -> None:
    opened(page, live, unproven(live, "Doubted"))


def title_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.locator("#details").get_by_role("button").click()
    page.get_by_role("textbox", name="Title").fill("Typed with care")


def description_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    more(page, "Edit description")
    page.get_by_role("textbox", name="Description").fill("Typed with care")


def address_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("button", name="Add to CC").click()
    page.get_by_label("Email address for CC").fill("ops@northpier.example")


def customer_sought(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("region", name="Customer").get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_role("combobox").fill("Inê")


def confirmed(page: Page) -> None:
    page.locator("#details").focus()
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()


def deleted_by_key(page: Page) -> None:
    page.locator("#details").focus()
    page.keyboard.press("Shift+Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()


def redaction_asked(page: Page, live: LocalDesk) -> None:
    opened(page, live, new_ticket(live, "Too much said", description="The code is 4711."))
    _by_menu(page, "Remove for good")
    page.get_by_role("textbox", name="Words").fill("4711")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("button", name="Remove for good", exact=True)).to_be_visible()


def restored(page: Page) -> None:
    _by_menu(page, "Restore")


def _by_menu(page: Page, name: str) -> None:
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=re.compile(rf"^{name}\b")).click()


def undo(page: Page) -> Locator:
    return page.get_by_role("article").get_by_role("button", name="Undo")


def not_delivered(page: Page, live: LocalDesk) -> None:
    address = "bounce+again@simulator.amazonses.com"
    ref = new_ticket(live, "Never got there", contact={"email": address, "name": "Ida Moor"})
    api(live, "POST", f"tickets/{ref}/replies", {"body": "It is on its way."})
    live.call("/_local/settle", {})
    contact = api(live, "GET", f"tickets/{ref}")["contact"]["id"]
    api(live, "PATCH", f"contacts/{contact}", {"try_again": [address]})
    opened(page, live, ref)


def customer_picked(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("option", name="Inês Duarte").click()


def type_chosen(page: Page) -> None:
    page.get_by_label("Type", exact=True).select_option("bug_report")


WRITES: dict[str, Write] = {
    "forward": Write(
        "POST tickets/${ref}/forward",
        forward_written,
        pressed("Forward"),
        filled("Your message", "Where is it?"),
        message("Where is it?"),
    ),
    "missed-label": Write(
        "POST labels",
        opened,
        label_missed,
        gone(button("Remove label Never seen before")),
        seen(button("Remove label Never seen before")),
    ),
    "note": Write(
        f"POST {REF}/notes",
        note_written,
        pressed("Add note"),
        filled("Internal note", "The proxy again"),
        message("The proxy again"),
    ),
    "undo-reply": Write(
        f"DELETE {REF}/replies/${{id}}",
        reply_held,
        lambda page: undo(page).click(),
        seen(undo),
        filled("Reply to the customer", "Too early"),
    ),
    "archive": Write(
        f"POST {REF}/archive",
        opened,
        confirmed,
        gone(lambda page: page.get_by_text("This ticket is archived.")),
        seen(words("This ticket is archived.")),
        (LOST, 409, 500),
    ),
    "restore": Write(
        f"POST {REF}/restore",
        archived,
        restored,
        seen(words("This ticket is archived.")),
        gone(lambda page: page.get_by_text("This ticket is archived.")),
    ),
    "delete": Write(
        "DELETE at(ref)",
        opened,
        deleted_by_key,
        gone(lambda page: page.get_by_text("It stays in the trash until")),
        seen(words("It stays in the trash until")),
        (LOST, 409, 500),
    ),
    "redact": Write(
        "POST tickets/${ref}/redactions",
        redaction_asked,
        pressed("Remove for good"),
        seen(button("Remove for good")),
        seen(lambda page: page.get_by_role("dialog").get_by_role("progressbar")),
        (LOST, 409, 500),
    ),
    "spam": Write(
        f"POST {REF}/spam",
        opened,
        lambda page: _by_menu(page, "Mark as spam"),
        gone(lambda page: page.get_by_text("Marked as spam.")),
        seen(words("Marked as spam.")),
    ),
    "not_spam": Write(
        f"DELETE {REF}/spam",
        marked_spam,
        lambda page: _by_menu(page, "Not spam"),
        seen(words("Marked as spam.")),
        gone(lambda page: page.get_by_text("Marked as spam.")),
    ),
    "hold": Write(
        f"PUT {REF}/hold",
        hold_begun,
        lambda page: page.get_by_role("dialog").get_by_role("button", name="Put on hold").click(),
        filled("Reason", "A lawsuit"),
        seen(words("On hold by")),
    ),
    "release-hold": Write(
        f"DELETE {REF}/hold",
        on_hold,
        pressed("Release hold"),
        seen(words("On hold by")),
        gone(words("On hold by")),
    ),
    "verify": Write(f"POST {REF}/verify", doubted, pressed("Mark as verified"), seen(DOUBT), gone(DOUBT)),
    "resend": Write(
        "POST tickets/${entry.merged_from ?? reference}/messages/${entry.id}/resend",
        not_delivered,
        pressed("Send again"),
        seen(button("Send again")),
        seen(words("The email is being sent again.")),
        (LOST, 403, 409, 500),
    ),
    "merge": Write(
        f"POST {REF}/merge",
        duplicate_chosen,
        lambda page: page.get_by_role("button", name=re.compile(r"^Merge TKT-\d+$")).click(),
        seen(lambda page: page.get_by_role("article", name="TKT-").filter(has_text="Heron")),
        seen(MERGED),
        (LOST, 409, 500),
    ),
    "unmerge": Write(
        f"POST {REF}/unmerge",
        merged,
        pressed("Undo merge"),
        seen(MERGED),
        gone(lambda page: page.get_by_text("Merged into this ticket")),
    ),
    "remove-label": Write(
        f"DELETE {REF}/labels/${{id}}",
        labelled,
        pressed("Remove label Billing"),
        seen(BILLING),
        gone(BILLING),
        (LOST, 404, 500),
    ),
    "title": Write(
        "PATCH at(ref)",
        title_written,
        lambda page: page.get_by_role("textbox", name="Title").press("Enter"),
        filled("Title", "Typed with care"),
        seen(lambda page: page.get_by_role("heading", name="Typed with care")),
        (LOST, 412, 500),
    ),
    "description": Write(
        "PATCH at(ref)",
        description_written,
        pressed("Save description"),
        filled("Description", "Typed with care"),
        seen(lambda page: page.get_by_role("region", name="Description").locator("p").get_by_text("Typed with care")),
        (LOST, 412, 500),
    ),
    "copies": Write(
        "PATCH at(ref)",
        address_written,
        lambda page: page.get_by_label("Email address for CC").press("Enter"),
        filled("Email address for CC", "ops@northpier.example"),
        seen(words("To maya@northpier.example and ops@northpier.example")),
    ),
    "customer": Write(
        "PATCH at(ref)",
        customer_sought,
        customer_picked,
        seen(lambda page: page.get_by_role("region", name="Customer").get_by_text("maya@northpier.example")),
        seen(lambda page: page.get_by_role("region", name="Customer").get_by_text("ines@casaduarte.example")),
    ),
    "type": Write(
        "PATCH at(ref)",
        opened,
        type_chosen,
        lambda page: expect(page.get_by_label("Type", exact=True)).to_have_value("support_ticket"),
        lambda page: expect(page.get_by_label("Type", exact=True)).to_have_value("bug_report"),
        (LOST, 412, 500),
    ),
}
