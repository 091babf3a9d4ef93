"""Changing the settings, one's own views and notices."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, new_ticket, sign_in
from tests.browser.console_states.common import CARLA, answered, with_more
from tests.browser.console_states.settings import brought_up, section
from tests.browser.console_writes.common import LOST, Write, button, closed, filled, gone, pressed, seen, words
from tests.support.local_desk import LocalDesk


def in_settings(name: str, button: str = "", **typed: str) -> Callable[[Page, LocalDesk], None]:
    """A section, the form that a button brings up, and what is typed into it."""

    def ready(page: Page, live: LocalDesk) -> None:
        section(name)(page, live)
        if button:
            brought_up(button)(page, live)
        for label, text in typed.items():
            page.get_by_label(label.replace("_", " "), exact=True).last.fill(text)

    return ready


def view_named(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=closed&priority=urgent")
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name").fill("Put out")


def view_saved(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=closed&priority=low")
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name").fill("Cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Cold")).to_be_visible()


def view_renamed(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=closed&priority=high")
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name").fill("Warm")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Actions for the view “Warm”").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_label("Name").fill("Warmer")


def delete_cold(page: Page) -> None:
    page.get_by_role("button", name="Actions for the view “Cold”").click()
    page.get_by_role("menuitem", name="Delete").click()
    pressed("Delete")(page)


def told(page: Page, live: LocalDesk) -> None:
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    sign_in(page, live, "/console/inbox", CARLA)
    expect(unread(page)).to_be_visible()


def told_once(page: Page, live: LocalDesk) -> None:
    told = {"id": "n_1", "event": "ticket.assigned", "actor": "Ben Ito", "at": "2027-03-02T09:30:00Z", "read": False}
    notice = told | {"ref": "TKT-0001", "title": "Given away"}
    answered(page, "**/acme/inbox?*", {"items": [notice], "next_cursor": None, "unread": 1})
    answered(page, "**/acme/inbox/done", {})
    sign_in(page, live, "/console/inbox", CARLA)
    expect(unread(page)).to_be_visible()


def done_and_off(page: Page) -> None:
    """Until the page is left, the desk isn't told."""
    page.get_by_role("button", name="Done with TKT-0001").click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")


def unread(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text="unread").first


def invited(page: Page, live: LocalDesk) -> None:
    section("members")(page, live)
    if "Ivy Late" not in [each["name"] for each in api(live, "GET", "members")["items"]]:
        page.get_by_role("button", name="Invite member").click()
        page.get_by_label("Name", exact=True).last.fill("Ivy Late")
        page.get_by_label("Email address", exact=True).last.fill("ivy@acme.example")
        page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("button", name="Resend invitation: Ivy Late")).to_be_visible()


def handing_over(page: Page, live: LocalDesk) -> None:
    invited(page, live)
    page.get_by_role("button", name="Reassign tickets: Ivy Late").click()


def label_made(page: Page, live: LocalDesk) -> None:
    if "Doomed" not in [each["name"] for each in api(live, "GET", "labels")["items"]]:
        api(live, "POST", "labels", {"name": "Doomed", "color": "#8a5200"})
    section("labels")(page, live)


def mail_parked(page: Page, live: LocalDesk) -> None:
    mail = {"id": "s_1", "at": "2027-03-02T09:30:00Z", "cause": "spam", "detail": "", "sender": "win@prize.example"}
    text = {"subject": "A prize", "preview": "Click here"}
    answered(page, "**/acme/suspended-mails?*", {"items": [mail | text], "next_cursor": None})
    answered(page, "**/suspended-mails/s_1/release", {"ref": "TKT-0001"})
    section("suspended")(page, live)


def domain_added(page: Page, live: LocalDesk) -> None:
    record = {"type": "TXT", "name": "_workestra-tickets.fern.example", "value": "workestra-tickets=a1"}
    fern = {"id": "fern.example", "domain": "fern.example", "state": "waiting", "shown_at": None, "record": record}
    answered(page, "**/acme/mail-domains?*", {"items": [fern], "next_cursor": None})
    answered(page, "**/mail-domains/fern.example/check", fern | {"found": "missing"})
    section("mail-domains")(page, live)


