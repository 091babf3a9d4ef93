from __future__ import annotations

import random
import struct
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import ParsedMail, parse
from chalicelib.mail.reading.rtf import decompressed
from chalicelib.mail.reading.tnef import read_tnef
from tests.mail.all_ways import read_all_ways
from tests.mail.reading import tnef_made as made

HEAD = b"From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\nMIME-Version: 1.0\r\n"


def carrying(tnef: bytes, text: str = "", kind: str = 'application/ms-tnef; name="winmail.dat"') -> bytes:
    """A mail with a winmail.dat, and perhaps a text."""
    words = f"--q\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n" if text else ""
    return (
        HEAD
        + f"Content-Type: multipart/mixed; boundary=q\r\n\r\n{words}--q\r\nContent-Type: {kind}\r\n".encode()
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + b64encode(tnef)
        + b"\r\n--q--\r\n"
    )


def files_of(parsed: ParsedMail) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in parsed.attachments if file.name != "winmail.dat"]


def test_files_come_out_by_their_long_names_with_the_original_beside_them() -> None:
    parsed = parse(carrying(made.EVERYTHING, "See the file."))
    assert [file.name for file in parsed.attachments] == ["Отчёт за год.pdf", "A.TXT", "winmail.dat"]
    assert (parsed.attachments[0].content, parsed.attachments[0].type) == (b"%PDF-1.4", "application/pdf")
    assert parsed.attachments[-1].content == made.EVERYTHING
    assert parsed.text == "See the file."


def test_a_text_that_is_nowhere_else_is_the_mails() -> None:
    parsed = parse(carrying(made.EVERYTHING))
    assert (parsed.text, parsed.html) == ("Привет", "<p>Привет</p>")


@pytest.mark.parametrize("kind", ["application/octet-stream; name=ATT00001.dat", "application/vnd.ms-tnef"])
def test_it_is_known_by_how_it_begins_whatever_it_is_called(kind: str) -> None:
    assert ("a.txt", b"hi") in files_of(parse(carrying(made.tnef(made.file("a.txt", b"hi")), kind=kind)))


def test_a_text_among_its_files_is_a_text_and_no_report_of_what_was_not_delivered() -> None:
    parsed = parse(
        carrying(made.tnef(made.file("a.txt", b"hi"), made.file("b.eml", b"Subject: x\r\n\r\nhi")), "See the files.")
    )
    assert [file.type for file in parsed.attachments[:2]] == ["text/plain", "message/rfc822"]
    assert (parsed.kind, parsed.text) == ("human", "See the files.")


def test_a_whole_mail_may_be_one() -> None:
    body = made.tnef(made.file("a.txt", b"hi"))
    raw = HEAD + b"Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(body)
    assert parse(raw).attachments[0].name == "a.txt"


def test_bytes_may_stand_before_the_name_and_without_a_mark_between_two_files() -> None:
    raw = made.tnef(
        *(
            made.attribute(name, value)
            for name, value in (
                (made.DATA, b"one"), (made.TITLE, b"1.txt\0"), (made.DATA, b"two"), (made.TITLE, b"2.txt\0"),
            )
        )
    )  # fmt: skip
    assert files_of(parse(carrying(raw))) == [("1.txt", b"one"), ("2.txt", b"two")]


def test_a_file_without_a_name_is_named_by_its_type() -> None:
    raw = made.tnef(made.file("", b"x"), made.file("", b"y", made.of_text(made.MIME_TYPE, "image/png")))
    assert files_of(parse(carrying(raw))) == [("attachment.bin", b"x"), ("image.png", b"y")]


def test_the_name_that_a_file_travelled_under_is_better_than_none() -> None:
    parts = (
        made.attribute(made.BEGIN_FILE),
        made.attribute(made.TRANSPORT_NAME, b"a.txt\0"),
        made.attribute(made.DATA, b"x"),
    )
    assert files_of(parse(carrying(made.tnef(*parts)))) == [("a.txt", b"x")]


def test_a_picture_that_the_page_shows_is_inline() -> None:
    page = made.properties(made.of_bytes(made.HTML, b"<img src='cid:a@b'>"))
    picture = made.file("a.png", b"x", made.of_text(made.CONTENT_ID, "a@b"))
    parsed = parse(carrying(made.tnef(made.attribute(made.MESSAGE_PROPERTIES, page), picture)))
    assert [file.inline for file in parsed.attachments] == [True, False]


