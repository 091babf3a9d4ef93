"""The wrapping of S/MIME (CMS, RFC 5652) undone as far as that needs no key: which kind it is, and what was signed.

BER: lengths may be open, and a string may be in pieces. Only what stands before the certificates is walked, each byte
once. A signature is not checked: who wrote a mail is found out by other means.
"""

from __future__ import annotations

from typing import Literal

CmsKind = Literal["signed", "encrypted"]

_SEQUENCE, _SET, _INTEGER, _OBJECT, _STRING, _CONTENT = 0x30, 0x31, 0x02, 0x06, 0x04, 0xA0
_PIECES = 0x24
_KINDS: dict[bytes, CmsKind] = {
    bytes.fromhex("2a864886f70d010702"): "signed",
    bytes.fromhex("2a864886f70d010703"): "encrypted",
    bytes.fromhex("2a864886f70d010706"): "encrypted",
    bytes.fromhex("2a864886f70d0109100117"): "encrypted",
}


def read_cms(raw: bytes) -> tuple[CmsKind | None, bytes]:
    """Return the kind, None for one there is nothing to say of, and what was signed, empty where that is elsewhere."""
    walk = _DerWalk(raw)
    if not walk.enter(_SEQUENCE):
        return None, b""
    kind = _KINDS.get(walk.value(_OBJECT))
    if kind != "signed" or not (walk.enter(_CONTENT) and walk.enter(_SEQUENCE)):
        return kind, b""
    walk.skip(_INTEGER)
    walk.skip(_SET)
    if walk.enter(_SEQUENCE):
        walk.skip(_OBJECT)
        if walk.enter(_CONTENT):
            return kind, walk.string()
    return kind, b""


class _DerWalk:
    """A place in the bytes, which only goes on."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def enter(self, tag: int) -> bool:
        """Go to what is in an element of this tag, if one is here."""
        found, start, _ = self._head(self._at)
        if found != tag:
            return False
        self._at = start
        return True

    def value(self, tag: int) -> bytes:
        """The bytes of an element of this tag, which it goes past; empty if none is here."""
        found, start, length = self._head(self._at)
        if found != tag or length is None:
            return b""
        self._at = start + length
        return self._raw[start : self._at]

    def skip(self, tag: int) -> None:
        """Go past an element of this tag with all that is in it, if one is here."""
        if self._head(self._at)[0] == tag:
            open_ends = self._past(0)
            while open_ends:
                open_ends = self._past(open_ends)

    def string(self) -> bytes:
        """The bytes of a string, its pieces joined, however deep they are."""
        tag, start, length = self._head(self._at)
        if tag != _PIECES:
            return self.value(_STRING)
        end = len(self._raw) if length is None else min(start + length, len(self._raw))
        pieces, open_ends, self._at = [], int(length is None), start
        while self._at < end:
            tag, start, length = self._head(self._at)
            if tag == _STRING and length is not None:
                pieces.append(self._raw[start : min(start + length, end)])
                self._at = start + length
            elif tag == _PIECES:
                open_ends += length is None
                self._at = start
            elif tag == 0 and open_ends > 1:
                open_ends -= 1
                self._at = start
            else:
                break
        return b"".join(pieces)

    def _past(self, open_ends: int) -> int:
        """Go past one element, or into one whose end is a mark; returns how many such marks are to come."""
        tag, start, length = self._head(self._at)
        self._at = start + (length or 0)
        if tag < 0:
            return 0
        return open_ends + (length is None) - (tag == 0)

    def _head(self, at: int) -> tuple[int, int, int | None]:
        """Tag, where the value begins, and its length, None for one whose end is a mark; −1 behind the end."""
        if at + 2 > len(self._raw):
            return -1, len(self._raw), 0
        tag, length, start = self._raw[at], self._raw[at + 1], at + 2
        if length == 0x80:
            return tag, start, None
        if length < 0x80:
            return tag, start, length
        size = length & 0x7F
        return tag, start + size, int.from_bytes(self._raw[start : start + size], "big")
