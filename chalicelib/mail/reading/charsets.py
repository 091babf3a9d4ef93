"""Bytes to text, whatever charset a mail claims, and without ever failing."""

from __future__ import annotations

import codecs
import re

# What senders write against what they mean; the supersets decode everything that the narrow name would.
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-1": "iso2022_jp_ext",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
# Python also has codecs that are no charsets (zlib, punycode, unicode_escape): a sender must not choose those.
_CHARSET_NAME = re.compile(
    r"(utf|iso|latin|l\d|cp\d|windows|win\d|koi8|mac|big5|gb|euc|shift|sjis|ks|johab|hz|viscii)", re.I
)
_MULTI_BYTE = ("gb", "big5", "cp949", "cp932", "euc", "johab", "hz", "iso2022", "iso-2022", "utf-16", "utf-32", "utf-7")
_DOUBLE_BYTES = re.compile(rb"\x1b\$[@B]([^\x1b]+)|(\x1b?[^\x1b]*)")
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
    text = _by_mark(data) or _by_name(data, _meant(declared) or _meant(hint))
    return _SURROGATES.sub("\ufffd", text).replace("\x00", "").removeprefix("\ufeff")


def _by_mark(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    return ""


def _by_name(data: bytes, name: str) -> str:
    if b"\x1b$" in data[:4096] and (data.isascii() or name.startswith("iso2022")):
        return _japanese(data)
    if name.startswith(("utf-16", "utf-32")) and data.isascii() and b"\0" not in data:
        return data.decode("ascii")
    if name.startswith(_MULTI_BYTE):
        return _surely_utf8(data) or _first_that_fits(data, (name, "utf-8"))
    if data.isascii():
        return data.decode("ascii")
    return _as_utf8(data) or _first_that_fits(data, (name or "cp1252", "cp1252", "latin-1"))


def _japanese(data: bytes) -> str:
    """ISO-2022-JP; where it has a vendor's characters (①, ㈱), its double bytes are read as the larger set has them."""
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeError:
        return "".join(
            bytes(byte | 0x80 for byte in double).decode("euc_jis_2004", "replace")
            if double
            else single.decode("iso2022_jp_ext", "replace")
            for double, single in _DOUBLE_BYTES.findall(data)
        )


def _as_utf8(data: bytes) -> str:
    """UTF-8 if it is that, give or take a character cut in two; valid sequences hardly ever arise by accident."""
    text = data.decode("utf-8", "replace")
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


def _meant(declared: str) -> str:
    """Python's codec for a declared charset, or nothing if there is none or it is not a charset."""
    name = declared.strip().strip("\"'").lower().split("*")[0]
    name = _MEANT.get(name, name)
    if not name.isascii() or not _CHARSET_NAME.match(name):
        return ""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
