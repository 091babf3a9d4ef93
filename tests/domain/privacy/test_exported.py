"""Names of files in an archive: safe on any system, told apart, and still recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.privacy.exported import file_path, readable


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("log.txt", "3-log.txt"),
        ("../../x", "3-_._x"),
        ("..", "3-file"),
        ("", "3-file"),
        (".htaccess", "3-htaccess"),
        ("C:\\con", "3-C_con"),
        ("a\x00b\x1f.txt", "3-a_b_.txt"),
        ("\u202egpj.exe", "3-_gpj.exe"),
        ("invoice\u200d.pdf", "3-invoice.pdf"),
        ("🦄.png", "3-🦄.png"),
        ("مرحبا.pdf", "3-مرحبا.pdf"),
        ("n" * 300 + ".pdf", "3-" + "n" * 96 + ".pdf"),
        ("🦄" * 300 + ".png", "3-" + "🦄" * 24 + ".png"),
        ("a." + "b" * 300, "3-" + "b" * 100),
        ('<img src="x">.html', "3-_img src=_x_.html"),
    ],
)
def test_a_name_becomes_a_safe_one(name: str, path: str) -> None:
    assert file_path("TKT-0001", 3, name) == f"files/TKT-0001/{path}"


@given(st.text(max_size=400))
def test_whatever_the_name_the_file_stays_in_its_folder(name: str) -> None:
    folder, ref, last = file_path("TKT-0001", 1, name).split("/")
    assert (folder, ref) == ("files", "TKT-0001")
    assert last not in (".", "..")
    assert last.isprintable()
    assert not last.endswith((" ", "."))
    assert len(last.encode()) <= 110


def test_control_characters_are_shown_as_such() -> None:
    assert readable("a\x00b\x1bc\td\ne\r\n") == "a�b�c\td\ne\r\n"
