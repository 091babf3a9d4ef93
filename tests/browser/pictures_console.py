"""The agents' console: the list, an open ticket, everything that comes up over them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from smtplib import SMTP

from playwright.sync_api import Page, ViewportSize, expect

from infra.local.demo.people import SUPPORT
from tests.browser.console import api, go, new_ticket, sign_in, token_of
from tests.browser.console_states.accounts import SCENES as ACCOUNTS
from tests.browser.console_states.common import rest
from tests.browser.console_states.reports import NAMES as REPORTS
from tests.browser.console_states.reports import report_there
from tests.browser.console_states.signing_in import SCENES as SIGNING_IN
from tests.browser.pictures import Shoot
from tests.support.local_desk import LocalDesk

OUTAGE = "TKT-0039"
"""The demo's ticket with most to show: a note, replies, somebody in charge."""
BEN = "ben@acme.example"
TABLET: ViewportSize = {"width": 1024, "height": 900}
"""Too narrow for the list beside a ticket, which then has the page to itself."""
MISSED = datetime(2027, 3, 2, 12, 12, tzinfo=UTC)
"""Some time after the outage should have been resolved."""
SIGN_IN_STATES = (
    "code-of-the-authenticator",
    "recovery-code",
    "company-asked-for",
    "company-unknown",
    "company-refused",
)
SECTIONS = (
    "profile",
    "account",
    "notifications",
    "keyboard",
    "contacts",
    "canned-responses",
    "labels",
    "members",
    "sign-in",
    "sla",
    "business-hours",
    "general",
    "weekly-report",
    "masking",
    "retention",
    "mailboxes",
    "mail-domains",
    "suspended",
    "portal",
    "widgets",
    "ai-engine",
    "api-keys",
    "audit",
)


def _at(page: Page, live: LocalDesk, path: str, **preferences: object) -> None:
    """The console at a place, its clock that of the desk, at rest."""
    now = live.call("/_local/clock", {"advance_minutes": 0})["now"]
    page.clock.set_fixed_time(datetime.fromisoformat(now))
    kept = "".join(
        f"localStorage.setItem('workestra.{name}', {json.dumps(json.dumps(value))});"
        for name, value in preferences.items()
    )
    page.add_init_script(kept)
    sign_in(page, live, path)
    page.wait_for_load_state("networkidle")


def _is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] < TABLET["width"]


def _ready(page: Page) -> None:
    expect(page.locator(".ticket [aria-busy=false]").first).to_be_visible()


