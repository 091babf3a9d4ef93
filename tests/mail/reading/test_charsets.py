from __future__ import annotations

import base64
import codecs
import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail.reading.charset_names import codec_of
from chalicelib.mail.reading.charsets import decode
from chalicelib.mail.reading.encoded_words import base64_bytes, decode_words
from chalicelib.mail.reading.escapes import read_escapes
from tests.mail.reading.charset_labels import LABELS


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


SAMPLES = {
    "utf_8": "Grüße €", "utf_7": "Grüße €", "utf_16_le": "Grüße an euch", "utf_16_be": "Grüße an euch",
    "utf_32": "Grüße", "utf_32_le": "Grüße", "utf_32_be": "Grüße",
    "gbk": "打印机坏了", "gb18030": "打印机坏了",
    "hz": "打印机坏了",
    "big5": "打印機壞了", "cp950": "打印機壞了", "euc_jp": "プリンタの件",
    "iso2022_jp": "プリンタの件",
    "cp932": "プリンタの件",
    "cp949": "프린터 고장", "iso2022_kr": "프린터 고장", "johab": "프린터 고장",
    "shift_jis_2004": "プリンタの件",
    "euc_jis_2004": "プリンタの件",
}  # fmt: skip


def _letters_of(codec: str) -> str:
    """A text in the upper letters of a charset of one byte."""
    letters = bytes(range(0x80, 0x100)).decode(codec, "ignore")
    return "".join(letter for letter in letters if letter.isalpha() and len(letter.encode(codec)) == 1)[:30]


@pytest.mark.parametrize(("codec", "label"), [(codec, one) for codec, all_ in LABELS.items() for one in all_.split()])
def test_a_charset_is_known_under_every_name_it_has(codec: str, label: str) -> None:
    text = SAMPLES.get(codec) or _letters_of(codec)
    raw = text.encode(codec)
    assert len(text) > 4
    assert [decode(raw, name) for name in (label, label.upper(), f'"{label}"')] == [text] * 3


def test_every_charset_that_python_has_is_known() -> None:
    names = {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    names -= {"aliases", "mbcs", "oem"}
    text = {name for name in names if codecs.lookup(name)._is_text_encoding}
    others = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "charmap"}
    assert {name for name in text - others if not codec_of(name)} == set()
    assert {name for name in others | (names - text) if codec_of(name)} == set()


@pytest.mark.parametrize("label", ["x-user-defined", "unknown-8bit", "8bit", "binary", "none", "", "é", "*", "x", "cs"])
def test_what_names_no_charset_is_as_good_as_nothing(label: str) -> None:
    assert decode("Grüße".encode("cp1252"), label) == "Grüße"


@pytest.mark.parametrize("codec", ["utf_16_le", "utf_16_be"])
@pytest.mark.parametrize("text", ["Hello you", "Привет, это я", "打印机坏了，请帮我看一下，谢谢。"])
def test_the_order_of_bytes_is_found_where_no_mark_says_it(codec: str, text: str) -> None:
    assert decode(text.encode(codec), "utf-16") == text


def test_a_byte_that_a_charset_has_not_spoils_no_other() -> None:
    assert decode("Καλημέρα σας".encode("cp1253") + b"\xaa", "windows-1253") == "Καλημέρα σας\ufffd"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$A4rS!;z\x1b(B ok", "打印机 ok"),
        (b"\x1b$)A\x0e4rS!;z\x0f ok", "打印机 ok"),
        (b"\x1b$)C\x0eGA8.EM\x0f ok", "프리터 ok"),
        (b"\x1b$(CGA8.EM\x1b(B ok", "프리터 ok"),
        (b"\x1b$(D0!\x1b(B", b"\x8f\xb0\xa1".decode("euc_jp")),
        (b"\x1b$B%W%j\r\n%W\x1b(B", "プリ\r\nプ"),
        (b"\x1b(I6@\x1b(B ok \x1b$B-!\x1b(B", "ｶﾀ ok ①"),
        (b"\x1b.A\x1bNi ok \x1b$B-!\x1b(B", "é ok ①"),
        (b"\x1b$)G\x0eGcGc\x0f ok", "\ufffd\ufffd ok"),
        (b"a" * 5_000 + b"\x1b$A4rS!\x1b(B", "a" * 5_000 + "打印"),
    ],
)
def test_an_escape_sequence_is_read_by_what_it_designates(raw: bytes, text: str) -> None:
    assert decode(raw) == decode(raw, "iso-2022-jp") == decode(raw, "iso-2022-cn") == text


@given(st.lists(st.sampled_from([b"\x1b", b"$", b"(", b")", b"B", b"A", b"N", b".", b"\x0e", b"\x0f", b"%W", b"\xff"])))
def test_any_escape_sequences_are_text(pieces: list[bytes]) -> None:
    read_escapes(b"".join(pieces)).encode()
