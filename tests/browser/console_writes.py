"""Every call by which the console changes something: how a person makes it, and what must be seen when it fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.console import api, fill_sign_in, new_ticket, sign_in
from tests.browser.console_states import CARLA, SENTENCE, answered, brought_up, section, with_more
from tests.support.local_desk import LocalDesk

LOST = 0
ANSWERED = re.compile(r"Good morning\..+", re.DOTALL)
Seen = Callable[[Page], None]
Find = Callable[[Page], Locator]
TOM = {"email": "tom@lindqvistcycles.example", "name": "Tom Lindqvist"}
FILE = FilePayload(name="route.txt", mimeType="text/plain", buffer=b"A7, exit 12")


@dataclass(frozen=True)
class Write:
    """`ready` brings a page so far that `press` makes the call; `kept` holds after a failure, `worked` in the end."""

    call: str
    ready: Callable[[Page, LocalDesk], object]
    press: Seen
    kept: Seen
    worked: Seen
    statuses: tuple[int, ...] = (LOST, 403, 500)
    where: str | re.Pattern[str] = "**/v1/acme/**"


# What is pressed and seen


def pressed(*names: str) -> Seen:
    """Press the buttons of these names, one after the other; of several the one on top."""

    def press(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).last.click()

    return press


def filled(name: str, text: str) -> Seen:
    """The field holds what was typed."""
    return lambda page: expect(page.get_by_label(name, exact=True).last).to_have_value(text)


def seen(find: Find) -> Seen:
    return lambda page: expect(find(page)).to_be_visible()


def gone(find: Find) -> Seen:
    return lambda page: expect(find(page)).to_have_count(0)


def button(name: str) -> Find:
    return lambda page: page.get_by_role("button", name=name, exact=True).first


def words(text: str) -> Find:
    return lambda page: page.get_by_text(text).first


def closed(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_have_count(0)


def message(text: str) -> Seen:
    """It stands in the conversation, and the desk has it."""

    def shown(page: Page) -> None:
        expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()
        expect(page.locator(".on-its-way")).to_have_count(0)

    return shown


# How a page is made ready


def opened(page: Page, live: LocalDesk, ref: str = "") -> str:
    ref = ref or new_ticket(live, "Written on in vain")
    sign_in(page, live, f"/console/tickets/{ref}?tab=archived")
    expect(page.get_by_role("region", name="Conversation")).to_have_attribute("aria-busy", "false")
    return ref


def in_settings(name: str, button: str = "", **typed: str) -> Callable[[Page, LocalDesk], None]:
    """A section, the form that a button brings up, and what is typed into it."""

    def ready(page: Page, live: LocalDesk) -> None:
        section(name)(page, live)
        if button:
            brought_up(button)(page, live)
        for label, text in typed.items():
            page.get_by_label(label.replace("_", " "), exact=True).last.fill(text)

    return ready


def note_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.keyboard.press("n")
    page.keyboard.type("The proxy again")


def reply_held(page: Page, live: LocalDesk) -> None:
    """A reply on hold for longer than usual: there has to be time for all that goes wrong."""

    def for_longer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        route.continue_(post_data=json.dumps(body | {"undo_seconds": 60}))

    opened(page, live)
    page.route("**/replies", for_longer)
    page.get_by_role("textbox", name="Reply to the customer").fill("Too early")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("is sent in a moment")).to_be_visible()


def new_one_written(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/inbox")
    page.keyboard.press("c")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Lorry out of fuel")


def archived(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Put away")
    api(live, "POST", f"tickets/{ref}/archive")
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


def view_named(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=closed&priority=urgent")
    page.get_by_role("button", name="Save as a view").click()
    page.get_by_label("Name").fill("Put out")


def view_saved(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=closed&priority=low")
    page.get_by_role("button", name="Save as a view").click()
    page.get_by_label("Name").fill("Cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Cold")).to_be_visible()


def told(page: Page, live: LocalDesk) -> None:
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    sign_in(page, live, "/console/inbox", CARLA)
    expect(unread(page)).to_be_visible()


def unread(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text="unread").first


def title_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.locator("#details").get_by_role("button").click()
    page.get_by_role("textbox", name="Title").fill("Typed with care")


def address_written(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("button", name="Add address").click()
    page.get_by_label("Address to put in copy").fill("ops@northpier.example")


def customer_sought(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("region", name="Customer").get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_role("combobox").fill("Inê")


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


def engine_chosen(page: Page, live: LocalDesk) -> None:
    with_more(page, "**/acme/ai-engine", engine="bedrock", model="some.model")
    answered(page, "**/acme/ai-engine/trial", {"said": "Good morning"})
    section("ai-engine")(page, live)


def widget_there(page: Page, live: LocalDesk) -> None:
    if not api(live, "GET", "widgets")["items"]:
        api(live, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    in_settings("widgets", "New secret:")(page, live)


def signing_in(page: Page, live: LocalDesk) -> None:
    page.goto("/console/")
    page.get_by_label("Email address").fill(CARLA)
    page.get_by_label("Password", exact=True).fill(live.desk["password"])


def code_asked_for(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "mfa", "session": "s-1"})
    answered(page, "**/auth/challenge", {"challenge": "new_password_required", "session": "s-2"})
    fill_sign_in(page, live)
    page.get_by_label("Code from your authenticator").fill("123 456")


def password_forgotten(page: Page, live: LocalDesk) -> None:
    page.goto("/console/")
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_label("Email address").fill(CARLA)


def at_work(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/keyboard", CARLA)


def really_signed_in(page: Page, live: LocalDesk) -> None:
    fill_sign_in(page, live, "/console/settings/keyboard", CARLA)
    expect(button("Account of Carla Nunes")(page)).to_be_visible()


# How it is pressed, where that is more than a button


def keys(*pressed_keys: str) -> Seen:
    def press(page: Page) -> None:
        for key in pressed_keys:
            page.keyboard.press(key)

    return press


def confirmed(page: Page) -> None:
    page.locator("#details").focus()
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()


def restored(page: Page) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Restore").click()


def undo(page: Page) -> Locator:
    return page.get_by_role("article").get_by_role("button", name="Undo")


def customer_picked(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("option", name="Inês Duarte").click()


def canned_picked(page: Page) -> None:
    page.get_by_role("button", name="Canned").click()
    page.get_by_role("dialog").get_by_role("option").first.click()


def type_chosen(page: Page) -> None:
    page.get_by_label("Type", exact=True).select_option("bug_report")


def told_by_mail(page: Page) -> None:
    page.get_by_label("A ticket is assigned to me").select_option("email")


def file_sent(page: Page) -> None:
    """The first time by choosing it, then by the button beside it."""
    again = page.get_by_role("list", name="Files").get_by_role("button", name="Try again")
    if again.count():
        again.click()
    else:
        page.locator("input[type=file]").last.set_input_files(FILE)


def loaded_again(page: Page) -> None:
    page.reload()


def signed_out(page: Page) -> None:
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()


def wished(page: Page) -> None:
    again = page.get_by_role("dialog").get_by_role("button", name="Try again")
    if again.count():
        again.click()
    else:
        page.get_by_role("option", name="Create a ticket from").click()


# The table

REF = "${at(ref)}"
MERGED = words("Merged into this")
BILLING = button("Remove label Billing")
FILE_THERE = words("route.txt")
AUTH = "**/v1/auth/**"
ELSEWHERE = re.compile(r"^https?://[^/]+/(?!v1/|console/)")
"""The file store has an address of its own."""


WRITES: dict[str, Write] = {
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
    "new-ticket": Write(
        "POST tickets",
        new_one_written,
        pressed("Create ticket"),
        filled("Title", "Lorry out of fuel"),
        seen(lambda page: page.get_by_role("heading", name="Lorry out of fuel")),
        (LOST, 403, 429, 500),
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
        gone(lambda page: page.get_by_text("Merged into this")),
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
    "copies": Write(
        "PATCH at(ref)",
        address_written,
        lambda page: page.get_by_label("Address to put in copy").press("Enter"),
        filled("Address to put in copy", "ops@northpier.example"),
        seen(words("Goes to maya@northpier.example and ops@northpier.example")),
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
    "save-view": Write("POST views", view_named, pressed("Save"), filled("Name", "Put out"), closed),
    "delete-view": Write(
        "DELETE views/${id}",
        view_saved,
        pressed("Delete the view “Cold”", "Delete"),
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
    "offer-of-a-file": Write(
        f"POST {REF}/attachments",
        answer_begun,
        file_sent,
        filled("Reply to the customer", "Good morning."),
        seen(button("Remove route.txt")),
        (LOST, 403, 429, 500),
    ),
    "offer-of-a-file-for-a-new-ticket": Write(
        "POST attachments",
        new_one_written,
        file_sent,
        filled("Title", "Lorry out of fuel"),
        gone(words("could not be sent")),
    ),
    "file": Write(
        "POST form.url",
        answer_begun,
        file_sent,
        filled("Reply to the customer", "Good morning."),
        gone(words("could not be sent")),
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
    "form-on-a-page": Write(
        "PATCH path",
        in_settings("portal", Words_of_welcome="We answer within a day."),
        pressed("Save"),
        filled("Words of welcome", "We answer within a day."),
        seen(words("Saved.")),
        (LOST, 403, 412, 500),
    ),
    "preference": Write(
        "PATCH path",
        in_settings("notifications"),
        told_by_mail,
        lambda page: expect(page.get_by_label("A ticket is assigned to me")).not_to_have_value("email"),
        lambda page: expect(page.get_by_label("A ticket is assigned to me")).to_have_value("email"),
    ),
    "release": Write(
        "POST suspended-mails/${mail.id}/release",
        mail_parked,
        pressed("Take in: A prize"),
        seen(button("Take in: A prize")),
        seen(words("The mail is on TKT-0001 now.")),
        (LOST, 409, 500),
    ),
    "trial": Write(
        "POST ai-engine/trial",
        engine_chosen,
        pressed("Try the saved engine"),
        gone(words("It answers: ")),
        seen(words("It answers: Good morning")),
        (LOST, 429, 500),
    ),
    "secret": Write(
        "POST widgets/${widget.id}/secret",
        widget_there,
        lambda page: page.get_by_role("dialog").get_by_role("button", name="New secret", exact=True).click(),
        seen(words("Your server signs with it")),
        seen(words("Identity secret")),
    ),
    "sign-in": Write(
        "POST /v1/auth/sign-in",
        signing_in,
        pressed("Sign in"),
        filled("Email address", CARLA),
        seen(button("Account of Carla Nunes")),
        (LOST, 429, 500),
        AUTH,
    ),
    "challenge": Write(
        "POST /v1/auth/challenge",
        code_asked_for,
        pressed("Sign in"),
        filled("Code from your authenticator", "123 456"),
        seen(words("Choose your own password")),
        (LOST, 429, 500),
        AUTH,
    ),
    "forgotten": Write(
        "POST /v1/auth/forgot-password",
        password_forgotten,
        pressed("Send the link"),
        filled("Email address", CARLA),
        seen(words("is on its way")),
        (LOST, 429, 500),
        AUTH,
    ),
    "sign-out": Write(
        "POST /v1/auth/sign-out",
        really_signed_in,
        signed_out,
        seen(button("Account of Carla Nunes")),
        seen(button("Forgot your password?")),
        (LOST, 429, 500),
        AUTH,
    ),
    "refresh": Write(
        "POST /v1/auth/refresh",
        at_work,
        loaded_again,
        seen(button("Try again")),
        seen(button("Account of Carla Nunes")),
        (LOST,),
        AUTH,
    ),
}
