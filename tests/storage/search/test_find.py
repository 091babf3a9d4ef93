"""What a search finds is what a look at every ticket finds, and it costs little."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pytest

from chalicelib.domain.search_query import parse_query
from chalicelib.domain.search_terms import terms_of
from chalicelib.storage.search.find import EXPANDED_ALONE, Search
from chalicelib.storage.search.index import Newest, SearchIndex
from chalicelib.storage.search.records import posting, word
from chalicelib.storage.search.streams import HIGHEST, Budget, Matches, Postings
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from infra.local import template
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import metering

LAYOUT = Layout.of(template.table())
TICKETS = 250
VOCABULARY = {  # how it is written, and how somebody without accents would type it
    "checkout": "checkout",
    "Checkouts": "checkouts",
    "refund": "refund",
    "Refunded": "refunded",
    "invoice": "invoice",
    "password": "password",
    "café": "cafe",
    "Straße": "strasse",
    "Größe": "grosse",
    "naïve": "naive",
    "Łódź": "lodz",
    "paiement": "paiement",
    "Zahlung": "zahlung",
    "ошибка": "ошибка",
    "Оплата": "оплата",
    "πληρωμή": "πληρωμη",
    "दुकान": "दुकान",
    "결제": "결제",
    "فاتورة": "فاتورة",
}
PHRASES = ("支払いエラー", "東京都から注文", "退款申请", "ชำระเงินไม่ได้", "ការទូទាត់")


@dataclass(frozen=True)
class Words:
    """A ticket's text as a person would check it: plain words, and what stands there without spaces."""

    plain: tuple[str, ...]
    phrase: str


@pytest.fixture
def texts(bare_desk: Desk) -> Iterator[dict[int, Words]]:
    """Tickets of many languages in the index, and what stands in them."""
    chance = random.Random(5)
    keys, texts, newest, records = Keys("acme"), {}, {}, []
    for number in range(1, TICKETS + 1):
        written = [one for one in VOCABULARY if chance.random() < 0.2] + [f"order{chance.randrange(10_000)}"]
        phrase = chance.choice(PHRASES) if chance.random() < 0.3 else ""
        texts[number] = Words(tuple(VOCABULARY.get(one, one) for one in written), phrase)
        terms = terms_of(" ".join([*written, phrase]))
        newest |= dict.fromkeys(terms, number)
        records += [posting(keys, term, number, "d") for term in terms]
    records += [word(keys, term, number) for term, number in newest.items()]
    with workspace_scope("acme"):
        write_all(records)
        yield texts


def search(typed: str, start: int | None = None) -> list[int]:
    return list(Search(Keys("acme"), Newest()).matches(parse_query(typed), start, notes=True))


def scanned(texts: dict[int, Words], *whole: str, beginning: str = "") -> list[int]:
    return [
        number
        for number in sorted(texts, reverse=True)
        if all(one in texts[number].plain for one in whole)
        and any(one.startswith(beginning) for one in texts[number].plain)
    ]


def test_words_of_all_languages_are_found_as_a_scan_would(texts: dict[int, Words]) -> None:
    for plain in VOCABULARY.values():
        found = search(plain)
        assert found == scanned(texts, beginning=plain), plain
        assert found
        assert search(plain.upper()) == found


def test_several_words_must_all_be_there_and_the_last_may_be_a_beginning(texts: dict[int, Words]) -> None:
    plain = list(VOCABULARY.values())
    for first, last in zip(plain, plain[3:] + plain[:3], strict=True):
        for length in {3, len(last) - 1, len(last)}:
            typed = f"{first} {last[:length]}"
            assert search(typed) == scanned(texts, first, beginning=last[:length]), typed


def test_three_words_are_found_whatever_their_order(texts: dict[int, Words]) -> None:
    expected = scanned(texts, "refund", "cafe", beginning="ошиб")
    assert expected
    assert search("Refund café ошиб") == search("cafe REFUND ошиб") == expected


def test_what_is_written_without_spaces_is_found_by_any_part_of_it(texts: dict[int, Words]) -> None:
    for phrase in PHRASES:
        for start in range(len(phrase)):
            for end in {start + 2, start + 3, len(phrase)}:
                part = phrase[start:end]
                expected = [n for n in sorted(texts, reverse=True) if part in texts[n].phrase]
                assert search(part) == expected, part


def test_a_search_goes_on_from_any_number(texts: dict[int, Words]) -> None:
    whole = search("refund")
    for start in (whole[3], whole[3] - 1, 1):
        assert search("refund", start) == [number for number in whole if number <= start]


def test_a_rare_word_among_common_ones_is_found(texts: dict[int, Words]) -> None:
    number, rare = next((n, t.plain[-1]) for n, t in texts.items() if {"refund", "invoice"} < set(t.plain))
    assert number in search(f"{rare} refund invoice")
    assert search(f"refund {rare} invoi") == scanned(texts, "refund", rare, beginning="invoi")


def test_a_beginning_of_very_many_terms_finds_those_of_the_newest(texts: dict[int, Words]) -> None:
    found = search("order")
    newest = sorted(texts, reverse=True)[:EXPANDED_ALONE]
    assert found[: len(newest)] == newest
    assert set(found) < set(texts)


def test_new_rare_words_don_t_hide_a_common_one_with_the_same_beginning(bare_desk: Desk) -> None:
    with workspace_scope("acme"):
        index = SearchIndex(Keys("acme"), Newest())
        for number in range(1, 61):
            terms = frozenset({"refund", f"refrigerator{number:02}"})
            index.index([(*index.indexed(number, ["t"]), terms)])
        assert search("ref") == list(range(60, 0, -1))


def test_finding_the_first_25_costs_at_most_16_read_units(texts: dict[int, Words]) -> None:
    """Showing them costs half a unit each, the caller's membership one: 30 in all."""
    for typed in ("refund", "refund invoice", "re", "order", "ошибка paiement re", "東京都から"):
        with metering(LAYOUT) as meter:
            matches = Search(Keys("acme"), Newest()).matches(parse_query(typed), None, notes=True)
            found = list(islice(matches, 25))
        assert found, typed
        assert 0 < meter.reads <= 16, typed


def test_a_page_of_postings_is_half_a_unit_however_long_names_and_words_are(bare_desk: Desk) -> None:
    keys, term, budget = Keys("w" * 40), "w\u00f6rter" * 5, Budget()
    with workspace_scope("w" * 40):
        write_all([posting(keys, term, number, "d") for number in range(1, 201)])
        with metering(LAYOUT) as meter:
            found = list(Matches([Postings.of(keys, term, frozenset("d"), budget)], budget, HIGHEST))
    pages = [one for one in meter.requests if one.touches(("#X#",))]
    assert found == list(range(200, 0, -1))
    assert {one.reads for one in pages} == {0.5}
    assert len(pages) <= 9