def engine_chosen(page: Page, live: LocalDesk) -> None:
    with_more(page, "**/acme/ai-engine", engine="bedrock", model="some.model")
    answered(page, "**/acme/ai-engine/trial", {"said": "Good morning"})
    section("ai-engine")(page, live)


def widget_there(page: Page, live: LocalDesk) -> None:
    if not api(live, "GET", "widgets")["items"]:
        api(live, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    in_settings("widgets", "New secret:")(page, live)


def two_contacts(page: Page, live: LocalDesk) -> None:
    home, _ = (
        new_ticket(live, f"From {name}", contact={"email": f"odile@{name}.example", "name": f"Odile {name}"})
        for name in ("home", "work")
    )
    sign_in(page, live, f"/console/contacts/{api(live, 'GET', f'tickets/{home}')['contact']['id']}")


def contact_held_nearly(page: Page, live: LocalDesk) -> None:
    _of_tove(page, live)
    page.get_by_role("button", name="Put on hold").click()
    page.get_by_label("Reason").fill("A lawsuit")


def contact_held(page: Page, live: LocalDesk) -> None:
    _of_tove(page, live, {"reason": "A lawsuit"})


def _of_tove(page: Page, live: LocalDesk, hold: dict[str, str] | None = None) -> None:
    ref = new_ticket(live, "From Tove", contact={"email": "tove@example.com", "name": "Tove Lie"})
    contact = api(live, "GET", f"tickets/{ref}")["contact"]["id"]
    if hold:
        api(live, "PUT", f"contacts/{contact}/hold", hold)
    else:
        api(live, "DELETE", f"contacts/{contact}/hold")
    sign_in(page, live, f"/console/contacts/{contact}")


def merged_with_work(page: Page) -> None:
    page.get_by_role("button", name="Merge another contact into this one").press(
        "Enter"
    )  # what failed is told above it
    page.get_by_role("dialog").get_by_role("combobox").fill("odile work")
    page.get_by_role("option", name="Odile work").click(timeout=60_000)  # whoever asks that often may have to wait
    page.get_by_role("button", name="Merge", exact=True).press("Enter")


def told_by_push(page: Page) -> Locator:
    return page.get_by_role("group", name="Ticket assigned to me: Mine").get_by_label("Push")


def contact_shown(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Forget me", contact={"email": "ivo@example.com", "name": "Ivo Reis"})
    sign_in(page, live, f"/console/contacts/{api(live, 'GET', f'tickets/{ref}')['contact']['id']}")


def exporting(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^(Export data|Try again)$"))


def erasure_named(page: Page, live: LocalDesk) -> None:
    contact_shown(page, live)
    page.get_by_role("button", name="Erase this person…").click()
    page.get_by_role("textbox", name="To confirm").fill("Ivo Reis")


WRITES: dict[str, Write] = {
    "save-view": Write("POST views", view_named, pressed("Save"), filled("Name", "Put out"), closed),
    "change-view": Write(
        "PATCH views/${id}",
        view_renamed,
        pressed("Save"),
        filled("Name", "Warmer"),
        seen(lambda page: page.get_by_role("link", name="Warmer")),
    ),
    "delete-view": Write(
        "DELETE views/${id}",
        view_saved,
        delete_cold,
        seen(lambda page: page.get_by_role("link", name="Cold")),
        gone(lambda page: page.get_by_role("link", name="Cold")),
    ),
    "read-notices": Write(
        "POST inbox/read",
        told,
        pressed("Mark all as read"),
        seen(unread),
        gone(unread),
    ),
    "done-notices": Write(
        "POST inbox/done",
        told_once,
        done_and_off,
        seen(lambda page: page.locator("[data-notice='TKT-0001']")),
        gone(lambda page: page.locator("[data-notice='TKT-0001']")),
    ),
    "new-setting": Write(
        "POST path",
        in_settings("labels", "New label", Name="Written in vain"),
        pressed("Save"),
        filled("Name", "Written in vain"),
        closed,
        (LOST, 403, 409, 429, 500),
    ),
    "setting": Write(
        "PATCH at(id)",
        in_settings("canned-responses", "Edit:", Text="Hello {{customer_name}}, once more."),
        pressed("Save"),
        filled("Text", "Hello {{customer_name}}, once more."),
        closed,
        (LOST, 404, 500),
    ),
    "delete-setting": Write(
        "DELETE at(id)",
        label_made,
        pressed("Delete: Doomed", "Delete"),
        seen(button("Edit: Doomed")),
        gone(button("Edit: Doomed")),
    ),
    "invite-again": Write(
        "POST members/${member.id}/invite",
        invited,
        pressed("Resend invitation: Ivy Late"),
        seen(button("Resend invitation: Ivy Late")),
        seen(words("will get a new link by email")),
    ),
    "hand-over": Write(
        "POST members/${member.id}/handover",
        handing_over,
        pressed("Reassign tickets"),
        seen(words("All their unresolved tickets")),
        closed,
    ),
    "export": Write(
        "POST contacts/${id}/export",
        contact_shown,
        lambda page: exporting(page).click(),
        seen(lambda page: exporting(page)),
        seen(lambda page: page.get_by_role("progressbar", name="Exporting")),
        (LOST, 403, 500),
    ),
    "erase": Write(
        "POST contacts/${contact}/erasure",
        erasure_named,
        pressed("Erase for good"),
        seen(lambda page: page.get_by_role("textbox", name="To confirm")),
        seen(lambda page: page.get_by_role("progressbar", name="Erasing")),
        (LOST, 409, 500),
    ),
    "merge-contacts": Write(
        "POST contacts/${contact.id}/${what}",
        two_contacts,
        merged_with_work,
        seen(button("Merge another contact into this one")),
        seen(words("merged with this contact")),
        (LOST, 409, 500),
    ),
    "hold-contact": Write(
        "PUT contacts/${contact.id}/hold",
        contact_held_nearly,
        lambda page: page.get_by_role("dialog").get_by_role("button", name="Put on hold").click(),
        filled("Reason", "A lawsuit"),
        seen(words("On hold by")),
    ),
    "release-contact": Write(
        "DELETE contacts/${contact.id}/hold",
        contact_held,
        pressed("Release hold"),
        seen(words("On hold by")),
        gone(words("On hold by")),
    ),
    "retention": Write(
        "PUT retention",
        in_settings("retention", Spam="90"),
        pressed("Save"),
        filled("Spam", "90"),
        seen(words("Saved.")),
    ),
    "form-on-a-page": Write(
        "PATCH path",
        in_settings("portal", Welcome_text="We answer within a day."),
        pressed("Save"),
        filled("Welcome text", "We answer within a day."),
        seen(words("Saved.")),
        (LOST, 403, 412, 500),
    ),
    "preference": Write(
        "PATCH path",
        in_settings("notifications"),
        lambda page: told_by_push(page).click(),
        lambda page: expect(told_by_push(page)).not_to_be_checked(),
        lambda page: expect(told_by_push(page)).to_be_checked(),
    ),
    "release": Write(
        "POST suspended-mails/${mail.id}/release",
        mail_parked,
        pressed("Create ticket: A prize"),
        seen(button("Create ticket: A prize")),
        seen(words("The email is now on ticket TKT-0001.")),
        (LOST, 409, 500),
    ),
    "check-domain": Write(
        "POST ${at(id)}/${what}",
        domain_added,
        pressed("Check: fern.example"),
        seen(words("DNS record missing")),
        seen(words("The record for fern.example was not found.")),
    ),
    "trial": Write(
        "POST ai-engine/trial",
        engine_chosen,
        pressed("Test saved provider"),
        gone(words("It replied: ")),
        seen(words("It replied: Good morning")),
        (LOST, 429, 500),
    ),
    "weekly-trial": Write(
        "POST weekly-report/preview",
        in_settings("weekly-report"),
        pressed("Send me one now"),
        gone(words("On its way to ")),
        seen(words("On its way to ana@acme.example.")),
        (LOST, 429, 500),
    ),
    "secret": Write(
        "POST widgets/${widget.id}/secret",
        widget_there,
        lambda page: page.get_by_role("dialog").get_by_role("button", name="New secret", exact=True).click(),
        seen(words("Your server signs visitors' identities with it")),
        seen(words("Identity secret")),
    ),
}
