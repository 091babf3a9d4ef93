"""The catalogues: every word that is asked for is there, in every language, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest
from markupsafe import Markup

from chalicelib import locales

_LIB = Path(__file__).parents[2] / "chalicelib"
_FOLDERS = (
    _LIB / "portal",
    _LIB / "mail" / "letters",
    _LIB / "services" / "mail",
    _LIB / "services" / "notices",
    _LIB / "services" / "privacy",
    _LIB / "locales",
)
_SOURCES = "\n".join(
    path.read_text("utf-8")
    for folder in _FOLDERS
    for path in folder.rglob("*")
    if path.suffix in (".py", ".html", ".txt")
)
_LAUNCHER = tuple(f"widget.{word}" for word in ("help", "close", "loading", "failed", "portal", "again", "new_answers"))
"""The words of the widget's launcher, a file that is served as it is, in the order it has them in."""
_WHOLE = set(_LAUNCHER) | set(re.findall(r"""\bt\(\s*f?["']([a-z0-9_.]+[a-z0-9_])["']\s*[,)]""", _SOURCES))
_STARTS = set(re.findall(r"""\bt\(\s*f?["']([a-z_.]+[._])(?:\{|["'] ~)""", _SOURCES))
_STARTS |= {f"{kind}." for kind in re.findall(r"""\bword\((?:t, )?"([a-z]+)",""", _SOURCES)}

every_language = pytest.mark.parametrize("language", sorted(locales.languages()))


@every_language
def test_every_word_asked_for_is_there(language: str) -> None:
    keys = locales.catalogue(language).keys()
    assert keys >= _WHOLE
    assert [start for start in _STARTS if not any(key.startswith(start) for key in keys)] == []


@every_language
def test_no_word_is_left_over(language: str) -> None:
    assert [
        key for key in locales.catalogue(language) if key not in _WHOLE and not key.startswith(tuple(_STARTS))
    ] == []


@every_language
def test_the_launcher_of_the_widget_says_what_the_catalogue_says(language: str) -> None:
    script = (_LIB.parent / "portal_static" / "widget" / "widget.js").read_text("utf-8")
    found = re.search(rf"^    {language}: (\[.*\]),$", script, re.MULTILINE)
    assert found is not None
    assert json.loads(found[1]) == [locales.catalogue(language)[key] for key in _LAUNCHER]


@every_language
def test_a_translation_has_the_keys_and_the_placeholders_of_the_english_text(language: str) -> None:
    english, other = locales.catalogue("en"), locales.catalogue(language)
    assert english.keys() == other.keys()
    assert {key: _names(text) for key, text in english.items()} == {key: _names(text) for key, text in other.items()}


@every_language
def test_placeholders_are_plain_names(language: str) -> None:
    for text in locales.catalogue(language).values():
        assert all(name.isidentifier() for name in _names(text))


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    ("tag", "used"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("tlh", "en"), ("", "en"), ("../../etc/passwd", "en")],
)
def test_a_language_tag_leads_to_a_catalogue_that_exists(tag: str, used: str) -> None:
    assert locales.supported(tag) == used


def test_plain_words_take_values_as_they_are() -> None:
    assert locales.plain("en")("letter.footer", ref="TKT-1", desk="A & B") == "TKT-1 · A & B"


def test_words_for_html_escape_values_but_not_markup() -> None:
    t = locales.markup("en")
    assert t("letter.footer", ref="<b>", desk=Markup("<i>A</i>")) == "&lt;b&gt; · <i>A</i>"


def test_a_value_can_not_reach_into_another() -> None:
    assert locales.plain("en")("letter.footer", ref="{desk.__class__}", desk="A") == "{desk.__class__} · A"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        locales.plain("en")("no.such.key")
