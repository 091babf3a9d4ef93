"""The assistant beside an open ticket: what it sums up, suggests, finds and answers. It does nothing by itself."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.console import api, field, more, new_ticket, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

TOLD = "The monthly export stops at line 1000. Can you help? It is urgent."


def panel_of(page: Page, live: LocalDesk, title: str, **more: object) -> tuple[str, Locator]:
    """A new ticket, open, and the assistant's panel beside it."""
    ref = new_ticket(live, title, description=TOLD, **more)
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    expect(panel.get_by_text("Nobody has replied to the customer yet.")).to_be_visible()
    return ref, panel


def test_it_sums_up_and_suggests_and_does_one_thing_at_a_click(page: Page, live: LocalDesk) -> None:
    ref, panel = panel_of(page, live, "Export is broken")
    expect(panel.get_by_role("definition")).to_have_count(0)
    panel.locator(".summary > summary").press("Enter")
    expect(panel.get_by_role("definition").filter(has_text="The monthly export stops at line 1000.")).to_be_visible()
    assert api(live, "GET", f"tickets/{ref}")["priority"] == "medium"
    panel.get_by_role("button", name="Set priority to Urgent").click()
    expect(field(page, "Priority", "Urgent")).to_be_visible()
    expect(panel.get_by_role("button", name="Set priority to Urgent")).to_have_count(0)
    assert api(live, "GET", f"tickets/{ref}")["priority"] == "urgent"


def test_a_drafted_reply_waits_in_the_composer_behind_what_was_typed(page: Page, live: LocalDesk) -> None:
    ref, panel = panel_of(page, live, "Draft me")
    field = page.get_by_role("textbox", name="Reply")
    field.fill("One moment.")
    panel.get_by_role("button", name="Draft a reply", exact=True).click()
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^One moment\.\n\nHello"))
    assert [one["kind"] for one in api(live, "GET", f"tickets/{ref}/timeline")["items"]] == ["event"]


def test_a_question_is_answered_with_what_it_rests_on_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "Ask me")
    panel.get_by_role("textbox", name="Your question").focus()
    page.keyboard.type("At which line does the export stop?")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("log").locator("blockquote")).to_contain_text("line 1000")
    expect(panel.get_by_role("textbox", name="Your question")).to_have_value("")


def test_what_it_rests_on_leads_there_and_takes_the_focus(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Lead me", description=TOLD)
    api(live, "POST", f"tickets/{ref}/notes", {"body": "The spare fuse lies in the blue cupboard."})
    for number in range(60):
        api(live, "POST", f"tickets/{ref}/notes", {"body": f"Remark {number}."})
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    panel.locator(".summary > summary").click()
    panel.get_by_role("button", name="Description").first.click()
    expect(page.get_by_role("region", name="Description")).to_be_focused()
    expect(page.get_by_role("region", name="Description")).to_be_in_viewport()
    panel.get_by_role("textbox", name="Your question").focus()
    page.keyboard.type("Where does the spare fuse lie?")
    page.keyboard.press("Enter")
    quote = panel.get_by_role("log").locator("blockquote").filter(has_text="blue cupboard")
    quote.get_by_role("button").focus()
    page.keyboard.press("Enter")
    message = page.get_by_role("article").filter(has_text="blue cupboard").and_(page.locator(".message"))
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()


def test_a_similar_ticket_opens_by_keyboard_and_in_a_new_tab(page: Page, live: LocalDesk) -> None:
    first = new_ticket(live, "Zebra printer jams", description="The zebra printer jams at every second label.")
    live.call("/_local/settle", {})
    ref = new_ticket(live, "Zebra printer jams again", description="The zebra printer jams, every second label.")
    live.call("/_local/settle", {})
    sign_in(page, live, f"/console/tickets/{ref}")
    link = page.get_by_role("region", name="Assistant").get_by_role("link", name=first)
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(f"**/console/tickets/{first}*")
    assert ref in page.url
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/tickets/{first}*")


def test_it_can_be_closed_and_stays_so(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "Close me")
    panel.get_by_role("heading", name="Assistant").click()
    expect(panel.get_by_text("Nobody has replied")).to_have_count(0)
    page.reload()
    expect(page.locator("#details")).to_have_text("Close me")
    expect(panel.locator("details")).not_to_have_attribute("open", "")


def test_when_it_can_t_be_had_that_is_said_with_a_way_to_try_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 500")
    page.route("**/assistant?*", lambda route: route.fulfill(status=500, body="{}"), times=4)
    ref = new_ticket(live, "Try again", description=TOLD)
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    expect(panel.get_by_role("alert")).to_be_visible()
    page.unroute("**/assistant?*")
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_text("Nobody has replied to the customer yet.")).to_be_visible()


