"""Rich text as Outlook stores it in a mail (MS-OXRTFCP): what came before is named instead of written again."""

from __future__ import annotations

MAX_RTF = 2_000_000
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4_096
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab"
    rb"\tx"
)
"""The text that stands before every other (section 2.1.3.1)."""


def decompressed(data: bytes) -> bytes:
    """Return the document, at most MAX_RTF bytes of it; as much as can be read where it is broken, or nothing."""
    size, magic = min(int.from_bytes(data[4:8], "little"), MAX_RTF), data[8:12]
    if magic == _PLAIN:
        return data[16 : 16 + size]
    return _unpacked(data, size) if magic == _COMPRESSED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    """Runs of eight, each behind a byte whose bits say which are letters and which are references."""
    out, at = bytearray(_KNOWN), 16
    while at < len(data) and len(out) < len(_KNOWN) + size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
            elif at + 2 > len(data) or not _repeated(out, data[at] << 8 | data[at + 1]):
                return bytes(out[len(_KNOWN) :])
            else:
                at += 2
    return bytes(out[len(_KNOWN) : len(_KNOWN) + size])


def _repeated(out: bytearray, reference: int) -> bool:
    """Append what is referred to, which may run into itself; False at the mark of the end."""
    back = (len(out) - (reference >> 4)) % _WINDOW
    if not 0 < back <= len(out):
        return False
    length, piece = (reference & 15) + 2, out[-back:]
    out += (piece * (length // back + 1))[:length] if back < length else piece[:length]
    return True
