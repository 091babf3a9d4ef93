"""Service targets and business hours, as admins set them in the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import api, sign_in
from tests.browser.watching import Watch, assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk


@pytest.fixture
def as_before(live: LocalDesk) -> Iterator[None]:
    """The hours go back to what they were: other tests' tickets live by them."""
    hours = api(live, "GET", "business-hours")
    yield
    kept = {name: hours[name] for name in ("zone", "week", "country", "region", "holidays", "always")}
    api(live, "PATCH", "business-hours", kept)


def accessible(page: Page, within: str = "main") -> None:
    in_both_schemes(page, lambda shown: assert_accessible(shown, within))


def test_targets_are_set_in_the_unit_one_thinks_in(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    sign_in(page, live, "/console/settings/sla")
    low = page.get_by_role("list", name="SLA policies").get_by_role("listitem").filter(has_text="Low")
    low.get_by_role("button", name="Edit: Targets for Low").click()
    dialog = page.get_by_role("dialog", name="SLA policy")
    dialog.get_by_label("First reply", exact=True).fill("400")
    dialog.get_by_label("First reply: unit").select_option("days")
    dialog.get_by_label("Next reply", exact=True).fill("90")
    dialog.get_by_label("Next reply: unit").select_option("minutes")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("First reply", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Next reply", exact=True)).to_have_value("90")
    dialog.get_by_label("First reply", exact=True).fill("2")
    dialog.get_by_role("button", name="Save").click()
    expect(low).to_contain_text("First reply: 2d · Next reply: 1h 30m")
    policy = next(each for each in api(live, "GET", "sla-policies")["items"] if each["priority"] == "low")
    assert (policy["first_response_minutes"], policy["next_response_minutes"]) == (2880, 90)


def test_a_priority_without_targets_says_so_and_gets_some(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/settings/sla")
    low = page.get_by_role("list", name="SLA policies").get_by_role("listitem").filter(has_text="Low")
    low.get_by_role("button", name="Delete: Targets for Low").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(low).to_contain_text("No targets")
    low.get_by_role("button", name="Set targets").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(low).to_contain_text("First reply: 8h")


def test_hours_are_set_day_by_day_with_holidays(page: Page, live: LocalDesk, watch: Watch, as_before: None) -> None:
    watch.expect("the server responded with a status of 422")
    sign_in(page, live, "/console/settings/business-hours")
    always = page.get_by_role("checkbox", name="24 hours a day, 7 days a week")
    always.uncheck()
    page.get_by_label("Time zone").fill("Europe/Berlin")
    monday = page.get_by_role("group", name="Monday")
    monday.get_by_role("button", name="Add hours").click()
    monday.get_by_label("Monday, from 1").fill("08:00")
    monday.get_by_label("Monday, until 1").fill("12:00")
    monday.get_by_label("Monday, from 2").fill("11:00")
    monday.get_by_label("Monday, until 2").fill("17:30")
    page.get_by_label("Country for public holidays").select_option(label="Germany")
    page.get_by_role("button", name="Save").click()
    expect(monday).to_contain_text("overlap")
    expect(monday.get_by_label("Monday, from 2")).to_have_value("11:00")
    accessible(page)
    monday.get_by_label("Monday, from 2").fill("13:00")
    page.get_by_role("button", name="Copy Monday to Tuesday–Friday").click()
    page.get_by_role("button", name="Add day off").click()
    page.get_by_label("Date 1", exact=True).fill("2026-12-24")
    page.get_by_label("Name 1", exact=True).fill("Christmas Eve")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    hours = api(live, "GET", "business-hours")
    day = [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "17:30"}]
    assert (hours["always"], hours["zone"], hours["country"]) == (False, "Europe/Berlin", "DE")
    assert (hours["week"][0], hours["week"][4]) == (day, day)
    assert hours["holidays"] == [{"date": "2026-12-24", "name": "Christmas Eve"}]
    page.get_by_text("Public holidays", exact=True).click()
    accessible(page)
