"""What Outlook packs into a winmail.dat (MS-OXTNEF): files, and the text of the mail in up to three forms.

A stream of attributes, each with a length; some hold MAPI properties, which have lengths of their own. A length that
points beyond the end gives what there is. Checksums are not looked at: what can be read is worth more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chalicelib.mail.reading.charsets import decode
from chalicelib.mail.reading.rtf import decompressed
from chalicelib.mail.reading.rtf_words import rtf_words

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_DEPTH = 5
MAX_FILES = 1_000
_BODY, _TITLE, _DATA, _TRANSPORT_NAME = 0x800C, 0x8010, 0x800F, 0x9001
_BEGIN_FILE, _MESSAGE_PROPERTIES, _FILE_PROPERTIES, _CODEPAGE = 0x9002, 0x9003, 0x9005, 0x9007
_SUBJECT, _PLAIN, _HTML, _RTF, _HTML_CODEPAGE = 0x0037, 0x1000, 0x1013, 0x1009, 0x3FDE
_DISPLAY_NAME, _SHORT_NAME, _LONG_NAME = 0x3001, 0x3704, 0x3707
_FILE_DATA, _MIME_TYPE, _CONTENT_ID = 0x3701, 0x370E, 0x3712
_LONG, _OBJECT, _TEXT, _UNICODE, _BINARY, _MANY = 0x03, 0x0D, 0x1E, 0x1F, 0x102, 0x1000
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_INTERFACE = 16
"""The bytes that say what kind of object follows them."""
Value = tuple[int, bytes]
Properties = dict[int, Value]


@dataclass(frozen=True, slots=True)
class TnefFile:
    """A file as it was attached; `name` and `type` are empty where it has none."""

    name: str
    content: bytes
    type: str = ""
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Tnef:
    """The contents. Texts may be empty; `rtf` is the text as a document, there only where neither other form was; one
    is made of it then."""

    subject: str = ""
    text: str = ""
    html: str = ""
    rtf: bytes = b""
    files: tuple[TnefFile, ...] = ()


@dataclass(slots=True)
class _File:
    title: bytes = b""
    data: bytes | None = None
    properties: Properties = field(default_factory=dict)


def read_tnef(raw: bytes, depth: int = 0) -> Tnef:
    """Return what can be read of it, in time linear in its size: nothing, where it is no TNEF at all.

    A mail within it is its files, and its text as one more.
    """
    if not raw.startswith(SIGNATURE):
        return Tnef()
    charset, body = "", b""
    message: Properties = {}
    files: list[_File] = []
    for name, data in _attributes(raw):
        if name == _CODEPAGE:
            charset = charset or _codepage(data)
        elif name == _BODY:
            body = body or data
        elif name == _MESSAGE_PROPERTIES:
            for number, value in _properties(data).items():
                message.setdefault(number, value)
        elif name in (_BEGIN_FILE, _TITLE, _TRANSPORT_NAME, _DATA, _FILE_PROPERTIES) and len(files) <= MAX_FILES:
            _collect(files, name, data)
    found = [made for one in files[:MAX_FILES] for made in _made(one, charset, depth)]
    return _with_texts(message, body, charset, tuple(found))


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Pairs of number and value: a level's byte, number and type, length, value, checksum."""
    at = 6
    while at + 9 <= len(raw) and raw[at] in (1, 2):
        name = int.from_bytes(raw[at + 1 : at + 3], "little")
        length = int.from_bytes(raw[at + 5 : at + 9], "little")
        yield name, raw[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _collect(files: list[_File], name: int, data: bytes) -> None:
    """Take an attribute for the file that it belongs to; the marker that a file begins is missing at times."""
    again = bool(files) and (
        (name == _DATA and files[-1].data is not None) or (name == _TITLE and bool(files[-1].title))
    )
    if name == _BEGIN_FILE or not files or again:
        files.append(_File())
    if name == _TITLE:
        files[-1].title = data
    elif name == _TRANSPORT_NAME:
        files[-1].title = files[-1].title or data
    elif name == _DATA:
        files[-1].data = data
    elif name == _FILE_PROPERTIES:
        files[-1].properties.update(_properties(data))


def _properties(data: bytes) -> Properties:
    """The first value of each property, with its type."""
    found: Properties = {}
    at, end = 4, len(data)
    while at + 4 <= end:
        kind, name = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at = _past_name(data, at + 4) if name >= 0x8000 else at + 4
        at, value = _value(data, at, kind)
        if at < 0:
            break
        if name < 0x8000:
            found.setdefault(name, (kind, value))
    return found


def _past_name(data: bytes, at: int) -> int:
    """Past the set that a property of one's own is of, and its number or its name there."""
    if int.from_bytes(data[at + 16 : at + 20], "little") == 0:
        return at + 24
    return at + 24 + _padded(int.from_bytes(data[at + 20 : at + 24], "little"))


def _value(data: bytes, at: int, kind: int) -> tuple[int, bytes]:
    """Where the next property begins, and the first value; −1 for a type that can't be gone past."""
    base = kind & ~_MANY
    if base in _SIZES:
        count = int.from_bytes(data[at : at + 4], "little") if kind & _MANY else 1
        at += 4 if kind & _MANY else 0
        return at + count * _SIZES[base], data[at : at + _SIZES[base]]
    if base not in (_OBJECT, _TEXT, _UNICODE, _BINARY):
        return (at, b"") if base <= 1 else (-1, b"")
    count, at = int.from_bytes(data[at : at + 4], "little"), at + 4
    first = b""
    for number in range(count):
        if at + 4 > len(data):
            break
        length = int.from_bytes(data[at : at + 4], "little")
        first = first if number else data[at + 4 : at + 4 + length]
        at += 4 + _padded(length)
    return at, first


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _made(one: _File, charset: str, depth: int) -> Iterator[TnefFile]:
    kind, value = one.properties.get(_FILE_DATA, (0, b""))
    value = value[_INTERFACE:] if kind == _OBJECT else value
    names = [_text(one.properties, wanted, charset) for wanted in (_LONG_NAME, _SHORT_NAME)]
    names += [_plain(one.title, charset), _text(one.properties, _DISPLAY_NAME, charset)]
    name = next(filter(None, names), "")
    if value.startswith(SIGNATURE) and depth < MAX_DEPTH:
        yield from _of_mail(read_tnef(value, depth + 1), name)
    elif value or one.data or name:
        content_id = _text(one.properties, _CONTENT_ID, charset)
        yield TnefFile(name, one.data or value, _text(one.properties, _MIME_TYPE, charset), content_id)


def _of_mail(inner: Tnef, name: str) -> Iterator[TnefFile]:
    """A mail within the mail: its text named as it is, and what is attached to it."""
    title = inner.subject or name or "message"
    if inner.html:
        yield TnefFile(f"{title}.html", inner.html.encode(), "text/html")
    elif inner.text:
        yield TnefFile(f"{title}.txt", inner.text.encode(), "text/plain")
    elif inner.rtf:
        yield TnefFile(f"{title}.rtf", inner.rtf, "application/rtf")
    yield from inner.files


def _with_texts(message: Properties, body: bytes, charset: str, files: tuple[TnefFile, ...]) -> Tnef:
    kind, number = message.get(_HTML_CODEPAGE, (0, b""))
    of_html = _codepage(number) if kind == _LONG else ""
    found = Tnef(
        subject=_text(message, _SUBJECT, charset),
        text=_text(message, _PLAIN, charset) or _plain(body, charset),
        html=_text(message, _HTML, of_html or charset),
        files=files,
    )
    if found.text.strip() or found.html.strip():
        return found
    rtf = decompressed(message.get(_RTF, (0, b""))[1])
    text, html = rtf_words(rtf)
    return replace(found, text=text, html=html, rtf=rtf)


def _text(properties: Properties, name: int, charset: str) -> str:
    kind, value = properties.get(name, (0, b""))
    return _plain(value, "utf-16-le" if kind & ~_MANY == _UNICODE else charset)


def _plain(value: bytes, charset: str) -> str:
    """Text without the NUL that ends it; what stands behind that is leftovers of the program's memory."""
    if charset == "utf-16-le":
        return value.decode(charset, "replace").partition("\0")[0]
    return decode(value.partition(b"\0")[0], charset)


def _codepage(number: bytes) -> str:
    return f"cp{int.from_bytes(number[:4], 'little')}"