@pytest.mark.parametrize("kind", [made.OBJECT, made.BINARY])
def test_bytes_that_are_a_property_are_the_file(kind: int) -> None:
    value = made.MAIL_OBJECT * (kind == made.OBJECT) + b"%PDF"
    raw = made.tnef(made.file("", b"", made.of_bytes(made.FILE_DATA, value, kind), made.of_text(0x3707, "a.pdf")))
    assert files_of(parse(carrying(raw))) == [("a.pdf", b"%PDF")]


def test_of_a_mail_in_the_mail_text_and_files_are_files() -> None:
    inner = made.MAIL_OBJECT + made.EVERYTHING
    value = made.of_bytes(made.FILE_DATA, inner, made.OBJECT)
    raw = made.tnef(made.attribute(made.BEGIN_FILE), made.attribute(made.FILE_PROPERTIES, made.properties(value)))
    assert [name for name, _ in files_of(parse(carrying(raw)))] == ["Печь.html", "Отчёт за год.pdf", "A.TXT"]


def test_mails_in_mails_end_somewhere() -> None:
    raw = made.tnef(made.file("a.txt", b"hi"))
    for _ in range(50):
        value = made.of_bytes(made.FILE_DATA, made.MAIL_OBJECT + raw, made.OBJECT)
        raw = made.tnef(made.attribute(made.FILE_PROPERTIES, made.properties(value)))
    assert [len(content) > 1_000 for _, content in files_of(parse(carrying(raw)))] == [True]


def _rich(rich: bytes) -> bytes:
    value = made.properties(made.of_bytes(made.RTF, made.compressed(rich)))
    return made.tnef(made.attribute(made.MESSAGE_PROPERTIES, value))


def test_a_text_that_is_only_there_as_rich_text_is_read_and_is_a_file() -> None:
    rich = rb"{\rtf1\ansi Hello}"
    parsed = parse(carrying(_rich(rich)))
    assert (parsed.reply_text, files_of(parsed)) == ("Hello", [("message.rtf", rich)])
    assert files_of(parse(carrying(_rich(rich), "Hello"))) == []


def test_rich_text_that_was_made_of_html_is_that_again() -> None:
    rich = (
        rb"{\rtf1\ansi\fromhtml1{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf{\b\htmlrtf0 {\*\htmltag84 <b>}Red"
        rb"{\*\htmltag92 </b>}\htmlrtf\par}\htmlrtf0{\*\htmltag84 &amp;} 1 < 2{\*\mhtmltag64 x}{\*\htmltag72 </p>}}"
    )
    parsed = parse(carrying(_rich(rich)))
    assert (parsed.html, parsed.text) == ("<p><b>Red</b>&amp; 1 &lt; 2</p>", "Red& 1 < 2")


def test_rich_text_may_repeat_itself_and_what_every_one_begins_with() -> None:
    known = bytes([0b1]) + struct.pack(">H", 0 << 4 | 4)
    assert decompressed(struct.pack("<II4sI", 0, 6, b"LZFu", 0) + known) == rb"{\rtf1"
    again = bytes([0b10]) + b"a" + struct.pack(">H", 207 << 4 | 8)
    assert decompressed(struct.pack("<II4sI", 0, 99, b"LZFu", 0) + again) == b"a" * 11
    assert decompressed(struct.pack("<II4sI", 0, 2, b"MELA", 0) + b"{}xx") == b"{}"


def test_whatever_is_cut_off_what_came_before_is_there() -> None:
    whole = read_tnef(made.EVERYTHING)
    names = [file.name for file in whole.files]
    for length in range(len(made.EVERYTHING)):
        found = read_tnef(made.EVERYTHING[:length])
        assert len(found.files) <= len(names)
    assert read_tnef(made.EVERYTHING[:-2]).files == whole.files


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    read_tnef(made.tnef() + data)
    read_tnef(made.tnef(made.attribute(made.MESSAGE_PROPERTIES, data), made.attribute(made.FILE_PROPERTIES, data)))
    decompressed(struct.pack("<II4sI", 0, 10_000, b"LZFu", 0) + data)


def test_any_byte_may_be_any_other() -> None:
    chance = random.Random(7)
    for place in range(len(made.EVERYTHING)):
        spoilt = bytearray(made.EVERYTHING)
        spoilt[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, spoilt[place] ^ 1))
        read_tnef(bytes(spoilt))
    for _ in range(30):
        spoilt = bytearray(made.EVERYTHING)
        for _ in range(5):
            spoilt[chance.randrange(4, len(spoilt))] = chance.randrange(256)
        read_all_ways(carrying(bytes(spoilt)))
