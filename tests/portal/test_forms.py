"""What forms send, read back: whole or refused, never half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.portal.forms import SentFile, read_form
from tests.support.multipart import BOUNDARY, HEADERS, multipart

KIND = HEADERS["content-type"]

_texts = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=50)
_names = st.text(st.characters(exclude_characters="\0/\\%", exclude_categories=["Cs"]), min_size=1, max_size=30)
_contents = st.binary(max_size=200).filter(lambda content: BOUNDARY.encode() not in content)


@given(st.dictionaries(st.sampled_from(["name", "title", "body"]), _texts), st.lists(st.tuples(_names, _contents)))
def test_whatever_a_browser_puts_into_a_form_comes_out_as_it_was(
    fields: dict[str, str], files: list[tuple[str, bytes]]
) -> None:
    sent = read_form(KIND, multipart(fields, [(name, "image/png", content) for name, content in files][:20]))
    assert {name: text for name, text in sent.fields.items() if name != "upload"} == fields
    assert sent.files == tuple(SentFile(name, "image/png", content) for name, content in files[:20])


def test_kept_files_are_named_one_after_the_other() -> None:
    assert read_form(KIND, multipart({"upload": ["a_1", "a_2"]})).fields["upload"] == "a_1 a_2"
    encoded = read_form("application/x-www-form-urlencoded", b"upload=a_1&upload=a_2&body=x&body=y")
    assert encoded.fields == {"upload": "a_1 a_2", "body": "x"}


def test_a_file_field_left_empty_is_no_file() -> None:
    assert read_form(KIND, multipart({}, [("", "application/octet-stream", b"")])).files == ()


def test_folders_in_a_file_s_name_are_dropped() -> None:
    names = ("C:\\Users\\maya\\log.txt", "../../log.txt", "log.txt")
    sent = read_form(KIND, multipart({}, [(name, "text/plain", b"x") for name in names]))
    assert [file.name for file in sent.files] == ["log.txt"] * 3


def test_a_form_cut_off_anywhere_is_refused() -> None:
    whole = multipart({"name": "Maya", "body": "x"}, [("a.txt", "text/plain", b"hello")]).removesuffix(b"--\r\n")
    for length in range(len(whole)):
        with pytest.raises(DeskError):
            read_form(KIND, whole[:length])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=", b"--x--"),
        ("multipart/form-data; boundary=x", b""),
        (f"multipart/form-data; boundary={'x' * 5000}", b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n" * 10_000 + b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n" + b"y" * 3_000_000 + b"\r\n--x--"),
    ],
)
def test_what_no_browser_sends_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(DeskError):
        read_form(kind, body)
