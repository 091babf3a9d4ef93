"""What the first bytes of files say of pictures; and that no bytes can make that take long or go wrong."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.pictures import HEADER, MOST_BYTES, MOST_READS, Picture, picture_of
from tests.support.drawn import jpeg, png

EXIF = b"Exif\0\0"
SIDEWAYS = EXIF + b"MM\0*" + pack(">IHHHIHH", 8, 1, 0x0112, 3, 1, 6, 0)
UPRIGHT = EXIF + b"II*\0" + pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, 1, 0)
ENDLESS = EXIF + b"II*\0" + pack("<IH", 8, 0xFFFF)
NOWHERE = EXIF + b"II*\0" + pack("<I", 0xFFFFFFFF)


def riff(chunk: bytes) -> bytes:
    return b"RIFF" + pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def bmp(width: int, height: int, header: int = 40) -> bytes:
    return b"BM" + bytes(12) + pack("<Iii", header, width, height) + b"\x01\0\x18\0"


def avif(*parts: tuple[int, int], brand: bytes = b"avif") -> bytes:
    boxes = b"".join(b"\0\0\0\x14ispe\0\0\0\0" + pack(">II", *part) for part in parts)
    return b"\0\0\0\x1cftyp" + brand + bytes(16) + boxes


LOSSY = riff(b"VP8 " + pack("<I", 10) + b"\x30\x01\0\x9d\x01\x2a" + pack("<HH", 640 | 0x4000, 480))
LOSSLESS = riff(b"VP8L" + pack("<I", 5) + b"\x2f" + pack("<I", 639 | 479 << 14))
EXTENDED = riff(b"VP8X" + pack("<I", 10) + bytes(4) + pack("<HBHB", 639, 0, 479, 0))
KINDS = {
    "png": (png(640, 480), "image/png"),
    "jpeg": (jpeg(640, 480), "image/jpeg"),
    "jpeg with a thumbnail before": (jpeg(640, 480, UPRIGHT + b"\xff\xc0" * 4000), "image/jpeg"),
    "jpeg of a camera held sideways": (jpeg(480, 640, SIDEWAYS), "image/jpeg"),
    "jpeg with more entries than there are": (jpeg(640, 480, ENDLESS), "image/jpeg"),
    "jpeg whose entries are nowhere": (jpeg(640, 480, NOWHERE), "image/jpeg"),
    "jpeg held twice": (jpeg(640, 480, UPRIGHT, SIDEWAYS), "image/jpeg"),
    "jpeg with filling": (b"\xff\xd8\xff" + jpeg(640, 480)[2:], "image/jpeg"),
    "progressive jpeg": (jpeg(640, 480).replace(b"\xff\xc0", b"\xff\xc2"), "image/jpeg"),
    "gif": (b"GIF89a" + pack("<HH", 640, 480), "image/gif"),
    "webp, lossy": (LOSSY, "image/webp"),
    "webp, lossless": (LOSSLESS, "image/webp"),
    "webp, extended": (EXTENDED, "image/webp"),
    "bmp": (bmp(640, 480), "image/bmp"),
    "bmp from the top": (bmp(640, -480), "image/bmp"),
    "avif": (avif((160, 120), (640, 480), (320, 480)), "image/avif"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_picture_is_known_by_its_bytes_and_its_size_by_its_header(name: str) -> None:
    content, kind = KINDS[name]
    assert picture_of(content + bytes(1000), 1000) == Picture(kind, 640, 480)


@pytest.mark.parametrize("name", KINDS)
def test_of_a_beginning_that_is_cut_anywhere_nothing_else_is_told(name: str) -> None:
    content, kind = KINDS[name]
    told = {picture_of(content[:length], 1000) for length in range(len(content))}
    assert told <= {None, Picture(kind, 640, 480), Picture(kind, 160, 120)}
    assert None in told


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 100),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', 100),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x04CgBI", 100),
        (b"II*\0" + bytes(100), 100),
        (b"BMW is a maker of cars, and this is a text about them.", 100),
        (bmp(-640, 480), 100),
        (avif((640, 480), brand=b"heic"), 100),
        (avif(), 100),
        (png(640, 480), MOST_BYTES + 1),
        (png(40_000, 1_001), 100),
        (png(0xFFFFFFFF, 0xFFFFFFFF), 100),
        (png(0, 480), 100),
        (jpeg(640, 480, *[bytes(65_000)] * 2), 100),
        (b"\xff\xd8" + b"\xff\xd9" * 10, 100),
        (b"\xff\xd8" + b"\xff" * 2 * HEADER, 100),
        (b"\xff\xd8\xff\xe1\0\0" * 10_000, 100),
        (b"", 0),
    ],
)
def test_what_no_page_draws_is_no_picture(content: bytes, size: int) -> None:
    assert picture_of(content, size) is None


@pytest.mark.parametrize(("content", "size"), [(png(640, 480), MOST_BYTES), (png(40_000, 1_000), 100)])
def test_the_largest_pictures_are_some(content: bytes, size: int) -> None:
    assert picture_of(content, size) is not None


@pytest.mark.parametrize("before", [1, 2, 3])
@pytest.mark.parametrize("short", range(12))
def test_the_size_of_a_photo_is_found_behind_whatever_its_camera_tells(before: int, short: int) -> None:
    """Also where a segment ends close to what was read."""
    told = [SIDEWAYS, bytes(HEADER - 80 - short), *[bytes(65_000)] * before]
    content, asked = jpeg(480, 640, *told) + bytes(1000), []

    def further(at: int) -> bytes:
        asked.append(at)
        return content[at : at + HEADER]

    assert picture_of(content[:HEADER], len(content), further) == Picture("image/jpeg", 640, 480)
    assert len(asked) <= MOST_READS


def test_more_of_a_photo_is_read_a_few_times_and_of_others_never() -> None:
    asked: list[int] = []

    def further(at: int) -> bytes:
        asked.append(at)
        return b"\xff\xe1\xff\xff" + bytes(HEADER - 4)

    assert picture_of(jpeg(640, 480, *[bytes(65_000)] * 9)[:HEADER], 10**6, further) is None
    assert len(asked) == MOST_READS
    assert picture_of(png(640, 480)[:18], 10**6, further) is None
    assert picture_of(jpeg(640, 480, bytes(65_000), bytes(65_000)), MOST_BYTES + 1, further) is None
    assert len(asked) == MOST_READS


@given(st.sampled_from([content for content, _ in KINDS.values()]), st.data())
def test_whatever_was_changed_in_it_a_header_is_read_or_it_is_none(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content)))
    changed = content[:at] + data.draw(st.binary(max_size=12)) + content[at + data.draw(st.integers(0, 12)) :]
    found = picture_of(changed, len(changed))
    assert found is None or (found.width > 0 and found.height > 0)
