"""What holds for every page: it can be read, used and trusted by everybody."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from chalicelib import assets
from tests.portal.page_reader import Element, is_ours, read
from tests.portal.page_samples import FILE_STORE, PAGES

every_page = pytest.mark.parametrize("html", PAGES.values(), ids=PAGES.keys())


@every_page
def test_has_a_language_a_title_one_main_heading_and_one_main_landmark(html: str) -> None:
    page = read(html)
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("title").text
    assert page.one("main").one("h1").text


@every_page
def test_starts_with_a_link_to_the_content(html: str) -> None:
    page = read(html)
    first = page.one("body").all("a")[0]
    assert first.attributes["href"] == "#" + page.one("main").attributes["id"]


def test_no_script_keeps_a_page_waiting() -> None:
    for html in PAGES.values():
        assert all("defer" in script.attributes for script in read(html).all("script"))


@every_page
def test_is_small_and_waits_for_no_style_sheet_that_it_has_no_use_for(html: str) -> None:
    assert len(html.encode()) <= 15 * 1024
    sheets = [link.attributes["href"] for link in read(html).all("link") if link.attributes["rel"] == "stylesheet"]
    faces = [assets.address("portal/rating.css")] if 'name="score"' in html else []
    assert sheets[0] == assets.address("portal/portal.css")
    assert [sheet for sheet in sheets[1:] if not re.fullmatch(r"/portal/\w+/theme\.css\?v=[0-9a-f]{6}", sheet)] == faces
    assert len(sheets) <= 2 + len(faces)


@every_page
def test_headings_never_skip_a_level(html: str) -> None:
    levels = [int(e.tag[1]) for e in read(html).one("main").all() if e.tag in ("h1", "h2", "h3", "h4")]
    after_the_first = levels[levels.index(1) :]
    assert all(after - before <= 1 for before, after in pairwise(after_the_first))


@every_page
def test_holds_nothing_that_a_strict_policy_would_refuse(html: str) -> None:
    for element in read(html).all():
        assert element.tag not in ("style", "iframe", "object", "base")
        assert element.tag != "script" or is_ours(element)
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]


@every_page
def test_loads_its_looks_from_its_own_host_only(html: str) -> None:
    for link in read(html).all("link"):
        assert link.attributes["href"].startswith(("/static/portal/", "/portal/acme/", "data:"))


@every_page
def test_ids_are_unique_and_every_reference_to_one_leads_somewhere(html: str) -> None:
    page = read(html)
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert set(_references(page)) <= set(ids)


def _references(page: Element) -> list[str]:
    names = ("for", "aria-describedby", "aria-labelledby")
    words = [word for e in page.all() for name in names for word in e.attributes.get(name, "").split()]
    anchors = [e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"].startswith("#")]
    return words + anchors


@every_page
def test_every_control_a_person_meets_has_a_label(html: str) -> None:
    page = read(html)
    labelled = {label.attributes["for"] for label in page.all("label") if label.text and "for" in label.attributes}
    around = [inside for label in page.all("label") if label.text for inside in label.all("input")]
    for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        unseen = control.attributes.get("type") == "hidden" or control.attributes.get("aria-hidden") == "true"
        assert unseen or control in around or control.attributes["id"] in labelled


@every_page
def test_forms_are_posted_to_a_path_so_that_no_host_header_can_redirect_them(html: str) -> None:
    for form in read(html).all("form"):
        assert form.attributes["method"] == "post"
        assert form.attributes["action"].startswith(("/", FILE_STORE))


@every_page
def test_asks_search_engines_to_stay_away(html: str) -> None:
    assert read(html).one("meta", name="robots").attributes["content"] == "noindex"
