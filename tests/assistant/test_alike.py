"""The catalogues of what means alike, tells little, or is said out of courtesy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.assistant import alike, cues

CATALOGUES = {path.stem: json.loads(path.read_text("utf-8")) for path in Path(alike.__file__).with_suffix("").iterdir()}


def test_every_language_has_a_whole_catalogue() -> None:
    assert set(CATALOGUES) == set(cues.LANGUAGES)
    for catalogue in CATALOGUES.values():
        assert set(catalogue) == {"courtesy", "common", "groups"}
        assert all(cues.plain(line) for lines in catalogue.values() for line in lines)


@pytest.mark.parametrize("language", cues.LANGUAGES)
def test_a_group_has_several_words_and_stands_there_once(language: str) -> None:
    groups = CATALOGUES[language]["groups"]
    assert all(len(set(cues.plain(line).split())) > 1 for line in groups)
    assert not any("-" in line for line in groups)  # its parts would be words of their own
    assert not any(set(cues.plain(line).split()) & cues.stop_words(language) for line in groups)
    assert len({frozenset(cues.plain(line).split()) for line in groups}) == len(groups)


def test_a_word_means_what_its_group_does_in_its_own_language_alone() -> None:
    (bill, *_) = alike.groups_of("bills", "en")
    assert {"invoic", "bill"} <= bill
    assert alike.groups_of("bills", "de") == ()
    assert alike.groups_of("quartz", "en") == ()


def test_a_compound_is_a_kind_of_what_it_ends_with() -> None:
    assert alike.groups_of("sonderlieferung", "de") == alike.groups_of("lieferung", "de") != ()
    assert alike.groups_of("hochschule", "de") == ()


def test_a_courtesy_goes_and_the_rest_of_its_sentence_stays() -> None:
    said = alike.without_courtesy("The export stops, please help as soon as possible: it is for Monday")
    assert all(word in said for word in ("export", "Monday"))
    assert "help" not in said
    assert "Maya" not in alike.without_courtesy("Dear Maya: it stops")