def test_it_speaks_the_page_s_language_on_a_phone(open_page: OpenPage, live: LocalDesk) -> None:
    phone = open_page(**PHONE, locale="de-DE")
    ref = new_ticket(live, "Export", description=TOLD)
    sign_in(phone, live, f"/console/tickets/{ref}")
    phone.get_by_role("button", name="Eigenschaften").click()
    panel = phone.get_by_role("region", name="Assistent")
    expect(panel.get_by_text("Vorschläge")).to_be_visible()
    expect(panel.get_by_text("Dem Kunden hat noch niemand geantwortet.")).to_be_visible()
    panel.get_by_role("button", name="Zusagen").click()
    expect(panel.get_by_role("log").locator(".asked")).to_have_text("Was haben wir zugesagt?")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_of_ten_buttons_is_answered_from_what_is_recorded(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Ask me ten", description=TOLD)
    api(live, "POST", f"tickets/{ref}/replies", {"body": "We will send you a new file tomorrow."})
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    questions = panel.get_by_role("group", name="What the ticket records").get_by_role("button")
    expect(questions).to_have_count(10)
    said = panel.get_by_role("log").get_by_role("article")
    for number in range(10):
        questions.nth(number).press("Enter")
        expect(said).to_have_count(number + 1)
        expect(questions.nth(number)).to_be_focused()
    promise = said.filter(has_text="What have we promised?")
    expect(promise.get_by_text("We will send you a new file tomorrow.")).to_have_count(1)
    promise.get_by_role("group", name="Sources").get_by_role("button").press("Enter")
    expect(page.get_by_role("article").filter(has_text="new file").and_(page.locator(".message"))).to_be_focused()
    said.filter(has_text="When is it due?").get_by_role("button", name="Details").first.press("Enter")
    expect(page.locator("#details")).to_be_focused()
    expect(said.filter(has_text="How did it end?")).to_contain_text("It isn't recorded how it ended.")


def test_asking_begins_at_the_composer_and_escape_leads_back(page: Page, live: LocalDesk) -> None:
    panel_of(page, live, "Ask from below")
    field = page.get_by_role("textbox", name="Your question")
    at_composer = page.get_by_role("region", name="Write").get_by_role("button", name="Ask", exact=True)
    at_composer.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(at_composer).to_be_focused()
    told = page.get_by_role("region", name="Description")
    told.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("Ask about")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(told).to_be_focused()


def test_what_was_hidden_is_shown_to_ask_and_hidden_again(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "Ask from nowhere")
    panel.get_by_role("heading", name="Assistant").click()
    more(page, "Hide properties")
    page.locator("body").press("q")
    expect(panel.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="Properties")).to_have_count(0)


def test_a_draft_is_asked_for_by_key(page: Page, live: LocalDesk) -> None:
    panel_of(page, live, "Draft by key")
    page.locator("body").press("Shift+D")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("^Hello"))


