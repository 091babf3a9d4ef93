"""The reports: each with what it has, and what stands there instead."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.browser.console import go, sign_in
from tests.browser.console_states.common import State, named, refused, with_more
from tests.support.local_desk import LocalDesk

NAMES = ("overview", "speed", "sla", "satisfaction", "team", "topics", "hours")


def report_there(page: Page) -> None:
    expect(page.locator(".report-body[aria-busy=false]")).to_be_visible()


def report_of(name: str) -> State:
    def shown(page: Page, live: LocalDesk) -> None:
        live.call("/_local/settle", {})
        sign_in(page, live, f"/console/reports/{name}?by=priority")
        report_there(page)

    return shown


def behind_a_number_of_a_report(page: Page, live: LocalDesk) -> None:
    go(page, "/console/reports/overview")
    report_there(page)
    page.locator(".tile").get_by_role("link", name=re.compile("Arrived$")).first.click()
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()


def plots_as_tables(page: Page, live: LocalDesk) -> None:
    go(page, "/console/reports/overview")
    page.get_by_role("switch", name="Show plots as tables").check()
    expect(page.get_by_role("figure").first.get_by_role("table")).to_be_visible()


def number_of_a_plot(page: Page, live: LocalDesk) -> None:
    page.get_by_role("switch", name="Show plots as tables").uncheck()
    page.locator(".hits a[tabindex='0']").first.focus()
    expect(page.locator(".plot-tip")).to_be_visible()


def report_that_is_being_counted(page: Page, live: LocalDesk) -> None:
    with_more(page, "**/reports/topics?*", counting=True, cut=True)
    go(page, "/console/reports/topics?by=contact")
    expect(page.get_by_text("still being counted")).to_be_visible()


def report_of_nothing(page: Page, live: LocalDesk) -> None:
    go(page, "/console/reports/satisfaction?from=2015-01-01&to=2015-01-31")
    expect(page.get_by_role("heading", name="Nothing happened in these days")).to_be_visible()


def days_that_a_report_refuses(page: Page, live: LocalDesk) -> None:
    go(page, "/console/reports/speed?from=2026-11-20&to=2026-11-02")
    expect(page.get_by_text("The last day is before the first.")).to_be_visible()


def report_that_fails(page: Page, live: LocalDesk) -> None:
    refused(page, "**/reports/sla", 500, "internal_error")
    go(page, "/console/reports/sla")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_be_visible()


def export_that_broke_off(page: Page, live: LocalDesk) -> None:
    go(page, "/console/reports/hours")
    report_there(page)

    def once(route: Route) -> None:
        if "cursor" in route.request.url:
            return route.fulfill(status=500, body=json.dumps({"code": "internal_error", "detail": "Refused."}))
        further = f'<{route.request.url}&cursor=c1>; rel="next"'
        return route.fulfill(body="day\r\n", headers={"Link": further, "Report-Days": "12/30"})

    page.route("**/reports/hours/export?*", once)
    page.get_by_role("button", name="Export as CSV").click()
    expect(page.get_by_text("12 of 30 days")).to_be_visible()


SCENES = {
    "reports": {
        **{f"report-{name}": report_of(name) for name in NAMES},
        **named(
            behind_a_number_of_a_report,
            plots_as_tables,
            number_of_a_plot,
            report_that_is_being_counted,
            report_of_nothing,
            days_that_a_report_refuses,
            report_that_fails,
            export_that_broke_off,
        ),
    },
}
