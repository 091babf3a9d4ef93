"""The settings in the console: one's own, and those of the desk."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, go, new_ticket, sign_in
from tests.browser.portal_walk import PIXEL
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

SECTIONS = {
    "profile": "Profile",
    "notifications": "Notifications",
    "keyboard": "Keyboard",
    "contacts": "Contacts",
    "canned-responses": "Canned responses",
    "labels": "Labels",
    "members": "Members",
    "sla": "SLA policies",
    "business-hours": "Business hours",
    "general": "General",
    "weekly-report": "Weekly report",
    "masking": "Masking",
    "retention": "Retention",
    "mailboxes": "Mailboxes",
    "mail-domains": "Email domains",
    "suspended": "Suspended emails",
    "portal": "Portal",
    "widgets": "Widget",
    "ai-engine": "Assistant",
    "api-keys": "API keys",
    "audit": "Audit log",
}
CARLA = "carla@acme.example"


def opened(page: Page, live: LocalDesk, section: str, email: str = "") -> Page:
    sign_in(page, live, f"/console/settings/{section}", email)
    expect(page.get_by_role("heading", name=SECTIONS[section], level=1)).to_be_visible()
    return page


def line(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=text)


def test_every_section_is_found_by_keyboard(page: Page, live: LocalDesk) -> None:
    sign_in(page, live)
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_focused()
    sections = page.get_by_role("navigation", name="Settings")
    for name in [*list(SECTIONS.values())[1:], "Profile"]:
        link = sections.get_by_role("link", name=name, exact=True)
        link.focus()
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", name=name, level=1)
        expect(heading).to_be_focused()
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.get_by_text("Loading…")).to_have_count(0)


def test_who_is_no_admin_sees_what_is_theirs_and_changes_nothing_of_the_desk(page: Page, live: LocalDesk) -> None:
    opened(page, live, "labels", CARLA)
    for name in ("New label", "Edit", "Delete"):
        expect(page.get_by_role("main").get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("link", name="API keys")).to_have_count(0)
    page.goto("/console/settings/api-keys")
    expect(page.get_by_text("Only admins can see this.")).to_be_visible()


def test_a_label_is_made_looked_at_changed_and_deleted(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 409")
    opened(page, live, "labels")
    page.get_by_role("button", name="New label").click()
    dialog = page.get_by_role("dialog", name="New label")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Billing")
    dialog.get_by_label("Colour").fill("#ffee88")
    expect(dialog.get_by_role("status")).to_contain_text("hard to see on white")
    dialog.get_by_label("Colour").fill("#8a5200")
    expect(dialog.get_by_role("status")).to_contain_text("easy to see")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Name")).to_have_value("Billing")
    dialog.get_by_label("Name").fill("Refunds")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    line(page, "Refunds").get_by_role("button", name="Edit: Refunds").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Money back")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    line(page, "Money back").get_by_role("button", name="Delete: Money back").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(line(page, "Money back")).to_have_count(0)
    assert "Money back" not in [label["name"] for label in api(live, "GET", "labels")["items"]]


def test_what_was_typed_is_not_lost_by_a_slip(page: Page, live: LocalDesk) -> None:
    opened(page, live, "canned-responses")
    page.get_by_role("button", name="New canned response").click()
    form = page.get_by_role("dialog", name="New canned response")
    form.get_by_label("Text", exact=True).fill("Typed with care")
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Cancel").click()
    expect(form.get_by_label("Text", exact=True)).to_have_value("Typed with care")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(form).to_have_count(0)


def test_a_canned_response_is_shown_filled_in_while_it_is_written(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    opened(page, live, "canned-responses")
    page.get_by_role("button", name="New canned response").click()
    dialog = page.get_by_role("dialog", name="New canned response")
    dialog.get_by_label("Name").fill("Warm welcome")
    text = dialog.get_by_label("Text", exact=True)
    text.fill("Hello ")
    text.press("End")
    dialog.get_by_role("button", name="customer_name", exact=True).click()
    expect(text).to_have_value("Hello {{customer_name}}")
    expect(dialog.get_by_role("region", name="Preview")).to_contain_text("Hello Maya Osei")
    text.press("End")
    text.press_sequentially(", {{custmer}}")
    dialog.get_by_role("button", name="Save").click()
    expect(text).to_have_attribute("aria-invalid", "true")
    text.fill("Hello {{customer_name|there}}")
    dialog.get_by_role("button", name="Save").click()
    expect(line(page, "Warm welcome")).to_contain_text("{{customer_name|there}}")


def test_a_desk_without_canned_responses_says_what_to_do(page: Page, live: LocalDesk) -> None:
    nothing = '{"items": [], "next_cursor": null}'
    page.route("**/canned-responses?*", lambda route: route.fulfill(body=nothing, content_type="application/json"))
    opened(page, live, "canned-responses")
    expect(page.get_by_text("Write one for a frequent question.")).to_be_visible()


def test_settings_that_cannot_be_had_say_so_and_are_fetched_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 500")
    page.route("**/labels?*", lambda route: route.fulfill(status=500, body="{}"))
    opened(page, live, "labels")
    expect(page.get_by_role("alert").filter(has_text="Something went wrong")).to_be_visible()
    page.unroute("**/labels?*")
    page.get_by_role("button", name="Try again").click()
    expect(line(page, "Billing")).to_be_visible()


def test_a_member_is_invited_given_a_role_and_deactivated(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 409")
    opened(page, live, "members")
    page.get_by_role("button", name="Invite member").click()
    dialog = page.get_by_role("dialog", name="Invite member")
    dialog.get_by_label("Name").fill("Eva Lind")
    dialog.get_by_label("Email address").fill("ana@acme.example")
    dialog.get_by_role("button", name="Send invitation").click()
    expect(dialog.get_by_label("Email address")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Email address").fill("eva@acme.example")
    dialog.get_by_label("Role").select_option("viewer")
    expect(dialog).to_contain_text("Can read tickets but not change them.")
    dialog.get_by_role("button", name="Send invitation").click()
    eva = line(page, "Eva Lind")
    expect(eva).to_contain_text("Viewer")
    eva.get_by_role("button", name="Edit: Eva Lind").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("agent")
    page.get_by_role("dialog").get_by_role("checkbox", name="Can archive and delete tickets").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(eva).to_contain_text("can delete")
    eva.get_by_role("button", name="Deactivate: Eva Lind").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(eva).to_contain_text("deactivated")
    expect(eva.get_by_role("button", name="Activate: Eva Lind")).to_be_visible()


def test_who_is_deactivated_leaves_keys_behind_and_the_dialog_says_how_many(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    opened(page, live, "api-keys")
    page.get_by_role("button", name="New API key").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Outlives")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("dialog", name="Your new API key").get_by_role("button", name="Close").click()
    opened(page, live, "members")
    line(page, "Ana K.").get_by_role("button", name="Deactivate: Ana K.").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("they created stay")
    dialog.get_by_role("link", name="Show API keys").click()
    expect(line(page, "Outlives")).to_be_visible()
    expect(dialog).to_have_count(0)


def test_the_last_admin_stays_one_and_is_told_why(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 409", "the server responded with a status of 422")
    opened(page, live, "members")
    line(page, "Ana K.").get_by_role("button", name="Edit: Ana K.").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("agent")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile("admin", re.IGNORECASE))
    expect(page.get_by_role("dialog").get_by_label("Role")).to_have_value("agent")


def test_an_api_key_is_shown_once_and_revoked(page: Page, live: LocalDesk) -> None:
    opened(page, live, "api-keys")
    page.get_by_role("button", name="New API key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_label("Name").fill("Nightly report")
    dialog.get_by_role("checkbox", name="Read contacts").check()
    dialog.get_by_role("button", name="Save").click()
    shown = page.get_by_role("dialog", name="Your new API key")
    key = shown.get_by_label("API key").input_value()
    assert key.startswith("wtk_")
    expect(shown).to_contain_text("only once")
    assert live.call("/v1/acme/tickets/counts", token=key)
    shown.get_by_role("button", name="Close").click()
    expect(line(page, "Nightly report")).to_contain_text("Read tickets, Read contacts")
    assert key not in page.content()
    line(page, "Nightly report").get_by_role("button", name="Revoke: Nightly report").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(line(page, "Nightly report")).to_have_count(0)
    names = [entry["action"] for entry in api(live, "GET", "audit")["items"]]
    assert names[:2] == ["api_key.deleted", "api_key.created"]


def test_the_audit_log_says_who_changed_what(page: Page, live: LocalDesk) -> None:
    made = api(live, "POST", "labels", {"name": "Audited", "color": "#8a5200"})
    api(live, "PATCH", f"labels/{made['id']}", {"name": "Well audited"})
    opened(page, live, "audit")
    expect(line(page, "Well audited").first).to_contain_text("Audited → Well audited")
    expect(line(page, "Audited → Well audited")).to_contain_text("Label changed")
    page.get_by_label("Type").select_option(label="Email domains")
    expect(page.get_by_text("No matching entries.")).to_be_visible()
    page.get_by_label("Type").select_option(label="Labels")
    page.get_by_label("From", exact=True).fill("2026-01-01")
    expect(line(page, "Audited → Well audited")).to_have_count(1)
    page.get_by_label("By").select_option(label="Ben Ito")
    expect(page.get_by_text("No matching entries.")).to_be_visible()


def test_the_audit_log_is_exported_as_it_is_narrowed(page: Page, live: LocalDesk) -> None:
    api(live, "POST", "labels", {"name": "Exported", "color": "#8a5200"})
    opened(page, live, "audit")
    page.get_by_label("Type").select_option(label="Labels")
    expect(line(page, "Exported").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").press("Enter")
    assert download.value.suggested_filename == "audit.csv"
    rows = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert rows[0]["name"] == "Exported"
    assert {row["action"].partition(".")[0] for row in rows} == {"label"}
    expect(page.get_by_role("button", name="Export as CSV")).to_be_focused()


def test_contacts_are_found_as_one_types_and_lead_to_their_tickets(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    new_ticket(live, "Found by its contact", contact={"email": "wren@fern.example", "name": "Wren Fern"})
    opened(page, live, "contacts")
    page.get_by_role("searchbox").fill("wren")
    wren = line(page, "Wren Fern")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="@")).to_have_count(1)
    wren.get_by_role("button", name="Edit: Wren Fern").click()
    dialog = page.get_by_role("dialog", name="Edit contact")
    dialog.get_by_label("Company").fill("Fern & Co")
    dialog.get_by_label("Email addresses").fill("wren@fern.example\nnobody")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Email addresses")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Email addresses").fill("wren@fern.example\nw@fern.example")
    dialog.get_by_role("button", name="Save").click()
    expect(wren).to_contain_text("wren@fern.example, w@fern.example")
    page.get_by_role("searchbox").fill("nobody is called so")
    expect(page.get_by_text("No contacts found.")).to_be_visible()
    page.get_by_role("searchbox").fill("w@fern")
    wren.get_by_role("link", name="Tickets").click()
    expect(page.get_by_role("link", name="Found by its contact")).to_be_visible()


def test_preferences_are_saved_as_they_are_chosen(page: Page, live: LocalDesk) -> None:
    opened(page, live, "notifications", CARLA)
    replied = page.get_by_role("row", name="Customer reply")
    mine, everybodys = (replied.get_by_role("group", name=f"Customer reply: {one}") for one in ("Mine", "All"))
    for wanted in (True, False):
        mine.get_by_label("Push").set_checked(wanted)
        expect(page.get_by_text("Saved.").last).to_be_visible()
        page.reload()
        expect(mine.get_by_label("Push")).to_be_checked(checked=wanted)
        expect(mine.get_by_label("Inbox")).to_be_checked()
        expect(everybodys.get_by_label("Inbox")).not_to_be_checked()


def test_preferences_can_be_chosen_by_key_and_on_a_phone(phone: Page, live: LocalDesk) -> None:
    opened(phone, live, "notifications", CARLA)
    everybodys = phone.get_by_role("group", name="New ticket: All").get_by_label("Inbox")
    for wanted in (True, False):
        everybodys.focus()
        phone.keyboard.press("Space")
        expect(phone.get_by_text("Saved.").last).to_be_visible()
        phone.reload()
        expect(everybodys).to_be_checked(checked=wanted)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_quiet_hours_are_kept(page: Page, live: LocalDesk) -> None:
    opened(page, live, "notifications", CARLA)
    page.get_by_label("Pause notifications during these hours").check()
    page.get_by_label("From").fill("21:30")
    page.get_by_label("From").blur()
    expect(page.get_by_text("Saved.").last).to_be_visible()
    page.reload()
    expect(page.get_by_label("From")).to_have_value("21:30")
    expect(page.get_by_label("To", exact=True)).to_have_value("07:00")
    page.get_by_label("Pause notifications during these hours").uncheck()
    expect(page.get_by_label("From")).to_have_count(0)


def test_a_signature_and_a_clock_of_ones_own_are_kept(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("status of 422")
    opened(page, live, "profile", CARLA)
    page.get_by_label("Signature").fill("Carla, Acme")
    page.get_by_label("Time zone").fill("Europe/Nowhere")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Time zone")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Time zone").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Signature")).to_have_value("Carla, Acme")
    page.get_by_label("Signature").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


@pytest.mark.parametrize(("language", "heading"), [("de", "Profil"), ("es", "Perfil"), ("fr", "Profil")])
def test_the_settings_speak_the_chosen_language(page: Page, live: LocalDesk, language: str, heading: str) -> None:
    opened(page, live, "profile")
    page.get_by_role("combobox", name="Language").select_option(language)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_portal_is_set_up_beside_a_picture_of_it(page: Page, live: LocalDesk) -> None:
    opened(page, live, "portal")
    picture = page.frame_locator("iframe[title=Preview]")
    expect(picture.get_by_role("heading").first).to_be_visible()
    page.get_by_label("Welcome text").fill("We answer within a day.")
    page.get_by_role("button", name="Save").click()
    expect(picture.get_by_text("We answer within a day.")).to_be_visible()
    page.get_by_label("Bug report").fill("A parcel is damaged")
    page.get_by_label("Privacy line").fill("We keep it for a year.")
    page.get_by_label("Privacy page").fill("https://acme.example/privacy")
    page.get_by_role("button", name="Save").click()
    expect(picture.get_by_role("option", name="A parcel is damaged")).to_be_attached()
    expect(picture.get_by_role("option", name="I need help")).to_be_attached()
    expect(picture.get_by_text("We keep it for a year.")).to_be_visible()
    page.get_by_label("Logo").set_input_files({"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(page.get_by_label("Logo")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(picture.locator("img.logo")).to_be_visible()
    page.get_by_role("button", name="Remove logo").click()
    expect(picture.locator("img.logo")).to_have_count(0)
    page.get_by_role("checkbox", name="Turn on the portal").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The portal is off")).to_be_visible()
    api(live, "PATCH", "portal", {"on": True, "text": "", "types": {}, "privacy_text": "", "privacy_url": ""})


def test_an_address_tells_what_its_domain_still_needs(page: Page, live: LocalDesk) -> None:
    opened(page, live, "mailboxes")
    page.get_by_role("button", name="Check domain: support@acme.example").click()
    checks = page.get_by_role("dialog").get_by_role("list", name="Check domain")
    expect(checks.get_by_role("listitem")).to_have_count(5)
    expect(checks).to_contain_text("Signature (DKIM)")


def test_a_domain_is_added_with_the_record_to_copy_checked_and_removed(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 422")
    opened(page, live, "mail-domains")
    expect(page.get_by_text("No domains yet.")).to_be_visible()
    page.get_by_role("button", name="Add domain").click()
    dialog = page.get_by_role("dialog", name="Add domain")
    dialog.get_by_label("Domain", exact=True).fill("co.uk")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Domain", exact=True)).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Domain", exact=True).fill("Fern.example")
    page.keyboard.press("Enter")
    fern = line(page, "fern.example")
    expect(fern).to_contain_text("DNS record missing")
    (made,) = api(live, "GET", "mail-domains")["items"]
    expect(fern.get_by_label("Record name")).to_have_value(made["record"]["name"])
    expect(fern.get_by_label("Record value")).to_have_value(made["record"]["value"])
    fern.get_by_role("button", name="Check: fern.example").click()
    expect(page.get_by_text("The record for fern.example was not found.")).to_be_visible()
    fern.get_by_role("button", name="Remove: fern.example").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No domains yet.")).to_be_visible()


def test_the_assistant_s_engine_is_chosen_with_problems_at_their_fields(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 422")
    watch.expect("the server responded with a status of 502")
    opened(page, live, "ai-engine")
    page.get_by_label("Provider").select_option(label="OpenAI-compatible server")
    page.get_by_label("Model").fill("llama3.1")
    page.get_by_label("API address").fill("http://models.globex.example/v1")
    page.get_by_label("API key", exact=True).fill("sk-secret")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The address has to begin with https://.").first).to_be_visible()
    expect(page.get_by_label("API key", exact=True)).to_have_value("sk-secret")
    page.get_by_label("API address").fill("http://localhost:9/v1")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Test saved provider").click()
    expect(page.get_by_text("Nothing replies at that address. Check it and try again.")).to_be_visible()
    assert api(live, "GET", "ai-engine")["has_key"] is True
    page.get_by_label("Provider").select_option(label="No model")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/ai-engine")):
        page.get_by_role("button", name="Save", exact=True).click()
    assert api(live, "GET", "ai-engine")["engine"] == "model_free"


def test_the_weekly_report_is_chosen_tried_and_turned_off_by_whom_it_is_for(page: Page, live: LocalDesk) -> None:
    opened(page, live, "weekly-report")
    expect(page.get_by_text("Nobody gets it yet.")).to_be_visible()
    for name in ("Ana K.", "Carla Nunes"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Day", exact=True).select_option(label="Friday")
    page.get_by_label("Hour", exact=True).select_option(label="17:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Next report: ")).to_be_visible()
    page.get_by_role("button", name="Send me one now").click()
    expect(page.get_by_text("On its way to ana@acme.example.")).to_be_visible()
    found = api(live, "GET", "weekly-report")
    assert (len(found["members"]), found["weekday"], found["hour"]) == (2, 4, 17)
    go(page, "/console/settings/notifications")
    mine = page.get_by_role("checkbox", name="Email me the weekly report")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        mine.uncheck()
    go(page, "/console/settings/weekly-report")
    expect(page.get_by_role("checkbox", name="(turned it off)")).to_be_checked()
    assert api(live, "GET", "weekly-report")["stopped"] == [found["members"][0]]
    go(page, "/console/settings/notifications")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        mine.check()
    assert api(live, "PATCH", "weekly-report", {"members": []})["stopped"] == []


def test_confirmations_that_are_off_go_on_by_one_click_and_the_focus_stays_there(page: Page, live: LocalDesk) -> None:
    api(live, "PATCH", "settings", {"confirmations_on": False})
    opened(page, live, "general")
    again = page.get_by_role("main").get_by_role("button", name="Turn confirmations back on")
    again.focus()
    page.keyboard.press("Enter")
    expect(again).to_have_count(0)
    expect(page.get_by_role("heading", name="Confirmations", level=2)).to_be_focused()
    assert api(live, "GET", "settings")["confirmations_on"] is True
