"""The reports in the console: what they say, how one gets to what is behind it, and what goes wrong."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, go, new_ticket, sign_in
from tests.browser.console_states.common import CARLA, refused, with_more
from tests.browser.watching import Watch, assert_accessible, assert_reflows, in_both_schemes
from tests.support.local_desk import LocalDesk

NAMES = ("overview", "speed", "sla", "satisfaction", "team", "topics", "hours")
REPORT = re.compile(r"/v1/acme/reports/\w+(\?|$)")
_IN_A_ROW = 60
"""Seconds that a page's clock is put on by, more than it waits before it asks again."""


def opened(page: Page, live: LocalDesk, address: str = "overview", member: str = "") -> Locator:
    """The report's page, once its numbers are there."""
    live.call("/_local/settle", {})
    sign_in(page, live, f"/console/reports/{address}", member)
    return there(page)


def there(page: Page) -> Locator:
    body = page.locator(".report-body[aria-busy=false]")
    expect(body).to_be_visible()
    return body


def number_of(link: Locator) -> int:
    return int(link.inner_text().replace(",", ""))


def rows(page: Page) -> int:
    """How many rows the list behind a number has, all its pages."""
    table = page.get_by_role("table")
    expect(table).to_be_visible()
    more = page.get_by_role("button", name="Load more")
    while more.count():
        before = table.get_by_role("row").count()
        more.click()
        expect(table.get_by_role("row").nth(before)).to_be_visible()
    return table.get_by_role("row").count() - 1


