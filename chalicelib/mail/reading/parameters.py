"""Parameters of Content-Type and Content-Disposition (RFC 2045, 2183, 2231), tolerant of how they are broken."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from chalicelib.mail.reading.charsets import decode
from chalicelib.mail.reading.encoded_words import decode_words
from chalicelib.mail.reading.headers import Headers

MAX_LENGTH = 20_000
_PARAMETER = re.compile(rb"""([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*(?:"|\\?\Z)|[^;"]*)[^;]*;?""", re.S)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_ESCAPE = re.compile(rb'\\(["\\])')


def read_parameters(headers: Headers, name: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon, in lower case, and the parameters decoded, by names in lower case."""
    value, _, rest = headers.raw(name)[:MAX_LENGTH].partition(b";")
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    for key, raw in _PARAMETER.findall(rest):
        base, number, encoded = _split(key.decode("latin-1").lower())
        sections.setdefault(base, []).append((number, encoded, _unquoted(raw)))
    return (
        value.decode("latin-1").strip().strip('"').lower(),
        {base: _joined(found, headers.hint) for base, found in sections.items()},
    )


def _split(key: str) -> tuple[str, int, bool]:
    """`name*1*` is section 1 of name, percent-encoded. A plain name comes last, so that an encoded one wins."""
    found = _SECTION.match(key)
    if not found:
        return key, -1, False
    number = int(found[2]) if found[2] else (0 if found[3] else 1_000)
    return found[1], number, bool(found[3])


def _joined(found: list[tuple[int, bool, bytes]], hint: str) -> str:
    found = sorted(found, key=lambda section: section[0])
    if found[0][0] == 1_000:
        return decode_words(found[0][2], hint)
    charset = ""
    pieces = []
    for number, encoded, raw in (section for section in found if section[0] < 1_000):
        if encoded and number == 0 and raw.count(b"'") >= 2:
            name, _, raw = raw.split(b"'", 2)
            charset = name.decode("latin-1")
        pieces.append(unquote_to_bytes(raw) if encoded else raw)
    text = b"".join(pieces)
    return decode(text, charset, hint) if charset else decode_words(text, hint)


def _unquoted(raw: bytes) -> bytes:
    raw = raw.strip()
    return _ESCAPE.sub(rb"\1", raw.strip(b'"')) if raw.startswith(b'"') else raw
