"""Everything that a piece of data says, however it is wrapped: whatever a mail, a file or a document does to words is
undone, again and again, until nothing is left to undo."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from html import unescape
from typing import Any
from urllib.parse import unquote_plus

DEPTH = 8
"""Wrappings in one another that are undone: a zip within a mail within JSON within JSON takes five."""

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}[ \r\n]{0,4}){5,}[A-Za-z0-9+/_-]{0,4}={0,2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_OCTETS = re.compile(r"%[0-9a-fA-F]{2}")
_QUOTED_PRINTABLE = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t\r\n]")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
"""Where zlib's data may begin (RFC 1950 §2.2): in a picture, in a PDF, or by itself."""


def sayings(content: str | bytes, depth: int = DEPTH) -> Iterator[str]:
    """Give every text that can be read out of it, itself included."""
    if depth and content:
        yield from _of_bytes(content, depth) if isinstance(content, bytes) else _of_text(content, depth)


def _of_text(text: str, depth: int) -> Iterator[str]:
    yield text
    for plainer in _plainer(text):
        if plainer != text:
            yield from sayings(plainer, depth - 1)
    for found in _BASE64.finditer(text):
        yield from sayings(_from_base64(found[0]), depth - 1)
    for _, leaf in leaves(document(text)):
        yield from sayings(leaf, depth - 1)


def document(text: str) -> Any:
    """Return what the text says as JSON; None where it is none with anything in it."""
    try:
        return json.loads(text) if text[:1] in ("{", "[", '"') else None
    except ValueError:
        return None


def leaves(found: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give each text within a document of JSON, names included, by the way to it."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield f"{path}{{}}", name
            yield from leaves(value, f"{path}.{name}")
    elif isinstance(found, list):
        for value in found:
            yield from leaves(value, f"{path}[]")
    elif found is not None:
        yield path, str(found)


def _plainer(text: str) -> Iterator[str]:
    """The same text with one way of writing it undone."""
    if "&" in text:
        yield unescape(text)
    if _OCTETS.search(text):
        yield unquote_plus(text, errors="replace")
    if "=?" in text:
        yield _readable(text)
    if _QUOTED_PRINTABLE.search(text):
        yield quopri.decodestring(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
    if "\\u" in text:
        escaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        yield escaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if '\\"' in text or "\\/" in text:
        yield text.replace("\\", "")


def _readable(text: str) -> str:
    """Encoded words of headers, folded or not (RFC 2047)."""
    try:
        return str(make_header(decode_header(re.sub(r"\r?\n[ \t]+", " ", text))))
    except (HeaderParseError, LookupError, ValueError):
        return text


def _from_base64(text: str) -> bytes:
    plain = re.sub(r"\s", "", text).rstrip("=").translate(str.maketrans("-_", "+/"))
    whole = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(whole + "=" * (-len(whole) % 4))
    except binascii.Error:
        return b""


def _of_bytes(content: bytes, depth: int) -> Iterator[str]:
    try:
        yield from _of_text(content.decode(), depth)
    except UnicodeDecodeError:
        for charset in ("utf-8", "cp1252"):
            yield from _of_text(content.decode(charset, "replace"), depth)
    if b"\0" in content:
        for charset in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                yield from _of_text(content[start:].decode(charset, "replace"), depth - 1)
    for packed in _unpacked(content):
        yield from sayings(packed, depth - 1)
    if _HEADER.match(content):
        yield from _of_mail(message_from_bytes(content), depth)


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from (part for name in archive.namelist() for part in (name.encode(), archive.read(name)))
        except zipfile.BadZipFile:
            return
    if content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return
    for found in _PACKED.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[found.start() :])
        except zlib.error:
            continue


def _of_mail(message: Message, depth: int) -> Iterator[str]:
    for part in message.walk():
        for name, value in part.items():
            yield from sayings(f"{name} {value}", depth - 1)
        for named in (part.get_filename() or "", *(str(one) for _, one in part.get_params() or ())):
            yield from sayings(named, depth - 1)
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield from sayings(payload, depth - 1)
            charset = part.get_content_charset("utf-8")
            try:
                yield from sayings(payload.decode(charset, "replace"), depth - 1)
            except LookupError:
                continue
