"""Python's codec for whatever a mail calls its charset.

Names are those of Python, and beyond them those of the Encoding Standard (https://encoding.spec.whatwg.org, 4.2), of
IANA's list of character sets and of Windows's code pages. Signs and letter case are no difference.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases
from functools import cache, lru_cache

_CODECS = frozenset(aliases.values()) | {
    "cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "koi8_t", "koi8_u", "mac_arabic", "mac_farsi",
    "mac_croatian", "mac_romanian", "palmos", "utf_8_sig",
}  # fmt: skip
_NO_CHARSETS = frozenset(
    ("base64_codec", "bz2_codec", "hex_codec", "mbcs", "oem", "quopri_codec", "rot_13", "uu_codec", "zlib_codec")
)
"""What Python calls a codec, too: a sender must not choose those."""
_NAMES = {
    "cp949": "windows949 ksc5601 ksc56011987 ksc56011989 korean iso-ir-149 xwindows949",
    "cp932": "windows31j mskanji sjis shiftjis xsjis shiftjiscp932 macjapanese cp943 ibm943 jisencoding xmsshiftjis",
    "gb18030": "gb231280 gbk macchinesesimp gb180302022 iso-ir-58 cp54936",
    "gb2312": "cp51936 cp20936",
    "big5hkscs": "big5 cnbig5 xxbig5 macchinesetrad big5eten bigfive",
    "koi8_r": "koi8 koi cp20866",
    "koi8_u": "koi8ru cp21866",
    "iso8859_1": "cp28591",
    "iso8859_2": "cp28592",
    "iso8859_3": "cp28593",
    "iso8859_4": "cp28594",
    "iso8859_5": "cp28595 cp915",
    "iso8859_6": "iso88596e iso88596i asmo708 cp28596 cp1089",
    "iso8859_7": "suneugreek cp28597 cp813",
    "iso8859_8": "iso88598e iso88598i visual logical cp28598 cp38598 cp916",
    "iso8859_9": "cp28599 cp920",
    "iso8859_10": "iso885910-1992",
    "iso8859_13": "cp28603 latin7 l7",
    "iso8859_14": "iso-ir-199 cp28604",
    "iso8859_15": "latin9 isolatin9 l9 iso-ir-203 cp28605 cp923",
    "iso8859_16": "iso-ir-226",
    "cp874": "iso885911 tis620 tis6202533 dos874 iso-ir-166",
    "cp1250": "iso88592windowslatin2 windowslatin2",
    "cp1252": "iso88591windows30latin1 iso88591windows31latin1 windowslatin1 ansi1252",
    "cp1254": "iso88599windowslatin5",
    "mac_roman": "mac xmac macroman cp10000",
    "mac_greek": "cp10006",
    "mac_cyrillic": "macukrainian macukraine cp10007",
    "mac_latin2": "macce maccentraleurope maccentraleurroman macceroman cp10029",
    "mac_iceland": "macicelandic cp10079",
    "mac_turkish": "cp10081",
    "mac_croatian": "cp10082",
    "mac_romanian": "cp10010",
    "mac_arabic": "cp10004",
    "euc_jp": "eucjpms eucjpwin cp51932 cp20932 eucpkdfmtjapanese extendedunixcodepackedformatforjapanese ujis",
    "euc_kr": "cp51949 mackorean",
    "hz": "hzgb2312 cp52936",
    "johab": "cp1361",
    "iso2022_jp": "cp50220 cp50221 cp50222 iso2022jpms iso2022jp1 iso2022jp2 jis jiscode",
    "iso2022_kr": "cp50225 iso2022cn iso2022cnext cp50227 cp50229",
    "utf_7": "unicode11utf7 cp65000",
    "utf_8": "unicode11utf8 unicode20utf8 utf8mb3 utf8mb4 cp65001",
    "utf_16": "ucs2 iso10646ucs2 unicode unicode11",
    "utf_16_le": "unicodefeff cp1200 ucs2le unicodelittle",
    "utf_16_be": "unicodefffe cp1201 ucs2be unicodebig",
    "utf_32": "ucs4 iso10646ucs4",
    "utf_32_le": "cp12000 ucs4le",
    "utf_32_be": "cp12001 ucs4be",
    "ascii": "iso646irv1983 iso646irv ansix341986 usascii cp20127",
    "kz1048": "strk10482002",
    "ptcp154": "pt154 cp154 cyrillicasian",
    "cp866": "ibm866nav",
    "cp273": "cp20273",
    "cp858": "pcmultilingual850euro",
    "cp1140": "ebcdicus37euro",
}
"""Those that Python doesn't know, or takes for something narrower."""
_WIDER = {
    "ascii": "cp1252", "latin_1": "cp1252", "iso8859_1": "cp1252", "iso8859_9": "cp1254", "iso8859_11": "cp874",
    "tis_620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso2022_jp": "iso2022_jp_ext", "iso2022_jp_1": "iso2022_jp_ext", "utf_8_sig": "utf_8",
}  # fmt: skip
"""What senders write against what they mean; the supersets decode everything that the narrow name would."""
_SIGNS = re.compile(r"[^a-z0-9]")
_NUMBERED = re.compile(r"(?:windows|win|ibm|cp|ccsid|dos|ms|pc|codepage)0*(\d{2,5})")


@lru_cache(maxsize=256)
def codec_of(declared: str) -> str:
    """Return Python's codec for a declared charset, or nothing if there is none or it is not a charset."""
    label = declared.split("*")[0].lower()
    name = _SIGNS.sub("", label) if label.isascii() else ""
    known = _known()
    for one in (name, name.removeprefix("x"), name.removeprefix("cs"), name.removeprefix("x").removeprefix("cs")):
        if codec := known.get(one) or _numbered(one, known):
            return _WIDER.get(codec, codec)
    return ""


def _numbered(name: str, known: dict[str, str]) -> str:
    """A code page, however the program names those."""
    found = _NUMBERED.fullmatch(name)
    return known.get(f"cp{found[1]}", known.get(f"cp{found[1]:0>3}", "")) if found else ""


@cache
def _known() -> dict[str, str]:
    """Codecs by their names without signs."""
    charsets = _CODECS - _NO_CHARSETS
    known = {_SIGNS.sub("", name): codec for name, codec in aliases.items() if codec in charsets}
    known |= {_SIGNS.sub("", codec): codec for codec in charsets}
    return known | {_SIGNS.sub("", name): codec for codec, names in _NAMES.items() for name in names.split()}