def test_that_no_model_is_set_is_said_once_and_at_what_it_can_t_say(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "No model")
    notice = panel.get_by_text("No language model is set up.")
    expect(notice.get_by_role("link", name="Choose a model")).to_have_attribute("href", "/console/settings/ai-engine")
    notice.get_by_role("button", name="Got it").press("Enter")
    field = panel.get_by_role("textbox", name="Your question")
    expect(field).to_be_focused()
    field.fill("How is the weather on Mars?")
    page.keyboard.press("Enter")
    answer = panel.get_by_role("log").get_by_role("article")
    expect(answer).to_contain_text("I can't say more without a language model.")
    expect(answer.get_by_role("link", name="Choose a model")).to_be_visible()
    page.reload()
    expect(panel.get_by_text("Nobody has replied to the customer yet.")).to_be_visible()
    expect(notice).to_have_count(0)
    expect(page.get_by_role("button", name="Translate")).to_have_count(0)


def with_a_model(page: Page, translations: dict[str, str]) -> list[dict[str, Any]]:
    """As if one were chosen, which knows these texts and takes all others for German; what it was asked for is kept."""
    asked: list[dict[str, Any]] = []

    def me(route: Route) -> None:
        document = route.fetch().json()
        for workspace in document["workspaces"]:
            workspace["has_model"] = True
        route.fulfill(json=document)

    def translate(route: Route) -> None:
        body = route.request.post_data_json
        asked.append(body)
        text = translations.get(body.get("text", ""), "In your language.")
        route.fulfill(json={"text": text, "engine": "bedrock", "language": "de", "cut": False})

    page.route("**/v1/me", me)
    page.route("**/assistant/translate", translate)
    return asked


def test_a_message_is_translated_beside_its_own_words(page: Page, live: LocalDesk) -> None:
    asked = with_a_model(page, {})
    panel_of(page, live, "Übersetze mich")
    message = page.get_by_role("region", name="Description").get_by_role("article")
    menu = message.get_by_role("button", name="Actions for this message")
    menu.press("Enter")
    page.get_by_role("menuitem", name="Translate").press("Enter")
    expect(message.get_by_role("figure")).to_contain_text("In your language.")
    expect(message.get_by_role("figure")).to_contain_text("from German")
    expect(message.get_by_text("The monthly export stops at line 1000.")).to_be_visible()
    expect(menu).to_be_focused()
    menu.press("Enter")
    page.get_by_role("menuitem", name="Hide translation").press("Enter")
    expect(message.get_by_role("figure")).to_have_count(0)
    assert asked == [{"entry": "description", "to": "en"}]


def test_a_reply_is_translated_for_the_customer_with_the_original_one_undo_away(page: Page, live: LocalDesk) -> None:
    asked = with_a_model(page, {"We look into it.": "Wir sehen es uns an."})
    panel_of(page, live, "Antworte mir")
    reply = page.get_by_role("textbox", name="Reply")
    reply.fill("We look into it.")
    page.get_by_role("button", name="Translate to the customer's language").press("Enter")
    expect(reply).to_have_value("Wir sehen es uns an.")
    assert asked[-1] == {"text": "We look into it.", "to": "de"}
    expect(reply).to_be_focused()
    page.keyboard.press("Control+z")
    expect(reply).to_have_value("We look into it.")
    page.get_by_role("button", name="Translate to the customer's language").press("Enter")
    expect(reply).to_have_value("Wir sehen es uns an.")
    page.locator(".toast").filter(has_text="German").last.get_by_role("button", name="Undo").click()
    expect(reply).to_have_value("We look into it.")


def test_nothing_of_it_is_fetched_where_it_is_not_shown(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Later", description=TOLD)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    sign_in(page, live, "/console/tickets")
    expect(page.locator(f"[data-ref={ref}]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in fetched if re.search(r"/(Panel|AtComposer|Translating)\.|/assistant", url)] == []
    page.locator(f"[data-ref={ref}]").get_by_role("link").click()
    expect(page.get_by_role("region", name="Write").get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert [url for url in fetched if re.search(r"/Translating\.", url)] == []
