"""Text that changes its character set by escape sequences (ISO 2022): each piece is read by what was designated."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"\x1b([\x20-\x2f]+[\x30-\x7e])|([\x0e\x0f])|\x1bN(.{1,2})|([^\x1b\x0e\x0f]+)|\x1b", re.S)
_WORD = re.compile(rb"[\x21-\x7e]+|[^\x21-\x7e]+")
_JAPANESE, _SECOND_JAPANESE = ("euc_jis_2004", b""), ("euc_jis_2004", b"\x8f")
_DOUBLE: dict[bytes, tuple[str, bytes]] = {
    b"@": _JAPANESE, b"B": _JAPANESE, b"O": _JAPANESE, b"Q": _JAPANESE, b"P": _SECOND_JAPANESE,
    b"D": ("euc_jp", b"\x8f"), b"A": ("gb18030", b""), b"C": ("cp949", b""),
}  # fmt: skip
"""By the last letter of a sequence for sets of two bytes: the codec, and what it wants before each character."""
_SINGLE: dict[bytes, tuple[str, bytes]] = {b"(I": ("euc_jp", b"\x8e"), b")I": ("euc_jp", b"\x8e")}
_UPPER = {b".A": "latin-1", b".F": "iso8859_7"}
_UNKNOWN = "\ufffd"


def read_escapes(data: bytes) -> str:
    """Return the text. A set that Python has no codec for gives U+FFFD for each of its characters."""
    pieces: list[str] = []
    sets = {False: b"(B", True: b""}
    upper, shifted = b"", False
    for escape, shift, single, text in _TOKEN.findall(data):
        if escape[:1] == b".":
            upper = escape
        elif escape[:2] not in (b"$*", b"$+"):
            if escape:
                sets[_is_second(escape)] = escape
            if shift:
                shifted = shift == b"\x0e"
            if text:
                pieces.append(_of_set(sets[shifted], text))
        if single:
            pieces.append(_single(upper, single))
    return "".join(pieces)


def _is_second(escape: bytes) -> bool:
    """Whether it designates the set that is shifted to."""
    return escape.lstrip(b"$")[:1] in (b")", b"-")


def _single(upper: bytes, single: bytes) -> str:
    """One character of the third set, and what was taken with it."""
    if upper in _UPPER:
        return bytes([single[0] | 0x80]).decode(_UPPER[upper], "replace") + single[1:].decode("ascii", "replace")
    return _UNKNOWN


def _of_set(escape: bytes, text: bytes) -> str:
    if escape.startswith(b"$"):
        codec, before = _DOUBLE.get(escape[-1:], ("", b""))
        return "".join(_doubles(word, codec, before) for word in _WORD.findall(text))
    if escape in _SINGLE:
        codec, before = _SINGLE[escape]
        return "".join(_kana(word, codec, before) for word in _WORD.findall(text))
    return text.decode("ascii", "replace")


def _doubles(word: bytes, codec: str, before: bytes) -> str:
    """Blanks and line ends stay what they are: some programs forget to change back before them."""
    if not 0x21 <= word[0] <= 0x7E:
        return word.decode("ascii", "replace")
    if not codec:
        return _UNKNOWN * ((len(word) + 1) // 2)
    high = bytes(byte | 0x80 for byte in word)
    if before:
        high = b"".join(before + high[at : at + 2] for at in range(0, len(high), 2))
    return high.decode(codec, "replace")


def _kana(word: bytes, codec: str, before: bytes) -> str:
    if not 0x21 <= word[0] <= 0x7E:
        return word.decode("ascii", "replace")
    return b"".join(before + bytes([byte | 0x80]) for byte in word).decode(codec, "replace")
