"""Bytes to text, whatever charset a mail claims, and without ever failing."""

from __future__ import annotations

import codecs
import re

from chalicelib.mail.reading.charset_names import codec_of
from chalicelib.mail.reading.escapes import read_escapes

_MULTI_BYTE = (
    "gb",
    "big5",
    "cp949",
    "cp932",
    "cp950",
    "euc",
    "shift",
    "johab",
    "hz",
    "iso2022",
    "utf_16",
    "utf_32",
    "utf_7",
)
_SURROGATES = re.compile("[\ud800-\udfff]")  # UTF-7 can spell half a character, which nothing can encode again
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, declared: str = "", hint: str = "") -> str:
    """Text of `data`. A declaration that can't be true is overruled; `hint` is used when nothing was declared.

    NULs are removed. Bytes that mean nothing in any candidate become U+FFFD, or their Latin-1 character.
    """
    text = _by_mark(data) or _by_name(data, codec_of(declared) or codec_of(hint))
    return _SURROGATES.sub("\ufffd", text).replace("\x00", "").removeprefix("\ufeff")


def _by_mark(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    return ""


def _by_name(data: bytes, name: str) -> str:
    if name.startswith("iso2022") and (b"\x1b" in data or b"\x0e" in data):
        return _escaped(data)
    if b"\x1b$" in data and data.isascii():
        return _escaped(data)
    if name.startswith(("utf_16", "utf_32")) and data.isascii() and b"\0" not in data:
        return data.decode("ascii")
    if name.startswith(_MULTI_BYTE):
        return _surely_utf8(data) or _first_that_fits(data, (_in_order(data, name), "utf-8"))
    if data.isascii():
        return data.decode("ascii")
    return _mostly(data, "utf-8") or _mostly(data, name or "cp1252") or _first_that_fits(data, ("cp1252", "latin-1"))


def _escaped(data: bytes) -> str:
    """By escape sequences; the usual Japanese ones have a codec, which doesn't know vendors' characters (①, ㈱)."""
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeError:
        return read_escapes(data)


def _in_order(data: bytes, name: str) -> str:
    """The codec with the order of bytes where that isn't told: the higher halves of letters are few different ones."""
    if name == "utf_16":
        return "utf_16_be" if len(set(data[0::2])) < len(set(data[1::2])) else "utf_16_le"
    if name == "utf_32":
        return "utf_32_be" if data.startswith(b"\0") else "utf_32_le"
    return name


def _mostly(data: bytes, name: str) -> str:
    """Text by a codec, give or take a character cut in two; UTF-8 hardly ever arises by accident."""
    text = data.decode(name, "replace")
    broken = text.count("\ufffd")
    return text if not broken or _wide(text) > 4 * broken else ""


def _surely_utf8(data: bytes) -> str:
    """UTF-8 where an East Asian charset was declared: two-byte sequences may be an accident, long ones are not."""
    try:
        text = data.decode("utf-8")
    except UnicodeError:
        return ""
    return text if _wide(text) > 2 and max(text) >= "\u0800" else ""


def _wide(text: str) -> int:
    return sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")


def _first_that_fits(data: bytes, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode(names[0], "replace")
