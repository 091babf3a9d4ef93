"""Files on the portal's pages: with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal_walk import PIXEL, PORTAL, asked, file_of, fill, from_elsewhere, send, somebody
from tests.browser.watching import Watch, assert_accessible
from tests.support.drawn import png
from tests.support.local_desk import LocalDesk

BIG = PIXEL + b"x" * 6_000_000


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    page = open_page(java_script_enabled=request.param)
    from_elsewhere(page.context)
    return page


def test_files_come_along_with_a_request_and_an_answer(visitor: Page, tmp_path: Path) -> None:
    visitor.goto(PORTAL)
    fill(visitor, somebody())
    files = [file_of(tmp_path, "shot.png", PIXEL), file_of(tmp_path, "log of today.txt", b"502")]
    visitor.locator("#files").set_input_files(files)
    send(visitor)
    expect(visitor.locator(".files li")).to_have_count(2)
    visitor.locator("#body").fill("One more.")
    visitor.locator("#files").set_input_files(file_of(tmp_path, "more.txt", b"503"))
    send(visitor)
    expect(visitor.locator(".files li")).to_have_count(3)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="log of today.txt").click()
    assert download.value.suggested_filename == "log of today.txt"
    assert download.value.path().read_bytes() == b"502"


def test_files_already_sent_are_kept_while_a_field_is_mended(visitor: Page, watch: Watch, tmp_path: Path) -> None:
    watch.expect("status of 422")
    visitor.goto(PORTAL)
    fill(visitor, "nobody")
    visitor.locator("#files").set_input_files(file_of(tmp_path, "shot.png", PIXEL))
    send(visitor)
    expect(visitor.locator(".kept")).to_contain_text("shot.png")
    visitor.locator("#email").fill(somebody())
    send(visitor)
    expect(visitor.locator(".files li")).to_have_count(1)


def test_a_file_too_large_for_a_form_goes_by_a_page_of_its_own(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(java_script_enabled=False)
    from_elsewhere(page.context)
    asked(page)
    page.get_by_role("link", name="Add larger file").click()
    page.locator("#file").set_input_files(file_of(tmp_path, "film of it.png", BIG))
    send(page)
    expect(page.get_by_role("heading", name="Your file is uploaded")).to_be_visible()
    send(page)
    expect(page.locator(".files li")).to_contain_text("film of it.png")


def test_a_script_shows_how_far_a_file_is_and_holds_the_form_until_it_is_there(page: Page, tmp_path: Path) -> None:
    from_elsewhere(page.context)
    held: list[Route] = []
    page.route("**/uploads", lambda route: held.append(route))
    page.goto(PORTAL)
    fill(page, somebody())
    page.locator("#files").set_input_files(file_of(tmp_path, "film.png", BIG))
    expect(page.locator(".kept")).to_contain_text("film.png")
    expect(page.locator(".kept progress")).to_be_visible()
    assert_accessible(page)
    send(page)
    expect(page.get_by_role("status")).to_contain_text("still uploading")
    held[0].continue_()
    expect(page.locator(".files li")).to_contain_text("film.png")


def test_a_file_beyond_all_limits_or_cut_off_is_said_to_be_so(page: Page, watch: Watch, tmp_path: Path) -> None:
    watch.expect("net::ERR_FAILED")
    from_elsewhere(page.context)
    page.goto(PORTAL)
    fill(page, somebody())
    page.locator("#files").set_input_files(file_of(tmp_path, "film.mp4", b"x" * (26 * 1024 * 1024)))
    expect(page.locator(".kept")).to_contain_text("film.mp4 is larger than 25 MB.")
    page.route("**/uploads", lambda route: route.abort())
    page.locator("#files").set_input_files(file_of(tmp_path, "log.txt", b"502"))
    expect(page.locator(".kept")).to_contain_text("log.txt could not be uploaded. Please choose it again.")
    assert_accessible(page)
    page.unroute("**/uploads")
    page.locator("#files").set_input_files(file_of(tmp_path, "log.txt", b"502"))
    expect(page.locator(".kept")).to_contain_text("3 bytes")
    send(page)
    expect(page.locator(".files li")).to_have_count(1)


def test_pictures_are_shown_small_and_at_a_click_large(
    visitor: Page, request: pytest.FixtureRequest, tmp_path: Path, watch: Watch
) -> None:
    watch.expect("/favicon.ico")  # without scripts the picture is a page of its own, at the file store
    visitor.goto(PORTAL)
    fill(visitor, somebody())
    shots = [file_of(tmp_path, f"{name}.png", png(900, 300, grey)) for name, grey in (("one", 90), ("two", 160))]
    visitor.locator("#files").set_input_files(shots)
    send(visitor)
    one = visitor.get_by_role("img", name="one.png")
    expect(one).to_have_js_property("naturalWidth", 900)
    assert one.evaluate("image => [image.width, image.height]") == [240, 80]
    one.click()
    if "without" in request.node.callspec.id:
        visitor.wait_for_url("**/attachments/**")
        return
    large = visitor.get_by_role("dialog", name="one.png")
    expect(large.get_by_role("img", name="one.png")).to_be_visible()
    assert_accessible(visitor)
    visitor.keyboard.press("ArrowRight")
    expect(visitor.get_by_role("dialog", name="two.png")).to_contain_text("2 / 2")
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("dialog")).to_have_count(0)
    expect(visitor.get_by_role("link", name="one.png")).to_be_focused()


def _dropped(page: Page, kind: str) -> None:
    """Let go of a file, or of a text, over the form's first field."""
    page.locator("#name").evaluate(
        """(field, kind) => {
          const dataTransfer = new DataTransfer();
          if (kind === "file") dataTransfer.items.add(new File(["It fails."], "log.txt", { type: "text/plain" }));
          else dataTransfer.setData("text/plain", "words");
          for (const sign of ["dragover", "drop"]) {
            const event = new DragEvent(sign, { dataTransfer, bubbles: true, cancelable: true });
            field.dispatchEvent(event);
            window.taken = event.defaultPrevented;
          }
        }""",
        kind,
    )


def test_files_that_are_dropped_on_the_form_are_sent_and_words_are_not(page: Page, live: LocalDesk) -> None:
    page.goto(PORTAL)
    _dropped(page, "text")
    assert page.evaluate("taken") is False
    _dropped(page, "file")
    assert page.evaluate("taken") is True
    expect(page.locator(".kept .quiet")).to_have_text("9 bytes")
    fill(page, somebody())
    send(page)
    expect(page.locator(".files").get_by_role("link", name="log.txt")).to_be_visible()


def test_on_paper_a_request_is_what_was_said(page: Page, live: LocalDesk) -> None:
    asked(page)
    page.emulate_media(media="print")
    expect(page.locator(".thread")).to_be_visible()
    for gone in ("#body", ".bottom", ".other"):
        expect(page.locator(gone).first).to_be_hidden()
    page.goto(PORTAL)
    expect(page.locator("#description")).to_be_visible()
