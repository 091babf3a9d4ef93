"""TNEF streams for tests, made piece by piece (MS-OXTNEF)."""

from __future__ import annotations

import struct

TEXT, UNICODE, BINARY, OBJECT, LONG = 0x1E, 0x1F, 0x102, 0x0D, 0x03
BEGIN_FILE = (2, 0x00069002)
TITLE, DATA, FILE_PROPERTIES = (2, 0x00018010), (2, 0x0006800F), (2, 0x00069005)
TRANSPORT_NAME = (2, 0x00069001)
BODY, MESSAGE_PROPERTIES, CODEPAGE = (1, 0x0002800C), (1, 0x00069003), (1, 0x00069007)
SUBJECT, PLAIN, HTML, RTF, HTML_CODEPAGE = 0x0037, 0x1000, 0x1013, 0x1009, 0x3FDE
SHORT_NAME, LONG_NAME, DISPLAY_NAME = 0x3704, 0x3707, 0x3001
FILE_DATA, MIME_TYPE, CONTENT_ID = 0x3701, 0x370E, 0x3712
MAIL_OBJECT = bytes.fromhex("0703020000000000c000000000000046")


def tnef(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def attribute(name: tuple[int, int], data: bytes = b"") -> bytes:
    level, number = name
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def codepage(number: int) -> bytes:
    return attribute(CODEPAGE, struct.pack("<II", number, 0))


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def of_text(name: int, text: str) -> bytes:
    return of_bytes(name, (text + "\0").encode("utf-16-le"), UNICODE)


def of_bytes(name: int, value: bytes, kind: int = BINARY) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def of_number(name: int, value: int) -> bytes:
    return struct.pack("<HHI", LONG, name, value)


def named(value: bytes, name: str = "") -> bytes:
    """A property of the sender's own, known by a number or a name."""
    kind, length = value[:4], len(value)
    label = (name + "\0").encode("utf-16-le")
    key = struct.pack("<II", 1, len(label)) + label + b"\0" * (-len(label) % 4) if name else struct.pack("<II", 0, 7)
    return kind[:2] + struct.pack("<H", 0x8000) + b"g" * 16 + key + value[4:length]


def file(title: str, content: bytes, *values: bytes) -> bytes:
    parts = [attribute(BEGIN_FILE, b"\0" * 14)]
    parts += [attribute(TITLE, title.encode() + b"\0")] if title else []
    parts += [attribute(DATA, content)]
    return b"".join(parts) + (attribute(FILE_PROPERTIES, properties(*values)) if values else b"")


def compressed(rtf: bytes) -> bytes:
    """Without a single reference, and the mark of the end."""
    out = bytearray()
    for start in range(0, len(rtf), 8):
        out += b"\0" + rtf[start : start + 8]
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + bytes(out)


EVERYTHING = tnef(
    codepage(1251),
    attribute(BODY, "Привет".encode("cp1251") + b"\0"),
    attribute(
        MESSAGE_PROPERTIES,
        properties(
            of_number(HTML_CODEPAGE, 65001),
            named(of_text(1, "mine"), "label"),
            named(of_number(1, 7)),
            struct.pack("<HHIII", LONG | 0x1000, 0x6001, 2, 1, 2),
            struct.pack("<HHQ", 0x40, 0x3007, 1),
            of_text(SUBJECT, "Печь"),
            of_bytes(HTML, "<p>Привет</p>".encode()),
        ),
    ),
    file("REPORT~1.PDF", b"%PDF-1.4", of_text(LONG_NAME, "Отчёт за год.pdf"), of_text(MIME_TYPE, "application/pdf")),
    file("", b"x", of_bytes(SHORT_NAME, b"A.TXT\0", TEXT)),
)
"""Each kind of piece once."""
