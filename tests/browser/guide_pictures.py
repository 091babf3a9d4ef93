"""Put the pictures that the guides show into `docs/guide/pictures`, small: `python -m tests.browser.guide_pictures`.

A guide's `<face>-<name>-<look>.png` is what `make pictures` took as `build/pictures/<face>/<name>-<look>.png`. Of its
many colours those that are seen most are kept, and the others become the nearest of them: a point takes one byte.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.browser.pictures import FOLDER
from tests.support.local_desk import ROOT

GUIDE = ROOT / "docs/guide"
PICTURES = GUIDE / "pictures"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLORS = 256
_PALETTE = 3
_CHANNELS = {2: 3, 6: 4, _PALETTE: 1}
"""How many bytes a point has, by the kind of colour: as the browser wrote it, or by its place in a palette."""
Color = tuple[int, int, int]


def main() -> int:
    texts = [ROOT / "README.md", *GUIDE.glob("*.md")]
    wanted = {Path(place).name for text in texts for place in re.findall(r"\]\((\S+\.png)\)", text.read_text("utf-8"))}
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        if old.name not in wanted:
            old.unlink()
    for name in sorted(wanted):
        face, _, taken = name.partition("-")
        small = squeezed((FOLDER / face / taken).read_bytes())
        (PICTURES / name).write_bytes(small)
        print(f"{len(small) / 1024:6.0f} KB  {name}")
    return 0


def squeezed(png: bytes) -> bytes:
    """Return a PNG that looks the same, in at most 256 colours."""
    width, height, points = points_of(png)
    often = Counter(points)
    kept = [color for color, _ in often.most_common(_COLORS)]
    places = {color: _nearest(color, tuple(kept)) for color in often}
    indexed = bytes(places[point] for point in points)
    rows = b"".join(b"\0" + indexed[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)
    palette = bytes(channel for color in kept for channel in color)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _nearest(color: Color, kept: tuple[Color, ...]) -> int:
    places = _places(kept)
    if color in places:
        return places[color]
    return min(
        range(len(kept)), key=lambda at: sum((one - other) ** 2 for one, other in zip(color, kept[at], strict=True))
    )


@cache
def _places(kept: tuple[Color, ...]) -> dict[Color, int]:
    return {color: at for at, color in enumerate(kept)}


def points_of(png: bytes) -> tuple[int, int, list[Color]]:
    """Return width, height and the points of a PNG as a browser or `squeezed` makes it: eight bits, not interlaced."""
    chunks = dict[bytes, bytes]()
    for name, content in _chunks(png):
        chunks[name] = chunks.get(name, b"") + content
    width, height, _, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    step = _CHANNELS[kind]
    rows = _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * step, step)
    if kind == _PALETTE:
        palette = list(_colors(chunks[b"PLTE"], 3))
        return width, height, [palette[point] for row in rows for point in row]
    return width, height, [color for row in rows for color in _colors(row, step)]


def _colors(channels: bytes | bytearray, step: int) -> Iterator[Color]:
    for at in range(0, len(channels), step):
        yield channels[at], channels[at + 1], channels[at + 2]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _unfiltered(data: bytes, width: int, step: int) -> Iterator[bytearray]:
    """The rows as they were before each was told by its neighbours (PNG 1.2, section 6)."""
    above = bytearray(width)
    for start in range(0, len(data), width + 1):
        row = bytearray(data[start + 1 : start + 1 + width])
        _undo(data[start], row, above, step)
        yield row
        above = row


def _undo(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    for at in range(len(row) if kind else 0):
        left, up = row[at - step] if at >= step else 0, above[at]
        corner = above[at - step] if at >= step else 0
        told = (left, up, (left + up) // 2, _paeth(left, up, corner))[kind - 1]
        row[at] = (row[at] + told) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


if __name__ == "__main__":
    sys.exit(main())
