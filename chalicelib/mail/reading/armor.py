"""OpenPGP written into a text (RFC 9580, sections 6 and 7): what is encrypted is cut out, what is signed laid bare."""

from __future__ import annotations

import re

_MARK = b"PGP MESSAGE"
_SIGNED_MARK = b"PGP SIGNED MESSAGE"
_BEGIN = re.compile(rb"(?m)^-----BEGIN PGP MESSAGE-----[ \t]*\r?$")
_END = b"-----END PGP MESSAGE-----"
_SIGNED = re.compile(
    rb"(?m)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[\w-]{1,40}:[^\n]{0,200}\n){0,20}[ \t]*\r?\n"
)
_SIGNATURE = re.compile(rb"(?m)^-----BEGIN PGP SIGNATURE-----[ \t]*\r?$")
_SIGNATURE_END = b"-----END PGP SIGNATURE-----"
_ESCAPED = re.compile(rb"(?m)^- ")


def has_armor(text: bytes) -> bool:
    """Return whether it is worth looking for either."""
    return _MARK in text or _SIGNED_MARK in text


def without_encrypted(text: bytes) -> tuple[bytes, bytes]:
    """Return the text around what is encrypted, and that as it stands; empty where nothing is."""
    begin = _BEGIN.search(text)
    if not begin:
        return text, b""
    end = text.rfind(_END, begin.end())
    stop = end + len(_END) if end >= 0 else len(text)
    return text[: begin.start()] + text[stop:], text[begin.start() : stop]


def without_signature(text: bytes) -> bytes:
    """Return the text without the first signature in it and the lines that say what is signed."""
    begin = _SIGNED.search(text)
    signature = _SIGNATURE.search(text, begin.end()) if begin else None
    if not begin or not signature:
        return text
    end = text.find(_SIGNATURE_END, signature.end())
    rest = text[end + len(_SIGNATURE_END) :] if end >= 0 else b""
    return text[: begin.start()] + _ESCAPED.sub(b"", text[begin.end() : signature.start()]) + rest
