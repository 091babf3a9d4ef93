"""One word in all its spellings: whichever stands in the text, each of the others finds it."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.search_query import QUERY_LENGTH, parse_query
from chalicelib.domain.search_terms import terms_of
from chalicelib.storage.search.find import Search
from chalicelib.storage.search.index import Newest
from chalicelib.storage.search.records import posting, word
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from infra.local import template
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import metering

ONE_WORD = [  # written in any of these ways, it is found by all of them
    ("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"),
    ("Häuser", "Haeuser", "Hauser"),
    ("Straße", "Strasse", "STRASSE"),
    ("Größe", "Groesse", "Grösse"),
    ("Jørgensen", "Joergensen", "Jorgensen"),
    ("Århus", "Aarhus"),
    ("Ærø", "Aero"),
    ("smörgåsbord", "smorgasbord"),
    ("Łódź", "Lodz"),
    ("İstanbul", "istanbul"),
    ("œuvre", "oeuvre"),
    ("niño", "nino"),
    ("Příliš", "Prilis"),
    ("Ёлка", "елка"),
    ("Άθήνα", "αθηνα"),
    ("ガラス", "ｶﾞﾗｽ"),
    ("1234-5678", "1234 5678", "12345678"),
    ("01.23.45.67.89", "01 23 45 67 89", "0123456789"),
    ("4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"),
]
LAYOUT = Layout.of(template.table())


def write(texts: list[str]) -> None:
    keys = Keys("acme")
    found = [(number, term) for number, text in enumerate(texts, start=1) for term in terms_of(text)]
    newest = {term: number for number, term in found}
    words = [word(keys, term, number) for term, number in newest.items()]
    write_all([posting(keys, term, number, "d") for number, term in found] + words)


def search(typed: str) -> list[int]:
    return list(Search(Keys("acme"), Newest()).matches(parse_query(typed), None, notes=True))


def test_each_spelling_finds_the_others(bare_desk: Desk) -> None:
    texts = [f"about {one} again" for spellings in ONE_WORD for one in spellings]
    with workspace_scope("acme"):
        write(texts)
        number = 0
        for spellings in ONE_WORD:
            alike = list(range(number + len(spellings), number, -1))
            number += len(spellings)
            for typed in spellings:
                assert set(search(typed)) >= set(alike), typed
                assert set(search(f"about {typed} again")) >= set(alike), typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a full tank", "fuel"),
        ("the blue value of an issue in the queue", "valu issu"),
        ("released on 2026-11-29", "20261129"),
        ("host 192.168.10.12", "1921681012"),
        ("ordered 12 of 345", "12345"),
    ],
)
def test_what_only_looks_alike_isn_t_found(bare_desk: Desk, text: str, typed: str) -> None:
    with workspace_scope("acme"):
        write([text])
        assert search(typed) in ([], [1] if "valu" in typed else [])


def test_what_was_indexed_before_digits_were_joined_is_found_as_before(bare_desk: Desk) -> None:
    keys = Keys("acme")
    with workspace_scope("acme"):
        write_all([posting(keys, term, 1, "d") for term in ("1234", "5678")] + [word(keys, "5678", 1)])
        assert search("1234-5678") == search("1234-567") == [1]


@pytest.mark.parametrize(
    "typed",
    [
        "müller " * 28,
        " ".join(f"muller{chr(97 + n)}" for n in range(16)),
        "1234-5678 " * 20,
        "(a+)+$",
        ".*",
        "[[[[",
        "ß" * QUERY_LENGTH,
        "å" * QUERY_LENGTH,
        "ae" * (QUERY_LENGTH // 2),
        "1-" * (QUERY_LENGTH // 2),
        "~",
        "~~~ ###",
        "\0",
    ],
)
def test_whatever_is_typed_is_searched_for_within_bounds_or_refused(bare_desk: Desk, typed: str) -> None:
    with workspace_scope("acme"):
        write(["about Müller, 1234-5678, muller"])
        with metering(LAYOUT) as meter, suppress(DeskError):
            list(islice(Search(Keys("acme"), Newest()).matches(parse_query(typed), None, notes=True), 25))
        assert meter.reads <= 16
