"""What a text is found by, and what somebody who types a search is taken to mean."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.search_query import QUERY_LENGTH, QUERY_WORDS, parse_query
from chalicelib.domain.search_terms import (
    CUT,
    TERM_LENGTH,
    TERMS,
    head,
    is_spaceless,
    may_be_prefix,
    terms_of,
)
from chalicelib.domain.text import fold


@pytest.mark.parametrize(
    ("written", "found_by"),
    [
        ("Refund", "refund"),
        ("REFUND", "refund"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Ångström", "angstrom"),
        ("smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("Đặng", "dang"),
        ("İstanbul", "istanbul"),
        ("ışık", "isik"),
        ("ΉΛΙΟΣ", "ηλιοσ"),
        ("ήλιος", "ηλιοσ"),
        ("Ёлка", "елка"),
        ("ﬁnance", "finance"),
        ("Ｆｕｌｌ", "full"),
        ("x²", "x2"),
        ("٣٤", "34"),
        ("so\u00adft", "soft"),
        ("كِتَاب", "كتاب"),
        ("می\u200cخواهم", "میخواهم"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"),
        ("결제가", "결제가"),
        ("\u1100\u1167\u11af\u110c\u1166\u1100\u1161", "결제가"),
    ],
)
def test_a_word_is_found_by_its_plain_letters(written: str, found_by: str) -> None:
    assert terms_of(f"about {written}, please") == {"about", found_by, "please"}


def test_signs_and_spaces_part_words_and_are_found_by_nothing() -> None:
    terms = terms_of("e-mail, don't! [TKT-0042] ❤️ a_b\u3000c/d?e=½")
    assert " ".join(sorted(terms)) == "0042 1 2 a b c d don e mail t tkt"


def test_an_address_is_found_whole_and_by_its_parts() -> None:
    assert terms_of("<Maya.Osei@Example.com>,") == {"maya.osei@example.com", "maya", "osei", "example", "com"}


def test_scripts_without_spaces_are_found_by_pairs_of_signs_and_by_each_run_s_last() -> None:
    assert terms_of("東京都へ iPhone修理") == {"東京", "京都", "都へ", "へ", "iphone", "修理", "理"}
    assert terms_of("ไทย") == {"ไท", "ทย", "ย"}
    assert all(is_spaceless(term) for term in terms_of("ខ្មែរ ລາວ မြန်မာ"))


def test_kana_are_the_same_in_all_the_ways_to_write_them() -> None:
    assert terms_of("ｶﾞﾗｽ") == terms_of("ガラス") == terms_of("カ\u3099ラス")
    assert terms_of("カラス") != terms_of("ガラス")


def test_a_long_word_counts_by_its_beginning() -> None:
    assert terms_of("x" * 5000) == {"x" * TERM_LENGTH}
    assert terms_of("가" * 5000) == {"가" * TERM_LENGTH}


def test_every_word_of_a_reply_of_600_is_found() -> None:
    words = [f"{first}{second}ing" for first in "bcdfghjklmnpqrstvwxyz" for second in texts_of_letters(30)][:600]
    assert terms_of(" ".join(words)) == set(words)


def texts_of_letters(many: int) -> list[str]:
    """As many different words of three letters."""
    return ["".join(letters) for letters in islice(product("aeiou", "lmnrst", "aeiou"), many)]


def test_of_a_text_with_more_terms_those_that_tell_most_are_kept_by_their_shape() -> None:
    little = ["".join(letters) for letters in product("abcdefghij", repeat=4)]
    telling = ["4417", "err", "x86", "maya@example.com", "invoices", "ошибка", "支払", "払い"]
    terms = terms_of(" ".join([*little, *telling]))
    assert terms >= set(telling) - {"err"} | {CUT}
    assert "err" not in terms
    assert len(terms) == TERMS + 1
    assert little[0] in terms


def log(lines: int) -> str:
    """A log as servers write it, of about 100 characters a line, hardly a number of which comes twice."""
    return "\n".join(
        f"2026-11-29 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},{n * 7919 % 1000:03} INFO worker-{n % 8} "
        f"request id={n * 2654435761 % 2**32:08x} user={n * 40503 % 65536} took {n * 31 % 977} ms: {n * 97 % 1009} rows"
        for n in range(lines)
    )


@pytest.mark.parametrize("lines", [160, 1000])
def test_the_last_line_of_a_log_is_found_and_its_first(lines: int) -> None:
    text = f"nightly-export started\n{log(lines)}\nFATAL OrderSync stopped: E-55871 refused by upstream"
    assert len(text) > 14_000
    terms = terms_of(text)
    assert terms >= {"nightly", "export", "started", "fatal", "ordersync", "stopped", "55871", "refused", "upstream"}
    assert len(terms) <= TERMS + 1
    assert (CUT in terms) is (lines == 1000)


@given(st.text(max_size=300))
def test_terms_are_bounded_and_fit_a_key_whatever_the_text(text: str) -> None:
    for term in terms_of(text):
        assert 0 < len(term) <= TERM_LENGTH
        assert not set(term) & set("# \n\0")
        assert term.encode()


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself(text: str) -> None:
    """Whoever pastes a text into the search finds it: each word of the query is among the text's terms."""
    try:
        query = parse_query(text)
    except DeskError:
        return
    terms = terms_of(text)
    assert set(query.words) <= terms
    assert query.prefix is None or query.prefix in terms


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "\u0301\u0323" * (n // 2),
        lambda n: "e" + "\u0323\u0301" * (n // 2),
        lambda n: "\u0e38\u0e48" * (n // 2),
        lambda n: "か\u3099" * (n // 2),
        lambda n: "a@" * (n // 2),
        lambda n: "a" * n,
        lambda n: "a." * (n // 2) + "@",
        lambda n: "\u1100" * n,
        lambda n: "\ufdfa" * n,
    ],
    ids=["marks", "marks on a letter", "thai", "kana", "at signs", "one word", "dots", "jamo", "ligatures"],
)
def test_time_grows_with_the_length_of_a_text_and_no_faster(make: Callable[[int], str]) -> None:
    short, long = (min(_seconds(make(n)) for _ in range(3)) for n in (10_000, 80_000))
    assert long < 8 * 4 * short + 0.05


def _seconds(text: str) -> float:
    start = time.process_time()
    terms_of(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("typed", "words", "prefix"),
    [
        ("refund", (), "refund"),
        ("Refund Straße", ("refund",), "strasse"),
        ("refund the order", ("refund",), "order"),
        ("order the", ("order",), None),
        ("refund refund", (), "refund"),
        ("plan b", ("plan", "b"), None),
        ("maya.osei@example.com", (), "maya.osei@example.com"),
        ("refund maya@ex", ("refund",), "maya@ex"),
        ("東京都", ("東京", "京都"), None),
        ("東京 税", ("東京",), "税"),
        ("支払いができません", ("支払", "いが", "でき", "ませ", "せん"), None),
        ("TKT-0042", ("tkt",), "0042"),
    ],
)
def test_the_last_word_may_be_a_beginning_and_little_words_don_t_count(
    typed: str, words: tuple[str, ...], prefix: str | None
) -> None:
    query = parse_query(typed)
    assert (query.words, query.prefix) == (words, prefix)


@pytest.mark.parametrize(
    ("term", "may"), [("b", False), ("be", True), ("7", False), ("税", True), ("税金", False), ("결", True)]
)
def test_one_letter_begins_nothing_but_one_sign_does(term: str, may: bool) -> None:
    assert may_be_prefix(term) is may


@given(st.text(min_size=1, max_size=20))
def test_terms_that_begin_with_a_prefix_stand_in_its_part_of_the_dictionary(text: str) -> None:
    for term in terms_of(text):
        for length in range(1, len(term) + 1):
            assert not may_be_prefix(term[:length]) or head(term[:length]) == head(term)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "!!! ???", "the", "what is the", "w " * 101, "x" * 10_000, " ".join(f"w{n}" for n in range(17))],
)
def test_what_nothing_can_be_found_by_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(DeskError) as refusal:
        parse_query(typed)
    assert refusal.value.code == "validation_failed"
    assert [error.field for error in refusal.value.errors] == ["q"]


def test_as_many_words_as_are_allowed_are_taken() -> None:
    words = [f"w{n}" for n in range(QUERY_WORDS)]
    assert len(" ".join(words)) <= QUERY_LENGTH
    assert parse_query(" ".join(words)).words == tuple(words[:-1])
