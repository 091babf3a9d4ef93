"""Languages of the pages: the one a browser asks for, and none of the words outside the catalogues."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib import locales
from chalicelib.portal import pages
from chalicelib.portal.rendering import moment
from tests.portal.page_reader import read
from tests.portal.page_samples import DESK, EMPTY, every_page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pl,fr;q=0.5,es;q=0.7", "es"),
        ("en;q=0.1, FR_ca", "fr"),
        ("pl", None),
        ("de;q=0,fr;q=0.1", "fr"),
        ("", None),
        (",;q=,;=;q=1,*", None),
        ("de;q=9", None),
        ("../../en", None),
        ("de," * 10_000, "de"),
    ],
)
def test_the_language_a_browser_likes_best_is_taken(accepted: str, language: str | None) -> None:
    assert locales.negotiated(accepted) == language


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language whose every text is in brackets, placeholders as they were."""
    english = locales.catalogue("en")
    marked = {key: f"⟦{text}⟧" for key, text in english.items()}
    monkeypatch.setattr(locales, "catalogue", lambda _language: marked)


def test_no_page_has_words_of_its_own(pseudo: None) -> None:
    for name, html in every_page().items():
        texts = [*_texts(html), *re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', html)]
        assert [text for text in texts if re.search(r"[A-Za-z]{2}", _unmarked(text))] == [], name


def _texts(html: str) -> list[str]:
    timeless = re.sub(r"<time .*?</time>", "", html)
    return [part for element in read(timeless).all() for part in element.parts if isinstance(part, str)]


_SAID = re.compile(
    r"Acme Support|Maya Osei|Ana K\.|TKT-0042|Checkout returns 502|checkout\.log|bo@example\.com|"
    r"support@acme\.example|Every payment.*|"
    r"We rolled.*|We can|reproduce|it\.|Thank you!|> We can reproduce it\."
)
"""What the samples say in the customers' own words, not the pages'."""


def _unmarked(text: str) -> str:
    return _SAID.sub("", re.sub(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", text))


@pytest.mark.parametrize("language", sorted(locales.languages()))
def test_a_page_says_which_language_it_speaks_and_offers_the_others(language: str) -> None:
    page = read(pages.submit_page(replace(DESK, language=language), EMPTY))
    assert page.one("html").attributes["lang"] == language
    offered = {a.attributes["lang"]: a for a in page.one("footer").one("nav").all("a")}
    assert offered.keys() == locales.languages()
    assert [code for code, a in offered.items() if "aria-current" in a.attributes] == [language]
    assert all(a.attributes["href"] == f"?lang={code}" for code, a in offered.items())


def test_the_language_somebody_switched_to_is_kept_by_links_and_forms() -> None:
    page = read(pages.submit_page(replace(DESK, language="de", chosen="de"), EMPTY))
    assert page.one("form").attributes["action"] == "/portal/acme?lang=de"
    assert page.one("a", class_="desk").attributes["href"] == "/portal/acme?lang=de"


def test_dates_and_sizes_are_written_as_readers_do() -> None:
    first = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    shown = {code: re.sub("<[^>]+>", "", moment(first, locales.plain(code))) for code in locales.languages()}
    assert shown == {
        "en": "1 March 2026, 09:05 (UTC)",
        "de": "1. März 2026, 09:05 (UTC)",
        "es": "1 de marzo de 2026, 09:05 (UTC)",
        "fr": "1er mars 2026, 09:05 (UTC)",
    }
    assert locales.size(locales.plain("de"), 1_250_000) == "1,2 MB"
    assert locales.size(locales.plain("en"), 1_250_000) == "1.2 MB"
