from __future__ import annotations

import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail.reading.charsets import decode
from chalicelib.mail.reading.encoded_words import base64_bytes, decode_words


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("Grüße – 5 €", "cp1252", "iso-8859-1"),
        ("Grüße – 5 €", "cp1252", "us-ascii"),
        ("Grüße – 5 €", "cp1252", ""),
        ("Grüße – 5 €", "cp1252", "x-unknown"),
        ("Grüße – 5 €", "cp1252", "utf-8"),
        ("Grüße", "utf-8", "iso-8859-1"),
        ("Привет", "koi8-r", "KOI8-R"),
        ("Привет", "cp1251", "windows-1251"),
        ("Привет", "utf-8", "windows-1251"),
        ("Zażółć gęślą", "iso-8859-2", '"ISO-8859-2"'),
        ("İstanbul şöyle", "cp1254", "iso-8859-9"),
        ("שלום", "iso-8859-8", "iso-8859-8-i"),
        ("สวัสดี", "cp874", "tis-620"),
        ("打印机坏了", "gbk", "gb2312"),
        ("打印机坏了", "utf-8", "gb2312"),
        ("打印機壞了", "big5", "big5"),
        ("프린터 똠", "cp949", "ks_c_5601-1987"),
        ("プリンタ①", "cp932", "shift_jis"),
        ("プリンタ", "euc-jp", "euc-jp"),
        ("プリンタの件", "iso2022_jp", "iso-2022-jp"),
        ("プリンタの件", "iso2022_jp", ""),
        ("ｶﾀｶﾅ", "iso2022_jp_ext", "iso-2022-jp"),
        ("Hello", "utf-16", ""),
        ("Hello", "utf-16", "utf-8"),
    ],
)
def test_text_is_read_as_it_was_meant_whatever_was_declared(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), declared) == text


def test_vendor_characters_in_japanese_mail_are_read() -> None:
    assert decode(b"\x1b$B-!%W%j\x1b(B ok", "iso-2022-jp") == "①プリ ok"


def test_a_character_cut_in_two_does_not_make_the_rest_unreadable() -> None:
    assert decode("Grüße aus Köln, schöne Straße".encode()[:-1] + b"\xc3", "utf-8").startswith("Grüße aus Köln")


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"Hello", "utf-8") == "Hello"


def test_half_a_character_spelled_in_utf7_is_replaced() -> None:
    decode(b"+2AA-", "utf-7").encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?Q?caf=C3=A9?=", "café"),
        (b"=?UTF-8?b?Y2Fmw6k=?=", "café"),
        (b"=?utf-8?B?Y2Fmw6k?=", "café"),
        (b"=?iso-8859-1*en?Q?caf=E9?=", "café"),
        (b"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"),
        (b"=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=", "€"),
        (b"=?utf-8?Q?a b?=", "a b"),
        (b"=?utf-8?Q?a?b?=", "a?b"),
        (b"Re:=?utf-8?Q?_a?=!", "Re: a!"),
        (b"=?nonsense?Q?a?=", "a"),
        (b"=?utf-8?X?a?=", "=?utf-8?X?a?="),
        (b"=?utf-8?Q?open", "=?utf-8?Q?open"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"a\tb\r\n c", "a b c"),
    ],
)
def test_encoded_words_are_decoded_as_programs_really_write_them(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text


def test_raw_bytes_in_a_header_follow_the_charset_of_the_body() -> None:
    assert decode_words("打印机".encode("gbk"), "gb2312") == "打印机"


def _every_piece(pieces: list[bytes]) -> bytes:
    return b"\r\n".join(base64.b64encode(piece) for piece in pieces)


@given(st.lists(st.binary(max_size=20)))
def test_base64_that_was_encoded_line_by_line_is_read_whole(pieces: list[bytes]) -> None:
    assert base64_bytes(_every_piece(pieces)) == b"".join(pieces)


@pytest.mark.parametrize(
    ("written", "read"), [(b"Y2Fm", b"caf"), (b"Y2Fmw6", b"caf\xc3"), (b"Y!2 F\nm", b"caf"), (b"Y2FmY", b"caf")]
)
def test_broken_base64_gives_what_can_be_had(written: bytes, read: bytes) -> None:
    assert base64_bytes(written) == read


@given(st.binary(), st.text(max_size=30))
def test_any_bytes_in_any_charset_are_text(data: bytes, declared: str) -> None:
    decode(data, declared).encode()
    assert "\n" not in decode_words(data)
