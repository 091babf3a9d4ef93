"""The catalogues keep to docs/glossary.md: the same term for the same thing in each language, and no other word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "de", "es", "fr")
FOLDERS = ("chalicelib/locales", "chalicelib/assistant/words", "portal_static/console/src/locales")
_NOT_WORDS = re.compile(r"\{\{?[^{}]*\}\}?|#\w+")
"""Placeholders, variables and the commands of a mail: code, not words."""
_NOT_COMPARED = "-"


@dataclass(frozen=True)
class Term:
    """One row of the table: how each language says it, and what it doesn't say."""

    name: str
    said: Mapping[str, re.Pattern[str] | None]
    not_said: Mapping[str, re.Pattern[str]]


@cache
def glossary() -> tuple[Term, ...]:
    lines = (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return tuple(_term(row) for row in rows if row[0] != "English")


def _term(row: list[str]) -> Term:
    said = {language: _said(cell, language) for language, cell in zip(LANGUAGES, row, strict=False)}
    parts = (part.partition(":") for part in row[-1].split(";") if ":" in part)
    return Term(row[0], said, {language.strip(): _words(words, r"[\w-]") for language, _, words in parts})


def _said(cell: str, language: str) -> re.Pattern[str] | None:
    forms = re.search("`(.*)`", cell)
    if forms and forms[1] == _NOT_COMPARED:
        return None
    return _words(forms[1] if forms else f"*{cell}*" if language == "de" else f"{cell}*")


def _words(words: str, before: str = r"\w") -> re.Pattern[str]:
    """Any of the words, `*` for any letters; a hyphen joins no other word to one that isn't to be used."""
    escaped = (re.escape(word.strip()).replace(r"\*", r"\w*").replace("’", "['’]") for word in words.split(","))
    return re.compile(rf"(?<!{before})(?:{'|'.join(escaped)})(?!\w)", re.IGNORECASE)


def catalogues() -> Iterator[tuple[str, dict[str, Mapping[str, str]]]]:
    """Each catalogue's place, with its texts by language."""
    for english in sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*en.json")):
        stem = english.name.removesuffix("en.json")
        texts = {code: json.loads((english.parent / f"{stem}{code}.json").read_text("utf-8")) for code in LANGUAGES}
        yield f"{english.parent.relative_to(ROOT)}/{stem}", texts


def said(text: str, language: str) -> dict[str, list[tuple[int, int]]]:
    """Where a text says which term; a word within the words of a longer term is that term's."""
    found = [
        (term.name, match.span())
        for term in glossary()
        if (pattern := term.said[language])
        for match in pattern.finditer(_NOT_WORDS.sub(" ", text))
    ]
    kept: dict[str, list[tuple[int, int]]] = {}
    for name, span in found:
        if not any(_within(span, other) for _, other in found):
            kept.setdefault(name, []).append(span)
    return kept


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def strange_words(text: str, language: str) -> list[str]:
    """The words of a text that the glossary has another one for."""
    spans = [span for spans in said(text, language).values() for span in spans]
    return [
        match[0]
        for term in glossary()
        if (pattern := term.not_said.get(language))
        for match in pattern.finditer(_NOT_WORDS.sub(" ", text))
        if not any(_within(match.span(), span) for span in spans)
    ]


def unlike(texts: Mapping[str, str]) -> list[str]:
    """The terms that some languages of one text use, and others don't."""
    used = {language: said(text, language) for language, text in texts.items()}
    return [
        term.name
        for term in glossary()
        if len({term.name in used[language] for language in LANGUAGES if term.said[language]}) > 1
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_uses_a_word_that_the_glossary_has_another_for(language: str) -> None:
    found = [
        (place, key, words, text)
        for place, texts in catalogues()
        for key, text in texts[language].items()
        if (words := strange_words(text, language))
    ]
    assert found == []


def test_a_term_of_one_language_is_a_term_in_all_of_them() -> None:
    found = [
        (place, key, terms)
        for place, texts in catalogues()
        for key in texts["en"]
        if (terms := unlike({language: texts[language][key] for language in LANGUAGES}))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is no ticket {ref} at this desk."),
        ("en", "{actor} answered on {ref}"),
        ("en", "In copy"),
        ("en", "Tell customers"),
        ("de", "Ein Serviceziel ist verfehlt"),
        ("de", "Dem Kunden mailen"),
        ("es", "El espacio"),
        ("fr", "Aller aux réglages"),
    ],
)
def test_old_words_are_found(language: str, text: str) -> None:
    assert strange_words(text, language) != []


def test_a_text_whose_languages_name_different_things_is_found() -> None:
    texts = {"en": "Service times", "de": "SLA", "es": "SLA", "fr": "SLA"}
    assert unlike(texts) == ["SLA"]
    assert unlike({**texts, "en": "SLA"}) == []


def test_every_term_is_used_somewhere() -> None:
    english = [text for _, texts in catalogues() for text in texts["en"].values()]
    assert [term.name for term in glossary() if not any(term.name in said(text, "en") for text in english)] == []
