"""What of a text is shown, and which words in it are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.search_excerpts import LENGTH, excerpt
from chalicelib.domain.search_query import is_one_typo_from, parse_query


def marked(text: str, typed: str) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in excerpt(text, parse_query(typed)))


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Where is my refund?", "REFUND", "Where is my [refund]?"),
        ("The invoices, twice", "inv", "The [invoices], twice"),
        ("invoice and invoices", "invoice and", "[invoice] and invoices"),
        ("An Müller & Söhne", "mueller", "An [Müller] & Söhne"),
        ("Die Straße", "strasse", "Die [Straße]"),
        ("Cafe\u0301 au lait", "café", "[Cafe\u0301] au lait"),
        ("Call 1234-5678 now", "12345678", "Call [1234-5678] now"),
        ("Call 12345678 now", "1234 5678", "Call [12345678] now"),
        ("from maya@example.com, today", "maya@example.com", "from [maya@example.com], today"),
        ("東京都から注文", "京都", "東[京都]から注文"),
        ("결제가 안돼요", "결제", "[결제가] 안돼요"),
        ("Где оплата?", "оплата", "Где [оплата]?"),
        ("أين فاتورة", "فاتورة", "أين [فاتورة]"),
        ("हिन्दी में", "हिन्दी में", "[हिन्दी] [में]"),
        ("two\n\n lines\tof text", "lines", "two [lines] of text"),
        ("<script>alert(1)</script>", "alert", "<script>[alert](1)</script>"),
        ("nothing of it", "refund", ""),
        ("", "refund", ""),
    ],
)
def test_the_words_that_were_looked_for_are_marked_as_they_are_written(text: str, typed: str, shown: str) -> None:
    assert marked(text, typed) == shown


def test_of_a_long_text_the_surroundings_of_the_first_hit_are_shown() -> None:
    shown = marked(f"{'before ' * 500}the needle {'after ' * 500}", "needle")
    assert shown.startswith("\u2026before")
    assert "the [needle] after" in shown
    assert shown.endswith("\u2026")
    assert len(shown) <= LENGTH + 4


@given(st.text(max_size=300), st.text(max_size=20))
def test_the_pieces_make_up_the_text_whatever_is_typed(text: str, typed: str) -> None:
    try:
        parts = excerpt(text, parse_query(typed))
    except DeskError:
        return
    shown = "".join(part.text for part in parts).strip("\u2026")
    assert shown in " ".join(text.split())
    assert not parts or any(part.hit for part in parts)


@pytest.mark.parametrize(
    ("term", "typed", "forgiven"),
    [
        ("invoices", "invoces", True),
        ("invoices", "invooices", True),
        ("invoices", "invoicez", True),
        ("invoices", "invioces", True),
        ("invoices", "invoice", True),
        ("invoices", "invoicess", True),
        ("invoices", "invoices", False),
        ("invoices", "inices", False),
        ("invoices", "invocse", False),
        ("invoices", "knvoices", False),
        ("invoices", "imvoices", False),
        ("invoices", "ivnoices", False),
        ("invoices", "nvoices", False),
    ],
)
def test_one_letter_is_forgiven_behind_the_first_two(term: str, typed: str, forgiven: bool) -> None:
    assert is_one_typo_from(term, typed) is forgiven