def test_one_gets_to_the_reports_by_keys_and_each_number_leads_to_as_many_rows(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Counted among the arrived")
    live.call("/_local/settle", {})
    sign_in(page, live)
    page.keyboard.press("g")
    page.keyboard.press("r")
    there(page)
    expect(page.get_by_role("heading", name="Reports: Overview")).to_be_focused()
    expect(page.get_by_role("link", name="Reports", exact=True)).to_have_attribute("aria-current", "page")
    report = page.url
    for name in ("Arrived", "Resolved"):
        link = page.locator(".tile").get_by_role("link", name=re.compile(rf"^[\d,]+ {name}$"))
        count = number_of(link)
        link.click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()
        assert rows(page) == count
        if name == "Arrived":
            expect(page.get_by_role("link", name=ref)).to_be_visible()
        page.get_by_role("link", name="Back to the report: Overview").click()
        there(page)
    assert page.url.startswith(report)
    page.locator(".tile").get_by_role("link", name=re.compile("Arrived$")).first.click()
    page.get_by_role("link", name=ref).click()
    expect(page.get_by_role("heading", name="Counted among the arrived")).to_be_visible()


@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_accessible_and_fits_on_a_phone(phone: Page, live: LocalDesk, name: str) -> None:
    opened(phone, live, name if name in ("team", "topics", "hours") else f"{name}?by=priority")
    in_both_schemes(phone, assert_accessible)
    assert_reflows(phone)


def test_a_plot_is_walked_through_by_arrow_keys_and_each_number_is_told(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    plot = page.get_by_role("group", name=re.compile("^Arrived and resolved. Arrow keys"))
    entry = plot.locator("a[tabindex='0']")
    expect(entry).to_have_count(1)
    entry.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    here = plot.locator("a:focus")
    expect(here).to_have_attribute("aria-label", re.compile(r"^\w{3}, \w{3} \d+, \d{4}: Resolved \d+$"))
    expect(plot.locator(".plot-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(plot.locator(".plot-tip")).to_have_count(0)
    expect(here).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    told = (here.get_attribute("aria-label") or "").rpartition(" ")[2]
    assert int(told) > 0  # the demo's tickets arrive up to today
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Arrived", level=1)).to_be_visible()
    assert rows(page) == int(told)


def test_plots_are_tables_for_whoever_wants_them_and_stay_so(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_role("switch", name="Show plots as tables").check()
    table = page.get_by_role("figure", name="Arrived and resolved").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(32)  # with the head and the sum
    assert_accessible(page)
    page.reload()
    expect(table).to_be_visible()
    page.get_by_role("switch", name="Show plots as tables").uncheck()
    expect(table).to_have_count(0)


def test_what_is_asked_for_is_in_the_address(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.get_by_label("Broken down by").select_option("Priority")
    expect(page).to_have_url(re.compile("by=priority"))
    urgent = page.get_by_role("row", name=re.compile("^Urgent"))
    link = urgent.get_by_role("link", name="Arrived, Urgent")
    count = number_of(link)
    page.get_by_label("Days", exact=True).select_option("Last 7 days")
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d&by=priority"))
    there(page)
    page.go_back()
    expect(page.get_by_label("Days", exact=True)).to_have_value("30d")
    there(page)
    link.click()
    expect(page.get_by_text("Priority: Urgent")).to_be_visible()
    assert rows(page) == count


def test_days_that_are_refused_stay_as_they_were_typed(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    opened(page, live, "speed")
    page.get_by_label("First day").fill("2026-11-20")
    page.get_by_label("Last day").fill("2026-11-02")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("The last day is before the first.")).to_be_visible()
    expect(page.get_by_label("First day")).to_have_value("2026-11-20")
    expect(page.get_by_label("Last day")).to_have_value("2026-11-02")
    assert_accessible(page)
    page.get_by_label("First day").fill("2023-11-20")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("A report covers at most 366 days.")).to_be_visible()
    page.get_by_label("Days", exact=True).select_option("Last 30 days")
    there(page)


def test_what_is_open_by_age_is_the_same_list_wherever_one_is(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(timezone_id="America/Los_Angeles")
    opened(page, live)
    link = page.get_by_role("row", name=re.compile("^1–2 days")).get_by_role("link")
    count = number_of(link)
    link.click()
    expect(page.get_by_role("button", name=re.compile(r"^Created: .*\(UTC\)$"))).to_be_visible()
    listed = page.get_by_role("region", name="Tickets", exact=True).locator(".row")
    more = page.get_by_role("button", name="Load more")
    expect(listed.nth(count - 1).or_(more).first).to_be_visible()
    while listed.count() < count and more.count():
        more.click()
        expect(more).to_be_enabled()
    expect(listed).to_have_count(count)


def test_members_see_their_own_row_of_the_team(page: Page, live: LocalDesk) -> None:
    opened(page, live, "team", CARLA)
    expect(page.get_by_text("You see your own numbers")).to_be_visible()
    assert page.get_by_role("table").locator("tbody tr").count() <= 1
    expect(page.get_by_role("button", name="Export as CSV")).to_have_count(0)
    go(page, "/console/reports/topics")
    expect(page.get_by_role("button", name="Export as CSV")).to_be_visible()


def test_a_label_that_is_gone_still_counts(page: Page, live: LocalDesk) -> None:
    label = api(live, "POST", "labels", {"name": "Short-lived", "color": "#c92a2a"})["id"]
    new_ticket(live, "Labelled for a while", labels=[label])
    opened(page, live, "topics")
    expect(page.get_by_role("row", name=re.compile("Short-lived"))).to_be_visible()
    api(live, "DELETE", f"labels/{label}")
    live.call("/_local/settle", {})
    page.reload()
    there(page)
    expect(page.get_by_role("row", name=re.compile("Short-lived"))).to_have_count(0)
    gone = page.get_by_role("row", name=re.compile("No longer there")).first
    link = gone.get_by_role("link", name=re.compile("Arrived"))
    count = number_of(link)
    link.click()
    assert rows(page) == count


def test_all_that_is_counted_is_taken_out_as_a_file(page: Page, live: LocalDesk, tmp_path: Path) -> None:
    opened(page, live)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export as CSV").click()
    saved.value.save_as(tmp_path / "facts.csv")
    head, *lines = (tmp_path / "facts.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("day,at,what,ticket")
    arrived = number_of(page.locator(".tile").get_by_role("link", name=re.compile("Arrived$")).first)
    assert len(lines) >= arrived
    assert saved.value.suggested_filename.startswith("overview-")


def test_a_file_that_broke_off_goes_on_where_it_stopped(
    page: Page, live: LocalDesk, watch: Watch, tmp_path: Path
) -> None:
    watch.expect("the server responded with a status of 500")
    asked: list[str] = []
    second = f"{live.desk['base_url']}/v1/acme/reports/overview/export?cursor=c1"

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            headers = {"Link": f'<{second}>; rel="next"', "Report-Days": "12/30", "Content-Type": "text/csv"}
            route.fulfill(body="day\r\n1\r\n", headers=headers)
        elif len(asked) == 2:
            route.fulfill(status=500, body=json.dumps({"code": "internal_error", "detail": "Refused."}))
        else:
            route.fulfill(body="2\r\n", headers={"Report-Days": "30/30", "Content-Type": "text/csv"})

    page.route("**/reports/overview/export?*", answer)
    opened(page, live)
    page.get_by_role("button", name="Export as CSV").click()
    expect(page.get_by_role("alert").filter(has_text="The export was interrupted.")).to_contain_text("12 of 30 days")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Continue").click()
    saved.value.save_as(tmp_path / "facts.csv")
    assert (tmp_path / "facts.csv").read_bytes() == b"day\r\n1\r\n2\r\n"
    assert "cursor=c1" in asked[2]
    expect(page.get_by_role("button", name="Export as CSV")).to_be_visible()


def test_days_that_are_being_counted_are_asked_for_again(page: Page, live: LocalDesk) -> None:
    page.clock.install()
    with_more(page, "**/acme/reports/overview", counting=True)
    opened(page, live)
    expect(page.get_by_text("Some of these days are still being counted")).to_be_visible()
    page.unroute_all()
    with page.expect_response(REPORT):
        page.clock.run_for(_IN_A_ROW * 1000)
    expect(page.get_by_text("Some of these days are still being counted")).to_have_count(0)


def test_a_report_that_fails_can_be_tried_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 500")
    refused(page, "**/acme/reports/overview", 500, "internal_error")
    sign_in(page, live, "/console/reports")
    page.get_by_role("main").get_by_role("button", name="Try again").wait_for()
    assert_accessible(page)
    page.unroute("**/acme/reports/overview")
    page.get_by_role("main").get_by_role("button", name="Try again").click()
    there(page)


def test_where_nothing_happened_that_is_said_and_what_to_do(page: Page, live: LocalDesk) -> None:
    before = date.today() - timedelta(days=3000)
    opened(page, live, f"satisfaction?from={before}&to={before + timedelta(days=6)}")
    expect(page.get_by_role("heading", name="Nothing happened in these days")).to_be_visible()
    assert_accessible(page)


def test_without_permission_there_is_no_way_to_the_reports(page: Page, live: LocalDesk) -> None:
    def with_less(route: Route) -> None:
        document = route.fetch().json()
        document["workspaces"][0]["permissions"] = ["contacts:read"]
        route.fulfill(body=json.dumps(document), content_type="application/json")

    page.route("**/v1/me", with_less)
    sign_in(page, live, "/console/reports")
    expect(page.get_by_text("You don't have permission for this.")).to_be_visible()
    expect(page.get_by_role("link", name="Reports", exact=True)).to_have_count(0)


def test_a_year_is_drawn_by_weeks(page: Page, live: LocalDesk) -> None:
    today = api(live, "GET", "reports/overview")["today"]
    first = (date.fromisoformat(today) - timedelta(days=365)).isoformat()
    opened(page, live, f"overview?from={first}&to={today}")
    plot = page.get_by_role("group", name=re.compile("^Arrived and resolved, by week"))
    assert 100 < plot.get_by_role("link").count() < 110  # 53 weeks, two numbers each
    plot.locator("a[tabindex='0']").focus()
    told = plot.locator("a:focus").get_attribute("aria-label") or ""
    page.keyboard.press("Enter")
    assert rows(page) == int(told.rpartition(" ")[2])


def test_paper_has_the_report_alone(page: Page, live: LocalDesk) -> None:
    opened(page, live, "overview?by=priority")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (page.locator(".rail"), page.locator(".report-asking"), page.locator(".hits").first):
        expect(gone).to_be_hidden()
    expect(page.locator(".drawing svg").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_what_is_asked_for_last_is_shown_though_another_answer_is_late(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    late: list[Route] = []
    page.route("**/acme/reports/speed", lambda route: late.append(route))
    page.get_by_role("link", name="Speed").click()
    expect(page.get_by_role("heading", name="Reports: Speed")).to_be_focused()
    page.get_by_role("link", name="Hours").click()
    expect(page.get_by_role("heading", name="When tickets arrive")).to_be_visible()
    expect(page.get_by_role("heading", name="Reports: Hours")).to_be_focused()
    page.unroute_all()
