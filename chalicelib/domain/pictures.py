"""Which files are pictures that a page may draw, and how large: told by their first bytes, never by name or type.

Only the header is read, nothing is decoded. Each format's own specification says where in it the size is; in photos it
may be far behind what cameras and programs tell of them, and is looked for there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import error, unpack_from

HEADER = 64 * 1024
"""Bytes of a file's beginning in which its size has to be, unless it is a photo."""
MOST_READS = 3
"""How often more of a photo is read, HEADER bytes each time."""
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000

Further = Callable[[int], bytes]
"""Reads HEADER bytes of the file, or what is left of it, from a place that is counted from its beginning."""
_Size = tuple[int, int]
_FRAME = 9
"""The bytes of a frame's segment up to the picture's size."""
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}
"""Markers of JPEG without a length; they aren't expected before the picture, and skipped."""
_EXIF, _ORIENTATION = b"Exif\0\0", 0x0112
_DIB_HEADERS = {40, 52, 56, 64, 108, 124}


@dataclass(frozen=True, slots=True)
class Picture:
    """`type` is the media type that the bytes tell, `width` and `height` are in pixels, as it is shown upright."""

    type: str
    width: int
    height: int


def nothing_further(_at: int) -> bytes:
    """Read no more of a file than its beginning."""
    return b""


def picture_of(beginning: bytes, size: int, further: Further = nothing_further) -> Picture | None:
    """Return what a file of `size` bytes says of a picture; None for what a page doesn't draw: no picture of a kind
    that all browsers know, one that is too large for it, or one whose header is damaged.

    `further` is asked at most MOST_READS times, where the size isn't in the beginning and may be behind it.
    """
    read = next((one for one in _FORMATS if one[0].match(beginning)), None)
    if read is None or size > MOST_BYTES:
        return None
    _, kind, measured = read
    try:
        header = beginning[:HEADER]
        width, height = _jpeg(header, further) if measured is None else measured(header)
    except (error, ValueError):
        return None
    return Picture(kind, width, height) if 0 < width * height <= MOST_PIXELS else None


def _png(header: bytes) -> _Size:
    return _pair(">II", header, 16)


def _gif(header: bytes) -> _Size:
    return _pair("<HH", header, 6)


def _bmp(header: bytes) -> _Size:
    """A height below zero is that of one whose lines begin at the top."""
    if unpack_from("<I", header, 14)[0] not in _DIB_HEADERS:
        raise ValueError("no bitmap")
    width, height = _pair("<ii", header, 18)
    return max(width, 0), abs(height)


def _webp_lossy(header: bytes) -> _Size:
    width, height = _pair("<HH", header, 26)
    return width & 0x3FFF, height & 0x3FFF


def _webp_lossless(header: bytes) -> _Size:
    (bits,) = unpack_from("<I", header, 21)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _webp_extended(header: bytes) -> _Size:
    low_wide, high_wide, low_tall, high_tall = unpack_from("<HBHB", header, 24)
    return (high_wide << 16 | low_wide) + 1, (high_tall << 16 | low_tall) + 1


def _avif(header: bytes) -> _Size:
    """Of its parts, such as tiles and a thumbnail, the largest is the whole."""
    parts = (_pair(">II", header, found.end()) for found in re.finditer(rb"\0\0\0\x14ispe\0{4}", header))
    return max(parts, key=lambda part: part[0] * part[1])


def _jpeg(header: bytes, further: Further) -> _Size:
    """Cameras store how they were held: every second of four ways turns the picture by its side. What is said of that
    more than once is read once, or a file could be made that takes long."""
    about = b""
    for marker, segment, at in _segments(header, further):
        if marker in _START_OF_FRAME:
            height, width = _pair(">HH", segment, at + 5)
            return (height, width) if _is_turned(about) else (width, height)
        if marker == 0xE1 and not about and segment.startswith(_EXIF, at + 4):
            about = segment[at + 10 :]
    raise ValueError("no picture begins")


def _segments(header: bytes, further: Further) -> Iterator[tuple[int, bytes, int]]:
    """Walk through a JPEG's segments: each one's marker, and the bytes that were read with where in them it is."""
    read, start, at, reads = header, 0, 2, 0
    while True:
        if at + _FRAME > len(read) and reads < MOST_READS and (more := further(start + at)):
            read, start, at, reads = more, start + at, 0, reads + 1
        if at + 4 > len(read) or read[at] != 0xFF:
            return
        marker = read[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            yield marker, read, at
            at += 2 + unpack_from(">H", read, at + 2)[0]


def _is_turned(tiff: bytes) -> bool:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return False
    try:
        (directory,) = unpack_from(f"{order}I", tiff, 4)
        (count,) = unpack_from(f"{order}H", tiff, directory)
        entries = (unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * one) for one in range(count))
        return next((value >= 5 for tag, _, _, value in entries if tag == _ORIENTATION), False)
    except error:
        return False


def _pair(layout: str, header: bytes, at: int) -> _Size:
    first, second = unpack_from(layout, header, at)
    return first, second


_FORMATS: tuple[tuple[re.Pattern[bytes], str, Callable[[bytes], _Size] | None], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png", _png),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", None),
    (re.compile(rb"GIF8[79]a"), "image/gif", _gif),
    (re.compile(rb"RIFF.{4}WEBPVP8 .{7}\x9d\x01\x2a", re.DOTALL), "image/webp", _webp_lossy),
    (re.compile(rb"RIFF.{4}WEBPVP8L.{4}\x2f", re.DOTALL), "image/webp", _webp_lossless),
    (re.compile(rb"RIFF.{4}WEBPVP8X", re.DOTALL), "image/webp", _webp_extended),
    (re.compile(rb"BM"), "image/bmp", _bmp),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif", _avif),
)
"""How each begins, its media type, and what reads its size in its header; of a photo that may be further on."""
