"""Files that people send: their names, their sizes, and whether they are what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import MOST_BYTES, NAME_LENGTH, Upload, check_content, check_offer, clean_name

PNG, PDF, HTML = b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7 ....", b"<html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("bill.pdf", "bill.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Users\\a\\b.txt", "C_Users_a_b.txt"),
        ('a"b\r\nX: y.txt', "a_b_X_ y.txt"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a\u200e\u200f\u061c\u2066b.txt", "a_b.txt"),
        ("a\u2028b\u0085c\x00d.txt", "a_b_c_d.txt"),
        ("a\ud800b.txt", "a_b.txt"),
        ("re\u0301sume\u0301.doc", "résumé.doc"),
        ("报告 2026.xlsx", "报告 2026.xlsx"),
        ("...", "file"),
        ("   ", "file"),
        (".bashrc", "bashrc"),
    ],
)
def test_a_name_is_made_safe_and_stays_recognisable(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_long_name_keeps_its_end_where_the_extension_is() -> None:
    assert clean_name("x" * 1000 + ".pdf") == "x" * (NAME_LENGTH - 4) + ".pdf"


@given(st.text(max_size=400))
def test_whatever_it_was_a_name_can_be_sent_in_a_header(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= NAME_LENGTH
    clean.encode("utf-8")
    assert not set(clean) & set('/\\"\r\n\x00\u202e')
    assert clean_name(clean) in (clean, clean.strip(" ."))


@pytest.mark.parametrize("size", [1, MOST_BYTES])
def test_sizes_up_to_twenty_five_megabytes_are_taken(size: int) -> None:
    check_offer("application/pdf", size)


@pytest.mark.parametrize("size", [-1, 0, MOST_BYTES + 1, 26 * 1024 * 1024])
def test_other_sizes_are_refused_at_the_field(size: int) -> None:
    with pytest.raises(DeskError) as refusal:
        check_offer("application/pdf", size)
    assert refusal.value.errors[0].field == "size"


@pytest.mark.parametrize("kind", ["", "pdf", "a/b/c", "text/html; charset=utf-8", "text/\r\nx", "é/x", "a/" + "b" * 65])
def test_what_is_no_type_is_refused_at_the_field(kind: str) -> None:
    with pytest.raises(DeskError) as refusal:
        check_offer(kind, 1)
    assert refusal.value.errors[0].field == "type"


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [
        ("image/png", PNG),
        ("application/pdf", PDF),
        ("text/html", HTML),
        ("image/svg+xml", b"<svg>"),
        ("text/plain", b"hello"),
        ("application/octet-stream", PNG),
        ("application/octet-stream", HTML),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(kind: str, beginning: bytes) -> None:
    check_content(upload(kind, beginning), len(beginning), beginning)


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [
        ("image/png", HTML),
        ("image/png", PDF),
        ("application/pdf", HTML),
        ("text/plain", PDF),
        ("text/html", PNG),
        ("image/jpeg", b"\x7fELF...."),
        ("text/plain", b"MZ\x90\x00"),
    ],
)
def test_a_file_that_is_something_else_is_refused(kind: str, beginning: bytes) -> None:
    with pytest.raises(DeskError, match="upload_differs"):
        check_content(upload(kind, beginning), len(beginning), beginning)


def test_a_file_of_another_size_is_refused() -> None:
    with pytest.raises(DeskError, match="upload_differs"):
        check_content(upload("text/plain", b"hello"), 6, b"hello!")


def upload(kind: str, content: bytes) -> Upload:
    return Upload(id="a_1", name="file", type=kind, size=len(content), uploader="m_ana")
