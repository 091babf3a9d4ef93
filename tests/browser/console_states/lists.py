"""The list of tickets, and what is done to those that are ticked."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, go, new_ticket, sign_in
from tests.browser.console_states.common import answered, dialog, named, refused, with_more
from tests.browser.console_states.ticket import ALONE, TOLD
from tests.support.local_desk import LocalDesk


def rows(page: Page) -> Locator:
    return page.locator("[data-ref]")


def ticket_list(page: Page, live: LocalDesk) -> None:
    sign_in(page, live)
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("j")


def menu_of_the_order(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Sort").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def menu_of_the_account(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="'s account").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def menu_of_filters(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("f")
    expect(dialog(page).get_by_role("option", name="Created")).to_be_visible()


def picker_of_a_filter(page: Page, live: LocalDesk) -> None:
    menu_of_filters(page, live)
    dialog(page).get_by_role("option", name="Label").click()
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def days_of_a_filter(page: Page, live: LocalDesk) -> None:
    menu_of_filters(page, live)
    dialog(page).get_by_role("option", name="Created").click()
    expect(dialog(page).get_by_role("button", name="today")).to_be_focused()


def contacts_of_a_filter(page: Page, live: LocalDesk) -> None:
    menu_of_filters(page, live)
    dialog(page).get_by_role("option", name="Contact").click()
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def narrowed_list(page: Page, live: LocalDesk) -> None:
    maya = api(live, "GET", "contacts?q=maya")["items"][0]["id"]
    few = f"contact={maya}&sla=warning,breached&csat=1,2,none&created=2026-01-01..2027-12-31"
    go(page, f"/console/tickets?priority=urgent,high,medium&channel=phone,email&{few}")
    expect(page.get_by_role("button", name="Contact: Maya Osei", exact=True)).to_be_visible()


def saving_a_view(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Save as view").click()
    expect(dialog(page).get_by_label("Name")).to_be_focused()


def nothing_fits(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?priority=urgent&channel=chat&type=feature_request")
    expect(page.get_by_role("heading", name="No tickets match these filters")).to_be_visible()


def nothing_found(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?q=xylophone+quagga")
    expect(page.get_by_role("heading", name="No results for")).to_be_visible()


def empty_tab(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/tickets?*", {"items": [], "next_cursor": None})
    go(page, "/console/tickets?tab=mine")
    expect(page.get_by_role("heading", name="No tickets are assigned to you")).to_be_visible()


def failing_list(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/tickets?*", 500, "internal_error")
    go(page, "/console/tickets?tab=waiting&priority=low")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def list_on_its_way(page: Page, live: LocalDesk) -> None:
    page.route("**/acme/tickets?*", lambda route: None)
    go(page, "/console/tickets?tab=resolved&priority=low")
    expect(page.locator(".skeleton")).to_be_visible()


def offline(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?tab=open")
    expect(rows(page).first).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="Can't reach the server")).to_be_visible()


def not_found(page: Page, live: LocalDesk) -> None:
    go(page, "/console/nowhere/at/all")
    expect(page.get_by_text("Page not found.")).to_be_visible()


def first_run(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/tickets?*", {"items": [], "next_cursor": None})
    with_more(page, "**/acme/tickets/counts", all=0, archived=0)
    sign_in(page, live)
    expect(page.get_by_role("link", name="Email support@acme.example")).to_be_visible()


def dialog_on_its_way(page: Page, live: LocalDesk) -> None:
    page.route("**/NewTicket.*.js", lambda route: None)
    sign_in(page, live, "/console/inbox")
    page.keyboard.press("c")
    expect(dialog(page).get_by_text("Loading…")).to_be_visible()


def list_in_german(page: Page, live: LocalDesk) -> None:
    """With few tickets, so that the bar that floats over a list covers none."""

    def some(route: Route) -> None:
        document = route.fetch().json()
        route.fulfill(json=document | {"items": document["items"][:2], "next_cursor": None})

    page.add_init_script("localStorage.setItem('workestra.language', '\"de\"')")
    page.route("**/acme/tickets?*", some)
    sign_in(page, live)
    expect(rows(page).first).to_be_visible()
    rows(page).first.get_by_role("checkbox").click()


def ticket_in_german(page: Page, live: LocalDesk) -> None:
    page.add_init_script("localStorage.setItem('workestra.language', '\"de\"')")
    ref = new_ticket(live, "Rheinschifffahrtsgesellschaftsverwaltung " * 4, description=TOLD)
    sign_in(page, live, f"/console/tickets/{ref}{ALONE}")
    expect(page.locator(".assistant .summary")).to_be_visible()


def ticked(page: Page, live: LocalDesk) -> None:
    refs = [new_ticket(live, f"Ticked, {number}", status="waiting", priority="low") for number in (1, 2)]
    sign_in(page, live, "/console/tickets?tab=waiting&priority=low")
    for ref in refs:
        page.get_by_role("checkbox", name=f"Select {ref}").click()
    expect(page.get_by_role("region", name="Selected tickets")).to_be_visible()


def picker_of_the_status(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("s")
    expect(dialog(page).get_by_role("option", name="Waiting")).to_be_visible()


def picker_of_the_priority(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("p")
    expect(dialog(page).get_by_role("option", name="Urgent")).to_be_visible()


def picker_of_the_assignee(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("a")
    expect(dialog(page).get_by_role("option", name="Ben Ito")).to_be_visible()


def picker_of_labels(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("l")
    expect(dialog(page).get_by_role("option", name="Billing")).to_be_visible()


def archiving_many(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("e")
    expect(page.get_by_role("dialog", name="Archive 2 tickets?")).to_be_visible()


def many_refused(page: Page, live: LocalDesk) -> None:
    refused(page, "**/tickets/bulk", 403, "forbidden")
    picker_of_the_priority(page, live)
    dialog(page).get_by_role("option", name="Urgent").click()
    expect(page.get_by_role("region", name="Selected tickets").get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".toast.error")).to_be_visible()


SCENES = {
    "list": named(
        ticket_list,
        menu_of_the_order,
        menu_of_the_account,
        menu_of_filters,
        picker_of_a_filter,
        days_of_a_filter,
        contacts_of_a_filter,
        narrowed_list,
        saving_a_view,
        nothing_fits,
        nothing_found,
        empty_tab,
        failing_list,
        list_on_its_way,
        not_found,
        offline,
    ),
    "empty-and-foreign": named(dialog_on_its_way, first_run, list_in_german, ticket_in_german),
    "many": named(
        ticked,
        picker_of_the_status,
        picker_of_the_priority,
        picker_of_the_assignee,
        picker_of_labels,
        archiving_many,
        many_refused,
    ),
}
