"""ZIP archives in pieces: what stands before each file, and at the end, so that they can be written over days.

Files are stored as they are, not compressed, with their sizes known beforehand, and names are UTF-8
(https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3). Whatever is beyond 4 GB is written as ZIP64.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime

_UTF8 = 0x0800
_NEEDED, _NEEDED_64 = 20, 45
_MADE_ON_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16
_FULL, _FULL_SHORT = 0xFFFFFFFF, 0xFFFF
_FIRST_YEAR = 1980


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file in an archive: its path, its length, the CRC-32 of its bytes, and where its header begins."""

    path: str
    size: int
    crc: int
    offset: int


def header(entry: ZipEntry, at: datetime) -> bytes:
    """Return what stands right before the bytes of a file."""
    name, large = entry.path.encode(), entry.size >= _FULL
    extra = _extra([entry.size, entry.size]) if large else b""
    size = _FULL if large else entry.size
    needed = _NEEDED_64 if large else _NEEDED
    lengths = (len(name), len(extra))
    fixed = struct.pack("<4s5H3L2H", b"PK\3\4", needed, _UTF8, 0, *_moment(at), entry.crc, size, size, *lengths)
    return fixed + name + extra


def directory_record(entry: ZipEntry, at: datetime) -> bytes:
    """Return what the directory at the archive's end says of a file."""
    name = entry.path.encode()
    beyond = [value for value in (entry.size, entry.size, entry.offset) if value >= _FULL]
    extra = _extra(beyond) if beyond else b""
    size, offset = min(entry.size, _FULL), min(entry.offset, _FULL)
    needed = _NEEDED_64 if beyond else _NEEDED
    told = (_MADE_ON_UNIX | needed, needed, _UTF8, 0, *_moment(at), entry.crc, size, size)
    rest = (len(name), len(extra), 0, 0, 0, _PLAIN_FILE, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *told, *rest) + name + extra


def end(files: int, offset: int, size: int) -> bytes:
    """Return what ends an archive of so many files, whose directory begins at `offset` and has `size` bytes."""
    large = b""
    if files >= _FULL_SHORT or offset >= _FULL or size >= _FULL:
        made = (_MADE_ON_UNIX | _NEEDED_64, _NEEDED_64)
        large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, *made, 0, 0, files, files, size, offset)
        large += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    many = min(files, _FULL_SHORT)
    return large + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, many, many, min(size, _FULL), min(offset, _FULL), 0)


def _extra(values: list[int]) -> bytes:
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values)


def _moment(at: datetime) -> tuple[int, int]:
    """Return time and date as MS-DOS has them, which knows no second by itself and no year before 1980."""
    day = (max(at.year, _FIRST_YEAR) - _FIRST_YEAR) << 9 | at.month << 5 | at.day
    return at.hour << 11 | at.minute << 5 | at.second // 2, day