def the_list(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _at(page, live, "/console/tickets")
    expect(page.locator("[data-ref]").first).to_be_visible()
    shoot("list")
    for box in page.get_by_role("checkbox").all()[1:3]:
        box.click()
    shoot("list-selected")
    page.keyboard.press("s")
    shoot("list-picker")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    shoot("list-filters")
    page.get_by_role("dialog").get_by_role("option", name="Created").click()
    expect(page.get_by_label("First day")).to_be_visible()
    shoot("list-days")
    page.keyboard.press("Escape")
    few = "csat=none&sla=breached,warning,on_track&created=2027-01-01..2027-12-31&channel=email,portal"
    _at(page, live, f"/console/tickets?priority=urgent,high,medium&{few}")
    expect(page.get_by_role("button", name="Remove the filter").first).to_be_visible()
    shoot("list-narrowed")
    _at(page, live, "/console/tickets?priority=urgent&channel=chat&type=feature_request")
    expect(page.get_by_role("button", name="Clear").last).to_be_visible()
    shoot("list-nothing-fits")


def over_the_page(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _at(page, live, "/console/tickets")
    expect(page.locator("[data-ref]").first).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("webhook")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    shoot("palette")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    shoot("shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.get_by_label("Title").fill("Van broke down")
    shoot("new-ticket")
    page.get_by_role("button", name="Discard").click()


def by_sentence(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _at(page, live, "/console/tickets")
    expect(page.locator("[data-ref]").first).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("Create a support ticket for Quill: the export is broken since Monday, urgent")
    entry = page.get_by_role("dialog").get_by_role("option", name="Create a ticket from")
    expect(entry).to_be_visible()
    page.wait_for_load_state("networkidle")
    shoot("sentence")
    page.route("**/assistant", lambda route: route.abort(), times=1)
    entry.click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    shoot("sentence-failed")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Filled in from")).to_be_visible()
    shoot("sentence-read")
    page.get_by_role("button", name="Discard").click()


def _somebody_writes(live: LocalDesk, ref: str) -> None:
    """Ben has the ticket open and types."""
    place = f"/v1/{live.desk['workspace']}/tickets/{ref}/presence"
    live.call(place, {"state": "writing"}, token_of(live, BEN), "PUT")


def a_ticket(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _somebody_writes(live, OUTAGE)
    _at(page, live, f"/console/tickets/{OUTAGE}")
    _ready(page)
    expect(page.get_by_text("Ben Ito is writing")).to_be_visible()
    shoot("ticket", whole=_is_phone(page))
    page.get_by_role("textbox", name="Reply to the customer").focus()  # on a phone there is only its first line before
    page.get_by_role("button", name="Canned").click()
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    shoot("canned")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Internal note").first.click()
    shoot("note")
    page.get_by_role("button", name="Reply to customer").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+R")
    page.get_by_label("How was it resolved?").fill("The payment gateway is back.")
    shoot("resolve")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("combobox").fill("card")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    shoot("merge")
    page.keyboard.press("Escape")


def newer_messages(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    ref = new_ticket(live, "The till prints twice")
    _at(page, live, f"/console/tickets/{ref}")
    _ready(page)
    page.get_by_role("textbox", name="Reply to the customer").fill("Hello Maya, please switch it off and on again.")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "She has done that already."})
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("1 new message since you started")).to_be_visible()
    shoot("newer-messages")


def the_inbox(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _at(page, live, "/console/inbox")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    shoot("inbox")


def the_reports(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _at(page, live, "/console/reports")
    for name in REPORTS:
        go(page, f"/console/reports/{name}?by=priority")
        expect(page.get_by_role("heading", name=re.compile("^Reports: "), level=1)).to_be_focused()
        report_there(page)
        shoot(f"report-{name}", whole=True)
    go(page, "/console/reports/overview/tickets?cell=arrived")
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()
    shoot("report-behind-a-number")


def first_run(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    counts = dict.fromkeys(
        ("all", "mine", "unassigned", "open", "in_progress", "waiting", "resolved", "closed", "archived"), 0
    )
    empty = json.dumps({"items": [], "next_cursor": None})
    page.route(
        "**/tickets/counts", lambda route: route.fulfill(body=json.dumps(counts), content_type="application/json")
    )
    page.route("**/tickets?**", lambda route: route.fulfill(body=empty, content_type="application/json"))
    _at(page, live, "/console/tickets")
    expect(page.get_by_role("heading", name="first ticket")).to_be_visible()
    shoot("first-run")


def signing_in(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    page.goto("/console/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    shoot("sign-in")


def accounts(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    """All states of one's account, of signing in, and of what keeps a member out."""
    now = live.call("/_local/clock", {"advance_minutes": 0})["now"]
    page.clock.set_fixed_time(datetime.fromisoformat(now))
    scenes = {"sign-in": {name: SIGNING_IN["sign-in"][name] for name in SIGN_IN_STATES}, **ACCOUNTS}
    for states in scenes.values():
        for name, state in states.items():
            state(page, live)
            page.wait_for_load_state("networkidle")
            shoot(name)
            rest(page)


def other_languages(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    for name, language in (("german", "de"), ("right-to-left", "ar-XB")):
        _at(page, live, f"/console/tickets/{OUTAGE}", language=language)
        _ready(page)
        shoot(name)
        _at(page, live, "/console/tickets", language=language)
        expect(page.locator("[data-ref]").first).to_be_visible()
        shoot(f"{name}-list")
        _at(page, live, "/console/settings/sla", language=language)
        expect(page.get_by_role("main").get_by_role("listitem").last).to_be_visible()
        shoot(f"{name}-settings")


def the_settings(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    _something_to_settle(live)
    for section in SECTIONS:
        _at(page, live, f"/console/settings/{section}")
        expect(page.locator(".settings-page h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        shoot(f"settings-{section}", whole=True)
        if section == "business-hours":
            page.get_by_label("24 hours a day, 7 days a week").uncheck()
            shoot("settings-business-hours-week", whole=True)
        if section == "audit":
            page.get_by_text("2 fields").first.click()
            shoot("settings-audit-open", whole=True)
    for section, thing in (("labels", "Billing"), ("sla", "Urgent")):
        _at(page, live, f"/console/settings/{section}")
        page.get_by_role("listitem").filter(has_text=thing).get_by_role("button", name="Edit").click()
        shoot(f"settings-{section}-dialog")
        page.get_by_role("button", name="Cancel").click()


@cache
def _something_to_settle(live: LocalDesk) -> None:
    """Mails that became no tickets, and changes for the audit log: once for all looks."""
    for subject, headers in (
        ("Out of office until Monday", {"Auto-Submitted": "auto-replied"}),
        ("Undelivered Mail Returned to Sender", {"Auto-Submitted": "auto-generated", "Return-Path": "<>"}),
    ):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "Oskar Weiß <oskar@weiss-fotografie.example>", SUPPORT, subject
        for name, value in headers.items():
            mail[name] = value
        mail.set_content("I am away and read my mail again on Monday.")
        with SMTP(live.desk["smtp_host"], live.desk["smtp_port"]) as server:
            server.send_message(mail)
    made = api(live, "POST", "labels", {"name": "Refund", "color": "#14693a"})
    api(live, "PATCH", f"labels/{made['id']}", {"name": "Refunds", "color": "#1d4ed8"})
    api(live, "PATCH", "settings", {"auto_close_days": 14})
    live.call("/_local/settle", {})


def too_late(page: Page, live: LocalDesk, shoot: Shoot) -> None:
    """The same ticket after its target was missed, and on a page of its own."""
    now = datetime.fromisoformat(live.call("/_local/clock", {"advance_minutes": 0})["now"])
    live.call("/_local/clock", {"advance_minutes": max(0, (MISSED - now).total_seconds() // 60)})
    _somebody_writes(live, OUTAGE)
    _at(page, live, f"/console/tickets/{OUTAGE}")
    _ready(page)
    expect(page.get_by_text("Resolution overdue")).to_be_visible()
    shoot("split-breached", whole=_is_phone(page))
    if not _is_phone(page):
        page.set_viewport_size(TABLET)
        shoot("ticket-full", whole=True)


JOURNEYS = (
    signing_in,
    accounts,
    the_list,
    over_the_page,
    by_sentence,
    a_ticket,
    the_inbox,
    the_reports,
    first_run,
    other_languages,
    the_settings,
    too_late,
    newer_messages,
)
"""Those that change the desk, or its clock, at the end."""
