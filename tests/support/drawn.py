"""Pictures for tests: `png` is a whole one, of `jpeg` there is the header alone."""

from __future__ import annotations

from struct import pack
from zlib import compress, crc32


def png(width: int, height: int, grey: int = 128) -> bytes:
    """Return a grey PNG; one of more than a million pixels is its header alone, which nobody can draw."""
    head = _chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    if width * height > 1_000_000:
        return _PNG + head
    lines = compress((b"\0" + bytes([grey]) * width) * height)
    return _PNG + head + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def jpeg(width: int, height: int, *about: bytes) -> bytes:
    """Return the beginning of a JPEG; each of `about` is a segment before its size, as cameras write it."""
    said = b"".join(b"\xff\xe1" + pack(">H", len(one) + 2) + one for one in about)
    frame = pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + said + b"\xff\xc0" + frame


_PNG = b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", crc32(name + content))
