"""What the console takes off one's hands when a desk is set up: what the browser knows, what is a few keys away."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, conversation_there, new_ticket, sign_in, unproven
from tests.browser.console_states.common import answered
from tests.browser.console_states.settings import stopped_confirmations
from tests.browser.watching import Watch, assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk

CARLA = "carla@acme.example"


def labels_of(live: LocalDesk, ref: str) -> list[str]:
    return [label["name"] for label in api(live, "GET", f"tickets/{ref}")["labels"]]


def test_the_browsers_time_zone_is_proposed_until_one_is_chosen(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(timezone_id="Europe/Lisbon")
    sign_in(page, live, "/console/settings/profile")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("")
    page.get_by_role("button", name="Use Europe/Lisbon").press("Enter")
    expect(zone).to_have_value("Europe/Lisbon")
    expect(zone).to_be_focused()
    expect(page.get_by_role("button", name="Use Europe/Lisbon")).to_have_count(0)


def test_a_browser_that_keeps_universal_time_proposes_nothing(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(timezone_id="UTC")
    sign_in(page, live, "/console/settings/profile")
    expect(page.get_by_label("Time zone")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Use "))).to_have_count(0)


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("de", "Deutschland"), ("es", "Alemania")])
def test_countries_are_chosen_by_their_names(page: Page, live: LocalDesk, language: str, name: str) -> None:
    page.add_init_script(f"localStorage.setItem('workestra.language', {json.dumps(json.dumps(language))})")
    hours = api(live, "GET", "business-hours")
    answered(page, "**/acme/business-hours", {**hours, "always": False, "country": "DE"}, method="GET")
    sign_in(page, live, "/console/settings/business-hours")
    country = page.locator("select")
    assert country.evaluate("each => each.selectedOptions[0].text") == name


def test_the_palette_leads_to_a_page_of_the_settings_and_to_a_saved_view(page: Page, live: LocalDesk) -> None:
    name = "Urgent and mine"
    api(live, "POST", "views", {"name": name, "shared": True, "filters": {"priority": "urgent"}})
    sign_in(page, live)
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("option", name="Settings:")).to_have_count(0)
    page.keyboard.type("business h")
    expect(dialog.get_by_role("option", name="Settings: Business hours")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Business hours", level=1)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("urgent and")
    dialog.get_by_role("option", name=f"View: {name}").click()
    expect(page).to_have_url(re.compile(r"/tickets\?priority=urgent$"))


def test_the_palette_leads_nobody_where_they_may_not_go(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, email=CARLA)
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("settings")
    options = page.get_by_role("dialog").get_by_role("option", name="Settings:")
    expect(options.filter(has_text="Profile")).to_be_visible()
    expect(options.filter(has_text="API keys")).to_have_count(0)


def test_a_label_is_made_where_it_was_missed(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "The parcel is lost")
    sign_in(page, live, f"/console/tickets/{ref}")
    expect(page.get_by_role("heading", name="The parcel is lost")).to_be_visible()
    conversation_there(page)
    page.keyboard.press("l")
    picker = page.get_by_role("dialog", name="Labels")
    picker.get_by_role("combobox").fill("billing")
    expect(picker.get_by_role("option", name="Create label")).to_have_count(0)
    picker.get_by_role("combobox").fill("Lost parcels")
    create = picker.get_by_role("option", name="Create label “Lost parcels”")
    expect(create).to_be_visible()
    page.keyboard.press("Enter")
    expect(picker.get_by_role("option", name="Lost parcels", exact=True)).to_have_attribute("aria-selected", "true")
    expect(picker.get_by_role("combobox")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(".ticket").get_by_text("Lost parcels").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert labels_of(live, ref) == ["Lost parcels"]


def test_whoever_may_not_change_the_settings_makes_no_label(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, f"/console/tickets/{new_ticket(live)}", CARLA)
    expect(page.get_by_role("heading", name="Invoice twice").first).to_be_visible()
    conversation_there(page)
    page.keyboard.press("l")
    picker = page.get_by_role("dialog", name="Labels")
    picker.get_by_role("combobox").fill("Lost and found")
    expect(picker.get_by_text("No matches.")).to_be_visible()
    expect(picker.get_by_role("option")).to_have_count(0)


def test_the_command_for_an_outside_assistant_is_ready_to_copy(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/api-keys")
    place = f"{live.desk['base_url']}/mcp/{live.desk['workspace']}"
    expect(page.get_by_label("MCP server")).to_have_value(place)
    wanted = f'claude mcp add --transport http desk {place} --header "Authorization: Bearer <API key>"'
    expect(page.get_by_label("Command for Claude Code")).to_have_value(wanted)


def test_why_a_ticket_is_unverified_is_told_in_place_by_keyboard(page: Page, live: LocalDesk) -> None:
    ref = unproven(live, "Please look into it")
    sign_in(page, live, f"/console/tickets/{ref}")
    why = page.locator("summary", has_text="Why?").first
    why.focus()
    page.keyboard.press("Enter")
    told = page.get_by_text("There is no proof yet that the owner of this email address wrote this.")
    expect(told).to_be_visible()
    page.keyboard.press("Enter")
    expect(told).to_be_hidden()


def test_why_confirmations_stopped_is_told_beside_the_button_that_turns_them_on(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/keyboard")
    stopped_confirmations(page, live)
    page.locator("summary", has_text="Why?").click()
    expect(page.get_by_text("That is why confirmations stop by themselves.")).to_be_visible()


def test_a_domains_checks_are_told_by_colour_shape_and_word(page: Page, live: LocalDesk, watch: Watch) -> None:
    checks = {
        "identity": ("ok", "OK", "on_track"),
        "mx": ("missing", "missing", "breached"),
        "spf": ("missing", "missing", "warning"),
        "dkim": ("wrong", "wrong", "breached"),
        "dmarc": ("unknown", "unavailable", "warning"),
    }
    items = [{"name": name, "state": state, "detail": "", "records": []} for name, (state, *_) in checks.items()]
    answered(page, "**/mailboxes/*/checks", {"items": items})
    sign_in(page, live, "/console/settings/mailboxes")
    page.get_by_role("button", name="Check domain: support@acme.example").click()
    lines = page.get_by_role("dialog").get_by_role("listitem")
    expect(lines).to_have_count(len(checks))
    for line, (_, word, drawn) in zip(lines.all(), checks.values(), strict=True):
        expect(line.locator(f".verdict.sla-{drawn} svg.sla-{drawn}")).to_be_visible()
        expect(line.locator(".verdict")).to_have_text(word)
    in_both_schemes(page, lambda shown: assert_accessible(shown, "dialog"))
